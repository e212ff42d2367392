// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cuda.dnn.ConvolutionProblem;
import dev.colonnade.cuda.dnn.Direction;
import dev.colonnade.cuda.dnn.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution as cuDNN gets it: which buffer is which, and what converts operands before it and
 * the result behind it where a variant asks for another layout or format than ours.
 */
final class DnnConvolution {
  private final Call call;
  private final DnnVariant variant;
  private final ConversionKernels conversions;
  private final List<Instruction> before = new ArrayList<>();
  private final List<Instruction> after = new ArrayList<>();
  private final ConvolutionProblem problem;
  private final Direction direction;
  private final Buffer x;
  private final Buffer w;
  private final Buffer y;

  /** Takes workspaces for what has to be converted. */
  DnnConvolution(Call call, ConvolutionOp op, DnnVariant variant, ConversionKernels conversions) {
    this.call = call;
    this.variant = variant;
    this.conversions = conversions;
    problem = problem(call, op, variant);
    direction = direction(op);
    long filters = problem.m();
    long filterMaps = problem.c() / problem.groups();
    long taps = (long) problem.r() * problem.s();
    long pixels = (long) problem.h() * problem.w();
    long positions = (long) problem.outputHeight() * problem.outputWidth();
    x =
        direction == Direction.BACKWARD_DATA
            ? result(problem.n(), problem.c(), pixels)
            : operand(0, problem.n(), problem.c(), pixels);
    w =
        direction == Direction.BACKWARD_FILTER
            ? result(filters, filterMaps, taps)
            : operand(1, filters, filterMaps, taps);
    y =
        switch (direction) {
          case FORWARD -> result(problem.n(), problem.m(), positions);
          case BACKWARD_DATA -> operand(0, problem.n(), problem.m(), positions);
          case BACKWARD_FILTER -> operand(1, problem.n(), problem.m(), positions);
        };
  }

  static Direction direction(ConvolutionOp op) {
    return switch (op) {
      case ConvolutionOp.Convolution convolution -> Direction.FORWARD;
      case ConvolutionOp.ConvolutionInputGradient gradient -> Direction.BACKWARD_DATA;
      case ConvolutionOp.ConvolutionFilterGradient gradient -> Direction.BACKWARD_FILTER;
    };
  }

  /** The convolution of a call, in a variant's layout and mode. */
  static ConvolutionProblem problem(Call call, ConvolutionOp op, DnnVariant variant) {
    Shape image =
        op instanceof ConvolutionOp.ConvolutionInputGradient(ConvolutionGeometry g, Shape input)
            ? input
            : call.shape(0);
    Shape filter =
        op instanceof ConvolutionOp.ConvolutionFilterGradient(ConvolutionGeometry g, Shape of)
            ? of
            : call.shape(1);
    return ConvolutionProblem.of(
        image.dimension(0),
        image.dimension(1),
        image.dimension(2),
        image.dimension(3),
        filter.dimension(0),
        filter.dimension(2),
        filter.dimension(3),
        op.geometry(),
        variant.layout(),
        variant.mode());
  }

  /** Whether the variant's layout orders the elements of such a tensor otherwise than ours. */
  private boolean turns(long maps, long places) {
    return variant.layout() == Layout.NHWC && maps > 1 && places > 1;
  }

  private Buffer operand(int index, long count, long maps, long places) {
    Buffer given = call.operand(index);
    OperandFormat format = variant.format();
    if (turns(maps, places)) {
      Buffer turned = ConversionKernels.workspace(call, format, count * maps * places);
      before.add(conversions.transpose(call, given, turned, count, maps, places, format));
      return turned;
    }
    if (format != OperandFormat.FLOAT) {
      Buffer converted = ConversionKernels.workspace(call, format, count * maps * places);
      before.add(conversions.convert(call, given, converted, count * maps * places, format));
      return converted;
    }
    return given;
  }

  private Buffer result(long count, long maps, long places) {
    Buffer wanted = call.result(0);
    if (!turns(maps, places)) {
      return wanted;
    }
    OperandFormat format = OperandFormat.FLOAT;
    Buffer turned = ConversionKernels.workspace(call, format, count * maps * places);
    after.add(conversions.transpose(call, turned, wanted, count, places, maps, format));
    return turned;
  }

  ConvolutionProblem problem() {
    return problem;
  }

  Direction direction() {
    return direction;
  }

  /** Input, or its gradient. */
  Buffer x() {
    return x;
  }

  /** Filter, or its gradient. */
  Buffer w() {
    return w;
  }

  /** Output, or its gradient. */
  Buffer y() {
    return y;
  }

  /** Conversions, then the library, then conversions. */
  List<Instruction> around(Instruction library) {
    List<Instruction> all = new ArrayList<>(before);
    all.add(library);
    all.addAll(after);
    return all;
  }

  /** What a plan calls the kernel. */
  static String name(Direction direction, boolean layer) {
    return layer
        ? "convolution_bias_activation"
        : switch (direction) {
          case FORWARD -> "convolution";
          case BACKWARD_DATA -> "convolution_input_gradient";
          case BACKWARD_FILTER -> "convolution_filter_gradient";
        };
  }
}
