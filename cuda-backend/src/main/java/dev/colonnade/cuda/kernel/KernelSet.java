// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

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
import dev.colonnade.core.op.composite.ElasticDistortion;
import dev.colonnade.core.op.composite.FullyConnected;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.ScaledTanh;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropy;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropyGradient;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cuda.driver.LaunchShape;
import dev.colonnade.cuda.fusion.DirectBiasGradient;
import dev.colonnade.cuda.fusion.DirectFilterGradient;
import dev.colonnade.cuda.fusion.DirectInputGradient;
import dev.colonnade.cuda.fusion.DirectLayer;
import dev.colonnade.cuda.fusion.FusedElementwise;
import dev.colonnade.cuda.fusion.SteppedTensors;
import java.util.List;
import java.util.Optional;

/** All operations that the backend runs, and what runs each. */
public final class KernelSet {
  private final ElementwiseKernels elementwise;
  private final MovementKernels movement;
  private final ReductionKernels reductions;
  private final ProductKernels products;
  private final ConvolutionKernels convolutions;
  private final DirectKernels direct;
  private final PoolingKernels pooling;
  private final SamplingKernels sampling;
  private final TrainingKernels training;
  private final BlasWays blas;
  private final DnnWays dnn;
  private final FusedKernels fused;

  /**
   * With our own kernels, and those of the libraries that are there.
   *
   * @param library our kernels, loaded
   * @param functions names of what fused element-wise operations call, by their numbers
   * @param libraries NVIDIA's
   */
  public KernelSet(KernelLibrary library, List<String> functions, Libraries libraries) {
    fused = new FusedKernels(library, functions);
    elementwise = new ElementwiseKernels(library);
    movement = new MovementKernels(library);
    reductions = new ReductionKernels(library);
    products = new ProductKernels(library);
    convolutions = new ConvolutionKernels(library, products);
    direct = new DirectKernels(library);
    pooling = new PoolingKernels(library);
    sampling = new SamplingKernels(library);
    training = new TrainingKernels(library);
    ConversionKernels conversions = new ConversionKernels(library);
    blas = new BlasWays(libraries, training, conversions);
    dnn = new DnnWays(libraries, training, conversions);
  }

  /** Whether there is a kernel for an operation on operands of these types. */
  public static Support support(Op op, List<TensorType> operands) {
    int rank = operands.stream().mapToInt(type -> type.shape().rank()).max().orElse(0);
    rank = Math.max(rank, op instanceof ShapeOp.Iota(var shape, int axis) ? shape.rank() : 0);
    if (rank > Parameters.MAX_RANK) {
      return Support.unsupported(
          "tensors of rank "
              + rank
              + " have more axes than the "
              + Parameters.MAX_RANK
              + " that CUDA kernels are given");
    }
    return switch (op) {
      case MatMul product -> matMulSupport(operands);
      case ConvolutionOp convolution
          when convolution.geometry().groups() > LaunchShape.MOST_BLOCKS_YZ ->
          Support.unsupported("more than 65535 groups do not fit a launch");
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
      case ElasticDistortion distortion
          when operands.isEmpty() || SamplingKernels.takes(operands.get(0).shape()) ->
          Support.NATIVE;
      case DirectLayer layer -> Support.NATIVE;
      case DirectInputGradient gradient -> Support.NATIVE;
      case DirectFilterGradient gradient -> Support.NATIVE;
      case DirectBiasGradient gradient -> Support.NATIVE;
      case FusedElementwise fused -> Support.NATIVE;
      case SteppedTensors steps -> Support.NATIVE;
      case Composite composite -> Support.DECOMPOSED;
    };
  }

  private static Support matMulSupport(List<TensorType> operands) {
    if (operands.isEmpty() || operands.get(0).shape().rank() < 2) {
      return Support.NATIVE;
    }
    var shape = operands.get(0).shape();
    long batch = shape.elementCount() / ((long) shape.dimension(-1) * shape.dimension(-2));
    return batch <= LaunchShape.MOST_BLOCKS_YZ
        ? Support.NATIVE
        : Support.unsupported("more than 65535 matrix products side by side do not fit a launch");
  }

  /**
   * Ways to run a node that {@link #support} called native, our own first.
   *
   * @param byLibraries whether ways that call a library are wanted too
   */
  public Ways ways(Call call, boolean byLibraries) {
    Ways ways = new Ways(call.plannedAlgorithm().isPresent());
    ways.offer(this::make);
    if (!byLibraries) {
      return ways;
    }
    switch (call.node().op()) {
      case MatMul op -> blas.add(ways, call, op, Optional.empty());
      case FullyConnected(var activation) ->
          blas.add(ways, call, new MatMul(false, true), Optional.of(activation));
      case ConvolutionOp op -> dnn.add(ways, call, op, Optional.empty());
      case ConvolutionBiasActivation(var geometry, var activation) ->
          dnn.add(ways, call, new ConvolutionOp.Convolution(geometry), Optional.of(activation));
      case FusedElementwise op -> {
        fused.add(ways, call, op);
        return ways;
      }
      default -> {}
    }
    ways.leaveOutOwn();
    return ways;
  }

  private Made make(Call call) {
    return switch (call.node().op()) {
      case UnaryOp op -> elementwise.unary(call, op);
      case BinaryOp op -> elementwise.binary(call, op);
      case Compare op -> elementwise.compare(call, op);
      case Select op -> elementwise.select(call);
      case Convert op -> elementwise.convert(call, op);
      case ShapeOp op -> movement.move(call, op);
      case Reduction op -> reductions.reduce(call, op);
      case MatMul op -> products.matMul(call, op);
      case ConvolutionOp op -> convolutions.convolution(call, op);
      case PoolOp op -> pooling.pool(call, op);
      case Random op -> sampling.random(call, op);
      case GridSample op -> sampling.gridSample(call, op);
      case ElasticDistortion op -> sampling.elastic(call, op);
      case BiasAdd op -> training.biasAdd(call);
      case ScaledTanh op -> training.scaledTanh(call, op);
      case ScaledTanhGradient op -> training.scaledTanhGradient(call, op);
      case SgdStep op -> training.sgdStep(call, op);
      case MomentumStep op -> training.momentumStep(call, op);
      case SoftmaxCrossEntropy op -> training.softmaxCrossEntropy(call);
      case SoftmaxCrossEntropyGradient op -> training.softmaxCrossEntropyGradient(call);
      case FullyConnected(var activation) -> products.fullyConnected(call, activation);
      case ConvolutionBiasActivation(var geometry, var activation) ->
          convolutions.biasActivation(call, geometry, activation);
      case DirectLayer op -> direct.layer(call, op);
      case DirectInputGradient op -> direct.inputGradient(call, op);
      case DirectFilterGradient op -> direct.filterGradient(call, op);
      case DirectBiasGradient op -> direct.biasGradient(call, op);
      case FusedElementwise op -> fused.interpreted(call, op);
      case SteppedTensors op -> training.steps(call, op);
      case StructuralOp op -> throw unclaimed(op);
      case Composite op -> throw unclaimed(op);
    };
  }

  /** A copy of a whole buffer. */
  public Launch copy(int multiprocessors, Buffer from, Buffer to) {
    return movement.copyDense(multiprocessors, from, to);
  }

  private static IllegalStateException unclaimed(Op op) {
    return new IllegalStateException(op.name() + " has no kernel; it should not have got here");
  }
}
