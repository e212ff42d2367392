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
    Shape b = call.shape(1);
    Shape y = call.resultType().shape();
    long rows = y.dimension(-2);
    long columns = y.dimension(-1);
    long depth = a.dimension(op.transposeA() ? -2 : -1);
    long batch = y.elementCount() / (rows * columns);
    boolean plain = epilogue.equals(Epilogue.NONE);
    ProductShape shape =
        ProductShape.of(rows, columns, depth, batch, call.multiprocessors(), plain);
    boolean split = shape.splits() > 1;
    Buffer target =
        split
            ? call.workspace(DType.F32, y.elementCount() * shape.splits())
            : call.result(0);
    Parameters parameters =
        new Parameters().buffer(call.operand(0)).buffer(call.operand(1)).buffer(target);
    shape.appendTo(parameters);
    long aWidth = a.dimension(-1);
    long bWidth = b.dimension(-1);
    parameters
        .int64(rows * depth)
        .int64(op.transposeA() ? 1 : aWidth)
        .int64(op.transposeA() ? aWidth : 1)
        .int64(depth * columns)
        .int64(op.transposeB() ? 1 : bWidth)
        .int64(op.transposeB() ? bWidth : 1);
    epilogue.appendTo(parameters);
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
