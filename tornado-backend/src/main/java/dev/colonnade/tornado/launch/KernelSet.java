// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.launch;

import dev.colonnade.core.backend.Support;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Convert;
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
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/** All operations that the backend runs, and what runs each. */
public final class KernelSet {
  /**
   * Elements of one tensor: its memory is one array of TornadoVM's, which counts bytes with ints.
   */
  private static final long LARGEST = 1L << 29;

  private KernelSet() {}

  /** Whether there is a kernel for an operation on operands of these types. */
  public static Support support(Op op, List<TensorType> operands) {
    int rank = operands.stream().mapToInt(type -> type.shape().rank()).max().orElse(0);
    for (TensorType result : op.infer(operands)) {
      rank = Math.max(rank, result.shape().rank());
      if (result.elementCount() > LARGEST) {
        return Support.unsupported(
            "a result of "
                + result.elementCount()
                + " elements is larger than one of TornadoVM's arrays, 2^31 bytes");
      }
    }
    if (rank > Arguments.MAX_RANK) {
      return Support.unsupported(
          "tensors of rank "
              + rank
              + " have more axes than the "
              + Arguments.MAX_RANK
              + " that kernels are given");
    }
    return switch (op) {
      case Primitive primitive -> Support.NATIVE;
      case BiasAdd add -> Support.NATIVE;
      case ScaledTanh tanh -> Support.NATIVE;
      case ScaledTanhGradient gradient -> Support.NATIVE;
      case SgdStep step -> Support.NATIVE;
      case MomentumStep step -> Support.NATIVE;
      case SoftmaxCrossEntropy loss -> Support.NATIVE;
      case SoftmaxCrossEntropyGradient gradient -> Support.NATIVE;
      case ConvolutionBiasActivation layer -> Support.NATIVE;
      case FullyConnected layer -> Support.NATIVE;
      case Composite composite -> Support.DECOMPOSED;
    };
  }

  /** Makes the launches of a node that {@link #support} called native. */
  public static Made make(Call call) {
    return switch (call.node().op()) {
      case UnaryOp op -> ElementwiseLaunches.unary(call, op);
      case BinaryOp op -> ElementwiseLaunches.binary(call, op);
      case Compare op -> ElementwiseLaunches.compare(call, op);
      case Select op -> ElementwiseLaunches.select(call);
      case Convert op -> ElementwiseLaunches.convert(call, op);
      case ShapeOp op -> MovementLaunches.move(call, op);
      case Reduction op -> ReductionLaunches.reduce(call, op);
      case MatMul op -> ProductLaunches.matMul(call, op);
      case ConvolutionOp op -> ProductLaunches.convolution(call, op);
      case PoolOp op -> PoolingLaunches.pool(call, op);
      case Random op -> SamplingLaunches.random(call, op);
      case GridSample op -> SamplingLaunches.gridSample(call, op);
      case BiasAdd op -> TrainingLaunches.biasAdd(call);
      case ScaledTanh op -> TrainingLaunches.scaledTanh(call, op);
      case ScaledTanhGradient op -> TrainingLaunches.scaledTanhGradient(call, op);
      case SgdStep op -> TrainingLaunches.sgdStep(call, op);
      case MomentumStep op -> TrainingLaunches.momentumStep(call, op);
      case SoftmaxCrossEntropy op -> TrainingLaunches.softmaxCrossEntropy(call);
      case SoftmaxCrossEntropyGradient op -> TrainingLaunches.softmaxCrossEntropyGradient(call);
      case FullyConnected(var activation) -> ProductLaunches.fullyConnected(call, activation);
      case ConvolutionBiasActivation(var geometry, var activation) ->
          ProductLaunches.biasActivation(call, geometry, activation);
      case StructuralOp op -> throw unclaimed(op);
      case Composite op -> throw unclaimed(op);
    };
  }

  /** A copy of a whole buffer. */
  public static Launch copy(Buffer from, Buffer to) {
    return MovementLaunches.copy(from, to);
  }

  private static IllegalStateException unclaimed(Op op) {
    return new IllegalStateException(op.name() + " has no kernel; it should not have got here");
  }
}
