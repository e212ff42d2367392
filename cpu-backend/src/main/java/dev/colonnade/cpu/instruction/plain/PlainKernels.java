// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.plain;

import dev.colonnade.core.backend.Support;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Convert;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.op.Random;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.op.Select;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.op.composite.BiasAdd;
import dev.colonnade.core.op.composite.ConvolutionBiasActivation;
import dev.colonnade.core.op.composite.FullyConnected;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.ScaledTanh;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropy;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropyGradient;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cpu.execute.ArrayLimit;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.KernelSet;
import dev.colonnade.cpu.instruction.Made;
import java.util.List;

/** All operations on one thread in plain Java: the kernels of the scalar device. */
public final class PlainKernels implements KernelSet {
  @Override
  public Support support(Op op, List<TensorType> operands) {
    return supported(op, operands);
  }

  /**
   * Every primitive, and those composites that have a kernel, on tensors that fit into Java arrays.
   */
  public static Support supported(Op op, List<TensorType> operands) {
    for (TensorType type : operands) {
      if (type.elementCount() > ArrayLimit.LARGEST) {
        return tooLarge(type);
      }
    }
    for (TensorType type : op.infer(operands)) {
      if (type.elementCount() > ArrayLimit.LARGEST) {
        return tooLarge(type);
      }
    }
    return switch (op) {
      case Primitive primitive -> Support.NATIVE;
      case Composite composite -> isNative(composite) ? Support.NATIVE : Support.DECOMPOSED;
    };
  }

  private static Support tooLarge(TensorType type) {
    return Support.unsupported(
        type + " has more elements than a Java array holds (2^31 - 9); use a smaller batch or net");
  }

  /**
   * A table convolution is not among them: it decomposes into a dense convolution of masked
   * weights, which takes the packed kernels. Loops over a table's connections alone have not been
   * tried.
   */
  private static boolean isNative(Composite op) {
    return op instanceof ConvolutionBiasActivation
        || op instanceof FullyConnected
        || op instanceof BiasAdd
        || op instanceof ScaledTanh
        || op instanceof ScaledTanhGradient
        || op instanceof SoftmaxCrossEntropy
        || op instanceof SoftmaxCrossEntropyGradient
        || op instanceof SgdStep
        || op instanceof MomentumStep;
  }

  @Override
  public Made copy(DType dtype, int count, int from, int to) {
    return Made.only("copy", PlainMovement.copy(dtype, count, from, to));
  }

  @Override
  public Made make(Call call) {
    return Made.of("plain " + call.op().name(), "loops", instruction(call));
  }

  /** The plain instruction of a node. */
  public static Instruction instruction(Call call) {
    return switch (call.op()) {
      case Primitive primitive -> primitive(primitive, call);
      case Composite composite -> composite(composite, call);
    };
  }

  private static Instruction primitive(Primitive primitive, Call call) {
    return switch (primitive) {
      case UnaryOp op -> new PlainUnary(op, call);
      case BinaryOp op -> new PlainBinary(op, call);
      case Compare op -> new PlainCompare(op, call);
      case Select op -> new PlainSelect(call);
      case Convert op -> new PlainConvert(call);
      case ShapeOp op -> PlainMovement.of(op, call);
      case Reduction op -> PlainReductions.of(op, call);
      case MatMul op -> new PlainMatMul(op, call);
      case ConvolutionOp op -> convolution(op, call);
      case PoolOp op -> new PlainPooling(op, call);
      case GridSample op -> new PlainSampling(op, call);
      case Random op -> new PlainRandom(op, call);
      case StructuralOp op -> throw new IllegalArgumentException(op.name() + " is no instruction");
    };
  }

  private static Instruction convolution(ConvolutionOp convolution, Call call) {
    Shape first = call.operandType(0).shape();
    Shape second = call.operandType(1).shape();
    Shape result = call.resultType(0).shape();
    int a = call.operand(0);
    int b = call.operand(1);
    int y = call.result(0);
    ConvolutionGeometry geometry = convolution.geometry();
    return switch (convolution) {
      case ConvolutionOp.Convolution op ->
          new PlainConvolution(
              PlainConvolution.Direction.FORWARD, geometry, a, first, b, second, y, result);
      case ConvolutionOp.ConvolutionInputGradient op ->
          new PlainConvolution(
              PlainConvolution.Direction.INPUT_GRADIENT, geometry, y, result, b, second, a, first);
      case ConvolutionOp.ConvolutionFilterGradient op ->
          new PlainConvolution(
              PlainConvolution.Direction.FILTER_GRADIENT, geometry, a, first, y, result, b, second);
    };
  }

  private static Instruction composite(Composite composite, Call call) {
    Shape shape = call.resultType(0).shape();
    int y = call.result(0);
    return switch (composite) {
      case ConvolutionBiasActivation(ConvolutionGeometry geometry, Activation activation) ->
          both(
              new PlainConvolution(
                  PlainConvolution.Direction.FORWARD,
                  geometry,
                  call.operand(0),
                  call.operandType(0).shape(),
                  call.operand(1),
                  call.operandType(1).shape(),
                  y,
                  shape),
              PlainActivation.biased(activation, shape, y, call.operand(2), y));
      case FullyConnected(Activation activation) ->
          both(
              new PlainMatMul(false, true, call),
              PlainActivation.biased(activation, shape, y, call.operand(2), y));
      case BiasAdd add ->
          PlainActivation.biased(
              new Activation.Identity(), shape, call.operand(0), call.operand(1), y);
      case ScaledTanh(float amplitude, float slope) ->
          PlainActivation.unbiased(
              new Activation.ScaledTanh(amplitude, slope),
              (int) shape.elementCount(),
              call.operand(0),
              y);
      case ScaledTanhGradient op -> PlainActivation.scaledTanhGradient(op, call);
      case SoftmaxCrossEntropy op -> PlainLoss.crossEntropy(call);
      case SoftmaxCrossEntropyGradient op -> PlainLoss.gradient(call);
      case SgdStep op -> PlainSteps.sgd(op, call);
      case MomentumStep op -> PlainSteps.momentum(op, call);
      default -> throw new IllegalArgumentException(composite.name() + " has no plain kernel");
    };
  }

  private static Instruction both(Instruction first, Instruction second) {
    return frame -> {
      first.run(frame);
      second.run(frame);
    };
  }

  @Override
  public void close() {}
}
