// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cuda.blas.Blas;
import dev.colonnade.cuda.blas.MatMulProblem;
import dev.colonnade.cuda.dnn.Algorithm;
import dev.colonnade.cuda.dnn.AlgorithmFilter;
import dev.colonnade.cuda.dnn.ConvolutionProblem;
import dev.colonnade.cuda.dnn.Direction;
import dev.colonnade.cuda.dnn.Dnn;
import dev.colonnade.cuda.dnn.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Products and convolutions by NVIDIA's libraries. Each way is offered beside our own kernels; what
 * is faster on the device at hand is measured when a program is compiled.
 */
final class LibraryKernels {
  /** What algorithms of cuDNN's begin with in plans. */
  private static final String PREFIX = "cudnn ";

  private final Libraries libraries;
  private final TrainingKernels training;

  LibraryKernels(Libraries libraries, TrainingKernels training) {
    this.libraries = libraries;
    this.training = training;
  }

  /** Ways to compute a product, with a bias and an activation behind it where there is one. */
  List<Function<Call, Made>> product(Call call, MatMul op, Optional<Activation> layer) {
    return libraries
        .blas()
        .<List<Function<Call, Made>>>map(blas -> List.of(own -> product(own, op, layer, blas)))
        .orElse(List.of());
  }

  private Made product(Call call, MatMul op, Optional<Activation> layer, Blas blas) {
    Shape y = call.resultType().shape();
    long rows = y.dimension(-2);
    long columns = y.dimension(-1);
    long depth = call.shape(0).dimension(op.transposeA() ? -2 : -1);
    long batch = y.elementCount() / (rows * columns);
    MatMulProblem problem =
        new MatMulProblem(
            Math.toIntExact(rows),
            Math.toIntExact(columns),
            Math.toIntExact(depth),
            op.transposeA(),
            op.transposeB(),
            1f,
            0f,
            Math.toIntExact(batch),
            rows * depth,
            depth * columns,
            rows * columns,
            call.mathMode(),
            call.deterministic());
    Buffer a = call.operand(0);
    Buffer b = call.operand(1);
    Buffer c = call.result(0);
    List<Instruction> instructions = new ArrayList<>();
    instructions.add((context, addresses, stream) ->
        blas.gemm(problem, addresses.of(a), addresses.of(b), addresses.of(c), stream));
    layer.ifPresent(
        activation -> instructions.add(training.biasActivation(call, c, y, activation)));
    String name = layer.isPresent() ? "fully_connected" : "matmul";
    return new Made(name, "cublas", List.of(), instructions);
  }

  /** Ways to compute a convolution or one of its gradients; cuDNN is asked for them once. */
  List<Function<Call, Made>> convolution(Call call, ConvolutionOp op, Optional<Activation> layer) {
    if (libraries.dnn().isEmpty()
        || call.mathMode() == MathMode.BF16
        || !ConvolutionProblem.isSymmetric(op.geometry())) {
      return List.of();
    }
    Dnn dnn = libraries.dnn().get();
    Plan plan = plan(call, op);
    AlgorithmFilter filter =
        new AlgorithmFilter(call.mathMode(), call.deterministic(), Libraries.MOST_WORKSPACE);
    List<Function<Call, Made>> ways = new ArrayList<>();
    List<Algorithm> algorithms =
        call.plannedAlgorithm()
            .map(planned -> planned(dnn, plan, planned))
            .orElseGet(() -> call.trials().find(dnn, plan.problem, plan.direction));
    for (Algorithm algorithm : filter.allowed(algorithms)) {
      ways.add(own -> convolution(own, plan(own, op), layer, dnn, algorithm));
    }
    return ways;
  }

  /** The one algorithm that a plan asks for, if it is one of cuDNN's: a plan is not measured. */
  private static List<Algorithm> planned(Dnn dnn, Plan plan, String planned) {
    return planned.startsWith(PREFIX)
        ? Algorithm.parse(plan.direction, planned.substring(PREFIX.length()))
            .map(algorithm -> algorithm.withWorkspace(dnn.workspaceBytes(plan.problem, algorithm)))
            .stream()
            .toList()
        : List.of();
  }

  private Made convolution(
      Call call, Plan plan, Optional<Activation> layer, Dnn dnn, Algorithm algorithm) {
    Optional<Buffer> workspace =
        algorithm.workspaceBytes() > 0
            ? Optional.of(call.workspace(DType.U8, algorithm.workspaceBytes()))
            : Optional.empty();
    List<Instruction> instructions = new ArrayList<>();
    instructions.add((context, addresses, stream) ->
        dnn.run(
            plan.problem,
            algorithm,
            new Dnn.Addresses(
                addresses.of(plan.x),
                addresses.of(plan.w),
                addresses.of(plan.y),
                workspace.map(addresses::of).orElse(0L),
                algorithm.workspaceBytes()),
            1f,
            0f,
            stream));
    layer.ifPresent(activation ->
        instructions.add(
            training.biasActivation(call, call.result(0), call.resultType().shape(), activation)));
    String name =
        layer.isPresent()
            ? "convolution_bias_activation"
            : switch (plan.direction) {
              case FORWARD -> "convolution";
              case BACKWARD_DATA -> "convolution_input_gradient";
              case BACKWARD_FILTER -> "convolution_filter_gradient";
            };
    return new Made(name, PREFIX + algorithm.text(), List.of(), instructions);
  }

  /** A convolution as cuDNN has it: the problem, and which buffer is which. */
  private record Plan(
      ConvolutionProblem problem, Direction direction, Buffer x, Buffer w, Buffer y) {}

  private static Plan plan(Call call, ConvolutionOp op) {
    return switch (op) {
      case ConvolutionOp.Convolution(ConvolutionGeometry geometry) ->
          new Plan(
              problem(call, call.shape(0), call.shape(1), geometry),
              Direction.FORWARD,
              call.operand(0),
              call.operand(1),
              call.result(0));
      case ConvolutionOp.ConvolutionInputGradient(ConvolutionGeometry geometry, Shape input) ->
          new Plan(
              problem(call, input, call.shape(1), geometry),
              Direction.BACKWARD_DATA,
              call.result(0),
              call.operand(1),
              call.operand(0));
      case ConvolutionOp.ConvolutionFilterGradient(ConvolutionGeometry geometry, Shape filter) ->
          new Plan(
              problem(call, call.shape(0), filter, geometry),
              Direction.BACKWARD_FILTER,
              call.operand(0),
              call.result(0),
              call.operand(1));
    };
  }

  private static ConvolutionProblem problem(
      Call call, Shape x, Shape filter, ConvolutionGeometry geometry) {
    return ConvolutionProblem.of(
        x.dimension(0),
        x.dimension(1),
        x.dimension(2),
        x.dimension(3),
        filter.dimension(0),
        filter.dimension(2),
        filter.dimension(3),
        geometry,
        Layout.NCHW,
        call.mathMode());
  }
}
