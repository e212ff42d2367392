// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cuda.driver.LaunchShape;
import dev.colonnade.cuda.fusion.DirectBiasGradient;
import dev.colonnade.cuda.fusion.DirectFilterGradient;
import dev.colonnade.cuda.fusion.DirectInputGradient;
import dev.colonnade.cuda.fusion.DirectLayer;
import dev.colonnade.cuda.fusion.ParameterStep;
import dev.colonnade.cuda.fusion.Windows;
import java.util.List;
import java.util.Optional;

/** Launches of {@code direct.cu}: layers of small nets with what follows them. */
final class DirectKernels {
  /** {@code DIRECT_THREADS} of direct.cu. */
  private static final int THREADS = 256;

  /** Products that a lane sums at least, before more lanes share an element. */
  private static final int SHORTEST_LANE = 8;

  private static final Windows NO_WINDOWS = new Windows(1, 1);

  private final Launcher launcher;

  DirectKernels(KernelLibrary library) {
    launcher = new Launcher(library, "direct");
  }

  Made layer(Call call, DirectLayer op) {
    Shape y = call.node().results().get(0).type().shape();
    Sizes sizes = new Sizes(call.shape(0), call.shape(1), y, op.geometry());
    Windows windows = op.pooling().orElse(NO_WINDOWS);
    Parameters parameters =
        new Parameters().buffer(call.operand(0)).buffer(call.operand(1)).buffer(call.result(0));
    if (op.pooling().isPresent()) {
      parameters.buffer(call.result(1));
    } else {
      parameters.none();
    }
    Spread spread =
        Spread.of(
            call,
            y.elementCount(),
            sizes.inputs * sizes.filterHeight,
            sizes.filterWidth,
            windows.positions());
    sizes.appendTo(parameters, spread, call.mathMode());
    parameters.int32(windows.height()).int32(windows.width());
    new Epilogue(Optional.of(call.operand(2)), op.activation()).appendTo(parameters);
    return made("direct_layer", spread, parameters);
  }

  Made inputGradient(Call call, DirectInputGradient op) {
    Sizes sizes = new Sizes(op.input(), call.shape(1), call.shape(0), op.geometry());
    Parameters parameters = new Parameters().buffer(call.operand(0)).buffer(call.operand(1));
    if (op.below().isPresent()) {
      parameters.buffer(call.operand(2));
    } else {
      parameters.none();
    }
    parameters.buffer(call.result(0));
    Spread spread =
        Spread.of(
            call,
            op.input().elementCount(),
            sizes.outputs * sizes.filterHeight,
            sizes.filterWidth,
            1);
    sizes.appendTo(parameters, spread, call.mathMode());
    Optional<Windows> pooling = op.below().flatMap(DirectInputGradient.Below::windows);
    Windows windows = pooling.orElse(NO_WINDOWS);
    parameters.int32(windows.height()).int32(windows.width());
    // Without pooling each element is a plane of its own.
    Shape below = call.node().result().type().shape();
    parameters
        .int32(pooling.isPresent() ? below.dimension(2) / windows.height() : 1)
        .int32(pooling.isPresent() ? below.dimension(3) / windows.width() : 1);
    Optional<Activation.ScaledTanh> tanh =
        op.below().flatMap(DirectInputGradient.Below::activation);
    parameters
        .int32(tanh.isPresent() ? 1 : 0)
        .float32(tanh.map(Activation.ScaledTanh::amplitude).orElse(1f))
        .float32(tanh.map(Activation.ScaledTanh::slope).orElse(1f));
    return made("direct_input_gradient", spread, parameters);
  }

  Made filterGradient(Call call, DirectFilterGradient op) {
    Sizes sizes = new Sizes(call.shape(0), op.filter(), call.shape(1), op.geometry());
    Parameters parameters =
        new Parameters().buffer(call.operand(0)).buffer(call.operand(1)).buffer(call.result(0));
    if (op.step().isPresent()) {
      step(parameters, call, 2, op.step().get());
    } else {
      parameters.none().none().none().none().float32(0).float32(0);
    }
    Spread spread =
        Spread.of(
            call, op.filter().elementCount(), sizes.images * sizes.outHeight, sizes.outWidth, 1);
    sizes.appendTo(parameters, spread, call.mathMode());
    return made("direct_filter_gradient", spread, parameters);
  }

  Made biasGradient(Call call, DirectBiasGradient op) {
    Shape dy = call.shape(0);
    int plane = Math.toIntExact(dy.elementCount() / dy.dimension(0) / dy.dimension(1));
    Shape images = Shape.of(dy.dimension(0), dy.dimension(1), plane, 1);
    Sizes sizes =
        new Sizes(images, Shape.of(dy.dimension(1), 1, 1, 1), images, ConvolutionGeometry.VALID);
    Parameters parameters = new Parameters().buffer(call.operand(0)).buffer(call.result(0));
    step(parameters, call, 1, op.step());
    Spread spread = Spread.of(call, dy.dimension(1), plane, 1, 1);
    sizes.appendTo(parameters, spread, call.mathMode());
    return made("direct_bias_gradient", spread, parameters);
  }

  /**
   * {@code DirectStep}: parameter, its velocity if any, and rate are operands behind each other.
   */
  private static void step(Parameters parameters, Call call, int first, ParameterStep step) {
    boolean momentum = step.momentum().isPresent();
    parameters.buffer(call.operand(first)).buffer(call.operand(first + (momentum ? 2 : 1)));
    if (momentum) {
      parameters.buffer(call.operand(first + 1)).buffer(call.result(1));
    } else {
      parameters.none().none();
    }
    parameters.float32(step.decay()).float32(step.momentum().orElse(0f));
  }

  private Made made(String kernel, Spread spread, Parameters parameters) {
    Launch launch = launcher.of(kernel, LaunchShape.linear(spread.blocks(), THREADS), parameters);
    return new Made(kernel, ProductKernels.dots(spread.lanes), List.of(), List.of(launch));
  }

  /**
   * How elements lie on threads.
   *
   * @param elements of the result
   * @param lanes threads that share an element
   * @param elementsOfBlock elements of a block
   */
  private record Spread(int elements, int lanes, int elementsOfBlock) {
    /**
     * As many lanes as fill the device once, if their parts are long enough.
     *
     * @param rows that lanes can share
     * @param width products of a row
     * @param together elements that must lie in one block
     */
    static Spread of(Call call, long elements, int rows, int width, int together) {
      long wanted = Math.max(1, (long) call.multiprocessors() * THREADS / elements);
      long most = Math.min(rows, Math.max(1, (long) rows * width / SHORTEST_LANE));
      most = Math.min(most, THREADS / together);
      int lanes = (int) Long.highestOneBit(Math.min(wanted, most));
      return new Spread(Math.toIntExact(elements), lanes, THREADS / lanes / together * together);
    }

    int blocks() {
      return Math.ceilDiv(elements, elementsOfBlock);
    }
  }

  /** {@code DirectSizes} of direct.cu. Tensors of rank 2 are images of one pixel. */
  private static final class Sizes {
    private final Shape input;
    private final Shape output;
    private final ConvolutionGeometry geometry;
    private final int images;
    private final int inputs;
    private final int outputs;
    private final int outHeight;
    private final int outWidth;
    private final int filterHeight;
    private final int filterWidth;

    Sizes(Shape input, Shape filter, Shape output, ConvolutionGeometry geometry) {
      this.input = input;
      this.output = output;
      this.geometry = geometry;
      images = input.dimension(0);
      inputs = input.dimension(1);
      outputs = output.dimension(1);
      outHeight = extent(output, 2);
      outWidth = extent(output, 3);
      filterHeight = extent(filter, 2);
      filterWidth = extent(filter, 3);
    }

    private static int extent(Shape shape, int axis) {
      return shape.rank() == 2 ? 1 : shape.dimension(axis);
    }

    void appendTo(Parameters parameters, Spread spread, MathMode mode) {
      parameters
          .int32(images)
          .int32(inputs)
          .int32(outputs)
          .int32(extent(input, 2))
          .int32(extent(input, 3))
          .int32(extent(output, 2))
          .int32(extent(output, 3))
          .int32(filterHeight)
          .int32(filterWidth)
          .int32(geometry.strideHeight())
          .int32(geometry.strideWidth())
          .int32(geometry.padTop())
          .int32(geometry.padLeft())
          .int32(spread.elements)
          .int32(spread.lanes)
          .int32(spread.elementsOfBlock)
          .int32(ProductShape.droppedBits(mode));
    }
  }
}
