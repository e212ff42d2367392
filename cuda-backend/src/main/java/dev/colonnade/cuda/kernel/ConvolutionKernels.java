// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** Launches of {@code convolution.cu}: convolutions without a library, for every geometry. */
final class ConvolutionKernels {
  private final Launcher launcher;
  private final ProductKernels products;

  ConvolutionKernels(KernelLibrary library, ProductKernels products) {
    this.launcher = new Launcher(library, "convolution");
    this.products = products;
  }

  Made convolution(Call call, ConvolutionOp op) {
    return switch (op) {
      case ConvolutionOp.Convolution(ConvolutionGeometry geometry) ->
          forward(call, geometry, Epilogue.NONE, "convolution");
      case ConvolutionOp.ConvolutionInputGradient(ConvolutionGeometry geometry, Shape input) ->
          inputGradient(call, geometry, input);
      case ConvolutionOp.ConvolutionFilterGradient(ConvolutionGeometry geometry, Shape filter) ->
          filterGradient(call, geometry, filter);
    };
  }

  Made biasActivation(Call call, ConvolutionGeometry geometry, Activation activation) {
    Epilogue epilogue = new Epilogue(Optional.of(call.operand(2)), activation);
    return forward(call, geometry, epilogue, "convolution_bias_activation");
  }

  private Made forward(Call call, ConvolutionGeometry geometry, Epilogue epilogue, String name) {
    Sizes sizes = new Sizes(call.shape(0), call.shape(1), call.resultType().shape(), geometry);
    ProductShape shape =
        ProductShape.of(
            sizes.outputs,
            (long) sizes.images * sizes.outputPlane(),
            (long) sizes.inputs * sizes.taps(),
            geometry.groups(),
            call.multiprocessors(),
            false);
    Parameters parameters =
        new Parameters()
            .buffer(call.operand(0))
            .buffer(call.operand(1))
            .none()
            .buffer(call.result(0));
    return implicit(call, "convolution", name, shape, sizes, epilogue, parameters);
  }

  private Made inputGradient(Call call, ConvolutionGeometry geometry, Shape input) {
    Sizes sizes = new Sizes(input, call.shape(1), call.shape(0), geometry);
    ProductShape shape =
        ProductShape.of(
            sizes.inputs,
            (long) sizes.images * sizes.height * sizes.width,
            (long) sizes.outputs * sizes.taps(),
            geometry.groups(),
            call.multiprocessors(),
            false);
    Parameters parameters =
        new Parameters()
            .none()
            .buffer(call.operand(1))
            .buffer(call.operand(0))
            .buffer(call.result(0));
    String kernel = "convolution_input_gradient";
    return implicit(call, kernel, kernel, shape, sizes, Epilogue.NONE, parameters);
  }

  private Made filterGradient(Call call, ConvolutionGeometry geometry, Shape filter) {
    Sizes sizes = new Sizes(call.shape(0), filter, call.shape(1), geometry);
    ProductShape shape =
        ProductShape.of(
            sizes.outputs,
            (long) sizes.inputs * sizes.taps(),
            (long) sizes.images * sizes.outputPlane(),
            geometry.groups(),
            call.multiprocessors(),
            true);
    boolean split = shape.splits() > 1 && !ProductKernels.usesDots(call, shape, geometry.groups());
    long count = filter.elementCount();
    Buffer target = split ? call.workspace(DType.F32, count * shape.splits()) : call.result(0);
    Parameters parameters =
        new Parameters().buffer(call.operand(0)).none().buffer(call.operand(1)).buffer(target);
    String kernel = "convolution_filter_gradient";
    Made made = implicit(call, kernel, kernel, shape, sizes, Epilogue.NONE, parameters);
    if (!split) {
      return made;
    }
    return new Made(
        kernel,
        "implicit product, sum split by " + shape.splits(),
        List.of(),
        List.of(
            made.instructions().get(0),
            products.join(call, target, shape.rows() * shape.columns(), shape.splits())));
  }

  private Made implicit(
      Call call,
      String kernel,
      String name,
      ProductShape shape,
      Sizes sizes,
      Epilogue epilogue,
      Parameters parameters) {
    int groups = sizes.geometry.groups();
    boolean dots = ProductKernels.usesDots(call, shape, groups);
    ProductShape own = dots ? shape.whole() : shape;
    int lanes = dots ? own.lanes(groups, call.multiprocessors()) : 1;
    own.appendTo(parameters, lanes, call.mathMode());
    sizes.appendTo(parameters);
    epilogue.appendTo(parameters);
    if (dots) {
      Launch launch = launcher.of(kernel + "_dot", own.dotLaunch(groups, lanes), parameters);
      return new Made(name, ProductKernels.dots(lanes), List.of(), List.of(launch));
    }
    Launch launch = launcher.of(kernel, own.launch(groups), parameters);
    return new Made(name, "implicit product", List.of(), List.of(launch));
  }

  /** {@code ConvolutionShape} of convolution.cu; maps are those of one group. */
  private static final class Sizes {
    private final ConvolutionGeometry geometry;
    private final int images;
    private final int inputs;
    private final int outputs;
    private final int height;
    private final int width;
    private final Shape output;
    private final Shape filter;

    Sizes(Shape input, Shape filter, Shape output, ConvolutionGeometry geometry) {
      this.geometry = geometry;
      this.images = input.dimension(0);
      this.inputs = input.dimension(1) / geometry.groups();
      this.outputs = filter.dimension(0) / geometry.groups();
      this.height = input.dimension(2);
      this.width = input.dimension(3);
      this.output = output;
      this.filter = filter;
    }

    long outputPlane() {
      return (long) output.dimension(2) * output.dimension(3);
    }

    long taps() {
      return (long) filter.dimension(2) * filter.dimension(3);
    }

    void appendTo(Parameters parameters) {
      parameters
          .int32(images)
          .int32(inputs)
          .int32(outputs)
          .int32(geometry.groups())
          .int32(height)
          .int32(width)
          .int32(output.dimension(2))
          .int32(output.dimension(3))
          .int32(filter.dimension(2))
          .int32(filter.dimension(3))
          .int32(geometry.strideHeight())
          .int32(geometry.strideWidth())
          .int32(geometry.padTop())
          .int32(geometry.padLeft())
          .int32(geometry.dilationHeight())
          .int32(geometry.dilationWidth());
    }
  }
}
