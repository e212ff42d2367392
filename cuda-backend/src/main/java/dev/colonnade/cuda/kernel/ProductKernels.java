// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** Launches of {@code matmul.cu}: matrix products without a library. */
final class ProductKernels {
  private final Launcher launcher;

  ProductKernels(KernelLibrary library) {
    launcher = new Launcher(library, "matmul");
  }

  Made matMul(Call call, MatMul op) {
    return product(call, op, Epilogue.NONE, "matmul");
  }

  Made fullyConnected(Call call, Activation activation) {
    Epilogue epilogue = new Epilogue(Optional.of(call.operand(2)), activation);
    return product(call, new MatMul(false, true), epilogue, "fully_connected");
  }

  private Made product(Call call, MatMul op, Epilogue epilogue, String name) {
    Shape a = call.shape(0);
    Shape y = call.resultType().shape();
    long rows = y.dimension(-2);
    long columns = y.dimension(-1);
    long depth = a.dimension(op.transposeA() ? -2 : -1);
    long batch = y.elementCount() / (rows * columns);
    boolean plain = epilogue.equals(Epilogue.NONE);
    ProductShape shape =
        ProductShape.of(rows, columns, depth, batch, call.multiprocessors(), plain);
    if (usesDots(call, shape, batch)) {
      int lanes = shape.lanes(batch, call.multiprocessors());
      Parameters parameters = parameters(call, op, shape.whole(), lanes, epilogue, call.result(0));
      Launch launch =
          launcher.of("matmul_dot", shape.dotLaunch(Math.toIntExact(batch), lanes), parameters);
      return new Made(name, dots(lanes), List.of(), List.of(launch));
    }
    boolean split = shape.splits() > 1;
    Buffer target =
        split ? call.workspace(DType.F32, y.elementCount() * shape.splits()) : call.result(0);
    Parameters parameters = parameters(call, op, shape, 1, epilogue, target);
    Launch launch = launcher.of("matmul", shape.launch(Math.toIntExact(batch)), parameters);
    if (!split) {
      return new Made(name, "tiled", List.of(), List.of(launch));
    }
    return new Made(
        name,
        "tiled, sum split by " + shape.splits(),
        List.of(),
        List.of(launch, join(call, target, rows * columns, shape.splits())));
  }

  /** Name of the algorithm that makes each element by itself. */
  static String dots(int lanes) {
    return lanes == 1 ? "a thread for each element" : lanes + " threads for each element";
  }

  /** Whether each element is made by itself: as planned, or because tiles would not fill. */
  static boolean usesDots(Call call, ProductShape shape, long batch) {
    return call.plannedAlgorithm()
        .map(algorithm -> algorithm.endsWith("for each element"))
        .orElse(shape.isSmall(batch, call.multiprocessors()));
  }

  private static Parameters parameters(
      Call call, MatMul op, ProductShape shape, int lanes, Epilogue epilogue, Buffer target) {
    Parameters parameters =
        new Parameters().buffer(call.operand(0)).buffer(call.operand(1)).buffer(target);
    shape.appendTo(parameters, lanes, call.mathMode());
    long aWidth = call.shape(0).dimension(-1);
    long bWidth = call.shape(1).dimension(-1);
    parameters
        .int64(shape.rows() * shape.depth())
        .int64(op.transposeA() ? 1 : aWidth)
        .int64(op.transposeA() ? aWidth : 1)
        .int64(shape.depth() * shape.columns())
        .int64(op.transposeB() ? 1 : bWidth)
        .int64(op.transposeB() ? bWidth : 1);
    epilogue.appendTo(parameters);
    return parameters;
  }

  /** Adds up the parts of sums that were split. */
  Launch join(Call call, Buffer parts, long count, int splits) {
    long results = call.resultType().elementCount();
    return launcher.elements(
        call,
        "join_splits",
        results,
        new Parameters()
            .buffer(parts)
            .buffer(call.result(0))
            .int64(count)
            .int64(results)
            .int32(splits));
  }
}
