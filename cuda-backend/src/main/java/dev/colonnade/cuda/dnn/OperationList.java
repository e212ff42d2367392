// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import dev.colonnade.core.op.Activation;
import dev.colonnade.cuda.dnn.DescriptorFactory.Descriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The operations of a {@link GraphConvolution} as cuDNN's descriptors. Tensors between operations
 * are virtual: they never reach memory.
 *
 * <p>Extents are always given in the order batch, maps, rows, columns; the layout in memory is in
 * the strides. Filters count as [m, c/groups, r, s], from which the library infers the groups.
 */
final class OperationList {
  static final long X = 1;
  static final long W = 2;
  static final long Y = 3;
  static final long BIAS = 4;
  private static final long FIRST_INNER = 10;

  static final int CROSS_CORRELATION = 1;
  private static final long ALIGNMENT = 16;

  private final DescriptorFactory factory;
  private final GraphConvolution graph;
  private final List<Descriptor> operations = new ArrayList<>();
  private final Map<Long, Float> scalars = new LinkedHashMap<>();
  private long next = FIRST_INNER;

  OperationList(DescriptorFactory factory, GraphConvolution graph) {
    this.factory = factory;
    this.graph = graph;
    switch (graph.direction()) {
      case FORWARD -> forward();
      case BACKWARD_DATA ->
          convolution(
              DescriptorType.OPERATION_CONVOLUTION_BACKWARD_DATA,
              Attribute.OPERATION_CONVOLUTION_BWD_DATA_CONV_DESC,
              Map.of(
                  Attribute.OPERATION_CONVOLUTION_BWD_DATA_DX, input(graph.result()),
                  Attribute.OPERATION_CONVOLUTION_BWD_DATA_W, filter(graph.operands()),
                  Attribute.OPERATION_CONVOLUTION_BWD_DATA_DY, output(Y, graph.operands(), false)),
              Attribute.OPERATION_CONVOLUTION_BWD_DATA_ALPHA,
              Attribute.OPERATION_CONVOLUTION_BWD_DATA_BETA);
      case BACKWARD_FILTER ->
          convolution(
              DescriptorType.OPERATION_CONVOLUTION_BACKWARD_FILTER,
              Attribute.OPERATION_CONVOLUTION_BWD_FILTER_CONV_DESC,
              Map.of(
                  Attribute.OPERATION_CONVOLUTION_BWD_FILTER_X, input(graph.operands()),
                  Attribute.OPERATION_CONVOLUTION_BWD_FILTER_DW, filter(graph.result()),
                  Attribute.OPERATION_CONVOLUTION_BWD_FILTER_DY,
                      output(Y, graph.operands(), false)),
              Attribute.OPERATION_CONVOLUTION_BWD_FILTER_ALPHA,
              Attribute.OPERATION_CONVOLUTION_BWD_FILTER_BETA);
    }
  }

  /** The operations in their order. */
  List<Descriptor> operations() {
    return operations;
  }

  /** Constants by the numbers of their tensors, which are passed by value. */
  Map<Long, Float> scalars() {
    return scalars;
  }

  private void forward() {
    List<Step> steps = steps();
    Descriptor value = steps.isEmpty() ? output(Y, graph.result(), false) : inner();
    convolution(
        DescriptorType.OPERATION_CONVOLUTION_FORWARD,
        Attribute.OPERATION_CONVOLUTION_FORWARD_CONV_DESC,
        Map.of(
            Attribute.OPERATION_CONVOLUTION_FORWARD_X, input(graph.operands()),
            Attribute.OPERATION_CONVOLUTION_FORWARD_W, filter(graph.operands()),
            Attribute.OPERATION_CONVOLUTION_FORWARD_Y, value),
        Attribute.OPERATION_CONVOLUTION_FORWARD_ALPHA,
        Attribute.OPERATION_CONVOLUTION_FORWARD_BETA);
    for (int i = 0; i < steps.size(); i++) {
      Descriptor result = i == steps.size() - 1 ? output(Y, graph.result(), false) : inner();
      pointwise(steps.get(i), value, result);
      value = result;
    }
  }

  /** What follows the convolution. */
  private sealed interface Step {
    PointwiseMode mode();

    record AddBias(PointwiseMode mode) implements Step {}

    record Scale(PointwiseMode mode, float factor) implements Step {}

    record Apply(PointwiseMode mode) implements Step {}
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    if (graph.hasBias()) {
      steps.add(new Step.AddBias(PointwiseMode.ADD));
    }
    switch (graph.activation()) {
      case Activation.Identity() -> {}
      case Activation.Relu() -> steps.add(new Step.Apply(PointwiseMode.RELU_FWD));
      case Activation.Tanh() -> steps.add(new Step.Apply(PointwiseMode.TANH_FWD));
      case Activation.Sigmoid() -> steps.add(new Step.Apply(PointwiseMode.SIGMOID_FWD));
      case Activation.ScaledTanh(float amplitude, float slope) -> {
        steps.add(new Step.Scale(PointwiseMode.MUL, slope));
        steps.add(new Step.Apply(PointwiseMode.TANH_FWD));
        steps.add(new Step.Scale(PointwiseMode.MUL, amplitude));
      }
    }
    return steps;
  }

  private void convolution(
      DescriptorType type,
      Attribute descriptor,
      Map<Attribute, Descriptor> tensors,
      Attribute alpha,
      Attribute beta) {
    Descriptor operation =
        factory.create(type).descriptor(descriptor, geometry()).real(alpha, 1f).real(beta, 0f);
    tensors.forEach(operation::descriptor);
    operations.add(operation.finish("the operation " + graph));
  }

  private Descriptor geometry() {
    ConvolutionProblem of = graph.problem();
    return factory
        .create(DescriptorType.CONVOLUTION)
        .type(Attribute.CONVOLUTION_COMP_TYPE, DataType.FLOAT)
        .code(Attribute.CONVOLUTION_CONV_MODE, AttributeType.CONVOLUTION_MODE, CROSS_CORRELATION)
        .integers(Attribute.CONVOLUTION_SPATIAL_DIMS, 2)
        .integers(Attribute.CONVOLUTION_DILATIONS, of.dilationH(), of.dilationW())
        .integers(Attribute.CONVOLUTION_FILTER_STRIDES, of.strideH(), of.strideW())
        .integers(Attribute.CONVOLUTION_PRE_PADDINGS, of.padH(), of.padW())
        .integers(Attribute.CONVOLUTION_POST_PADDINGS, of.padH(), of.padW())
        .finish("the geometry of " + of);
  }

  private void pointwise(Step step, Descriptor from, Descriptor to) {
    Descriptor function =
        factory
            .create(DescriptorType.POINTWISE)
            .code(Attribute.POINTWISE_MODE, AttributeType.POINTWISE_MODE, step.mode().code())
            .type(Attribute.POINTWISE_MATH_PREC, DataType.FLOAT)
            .finish("the function " + step);
    Descriptor operation =
        factory
            .create(DescriptorType.OPERATION_POINTWISE)
            .descriptor(Attribute.OPERATION_POINTWISE_PW_DESCRIPTOR, function)
            .descriptor(Attribute.OPERATION_POINTWISE_XDESC, from)
            .descriptor(Attribute.OPERATION_POINTWISE_YDESC, to);
    switch (step) {
      case Step.AddBias add -> operation.descriptor(Attribute.OPERATION_POINTWISE_BDESC, bias());
      case Step.Scale(PointwiseMode mode, float factor) ->
          operation.descriptor(Attribute.OPERATION_POINTWISE_BDESC, scalar(factor));
      case Step.Apply apply -> {}
    }
    operations.add(operation.finish("the operation " + step));
  }

  private Descriptor input(DataType type) {
    ConvolutionProblem of = graph.problem();
    return tensor(X, type, false, of.n(), of.c(), of.h(), of.w());
  }

  private Descriptor filter(DataType type) {
    ConvolutionProblem of = graph.problem();
    return tensor(W, type, false, of.m(), of.c() / of.groups(), of.r(), of.s());
  }

  private Descriptor output(long number, DataType type, boolean virtual) {
    ConvolutionProblem of = graph.problem();
    return tensor(number, type, virtual, of.n(), of.m(), of.outputHeight(), of.outputWidth());
  }

  private Descriptor inner() {
    return output(next++, DataType.FLOAT, true);
  }

  private Descriptor bias() {
    return tensor(BIAS, DataType.FLOAT, false, 1, graph.problem().m(), 1, 1);
  }

  private Descriptor scalar(float value) {
    long number = next++;
    scalars.put(number, value);
    return factory
        .create(DescriptorType.TENSOR)
        .type(Attribute.TENSOR_DATA_TYPE, DataType.FLOAT)
        .integers(Attribute.TENSOR_DIMENSIONS, 1, 1, 1, 1)
        .integers(Attribute.TENSOR_STRIDES, 1, 1, 1, 1)
        .integers(Attribute.TENSOR_UNIQUE_ID, number)
        .integers(Attribute.TENSOR_BYTE_ALIGNMENT, ALIGNMENT)
        .truth(Attribute.TENSOR_IS_BY_VALUE, true)
        .finish("a constant of " + graph);
  }

  private Descriptor tensor(
      long number, DataType type, boolean virtual, long n, long maps, long rows, long columns) {
    return factory
        .create(DescriptorType.TENSOR)
        .type(Attribute.TENSOR_DATA_TYPE, type)
        .integers(Attribute.TENSOR_DIMENSIONS, n, maps, rows, columns)
        .integers(Attribute.TENSOR_STRIDES, graph.problem().layout().strides(maps, rows, columns))
        .integers(Attribute.TENSOR_UNIQUE_ID, number)
        .integers(Attribute.TENSOR_BYTE_ALIGNMENT, ALIGNMENT)
        .truth(Attribute.TENSOR_IS_VIRTUAL, virtual)
        .finish("tensor " + number + " of " + graph);
  }
}
