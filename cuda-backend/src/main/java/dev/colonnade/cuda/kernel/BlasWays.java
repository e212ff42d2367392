// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cuda.blas.Blas;
import dev.colonnade.cuda.blas.BlasLt;
import dev.colonnade.cuda.blas.MatMulProblem;
import dev.colonnade.cuda.blas.OperandType;
import dev.colonnade.cuda.part.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Products by cuBLAS and cuBLASLt. Under BF16 operands go to them both as they are, to be rounded
 * by the library, and converted in a workspace.
 */
final class BlasWays {
  private static final String CUBLAS = "cublas";
  private static final String CUBLAS_LT = "cublasLt";

  /** Of what cuBLASLt proposes, its favourites. */
  private static final int MOST_CANDIDATES = 6;

  private final Libraries libraries;
  private final TrainingKernels training;
  private final ConversionKernels conversions;

  BlasWays(Libraries libraries, TrainingKernels training, ConversionKernels conversions) {
    this.libraries = libraries;
    this.training = training;
    this.conversions = conversions;
  }

  /** Adds the ways to compute a product, with a bias and an activation behind it if wanted. */
  void add(Ways ways, Call call, MatMul op, Optional<Activation> layer) {
    List<OperandFormat> formats =
        call.mathMode() == MathMode.BF16
            ? List.of(OperandFormat.FLOAT, OperandFormat.BFLOAT16)
            : List.of(OperandFormat.FLOAT);
    for (OperandFormat format : formats) {
      String plain = CUBLAS + format.suffix();
      libraries
          .blas()
          .ifPresentOrElse(
              blas -> ways.offer(own -> gemm(own, op, layer, blas, format)),
              () -> ways.refuse(plain, libraries.whyNot(Part.CUBLAS, "cuBLAS is missing")));
      String chosen = CUBLAS_LT + format.suffix();
      libraries
          .blasLt()
          .ifPresentOrElse(
              lt -> ways.ask(chosen, () -> add(ways, call, op, layer, lt, format, chosen + " ")),
              () -> ways.refuse(chosen, libraries.whyNot(Part.CUBLASLT, "cuBLASLt is missing")));
    }
  }

  private void add(
      Ways ways,
      Call call,
      MatMul op,
      Optional<Activation> layer,
      BlasLt lt,
      OperandFormat format,
      String prefix) {
    List<BlasLt.Candidate> candidates =
        call.plannedAlgorithm()
            .map(planned ->
                planned.startsWith(prefix)
                    ? BlasLt.Candidate.parse(planned.substring(prefix.length())).stream().toList()
                    : List.<BlasLt.Candidate>of())
            .orElseGet(() ->
                lt.candidates(
                    problem(call, op, format), epilogue(layer), Libraries.MOST_WORKSPACE));
    for (BlasLt.Candidate candidate :
        candidates.subList(0, Math.min(MOST_CANDIDATES, candidates.size()))) {
      ways.offer(own -> matmul(own, op, layer, lt, format, candidate, prefix));
    }
  }

  private Made gemm(
      Call call, MatMul op, Optional<Activation> layer, Blas blas, OperandFormat format) {
    MatMulProblem problem = problem(call, op, format);
    List<Instruction> instructions = new ArrayList<>();
    Buffer a = operand(call, 0, format, instructions);
    Buffer b = operand(call, 1, format, instructions);
    Buffer c = call.result(0);
    instructions.add((context, addresses, stream) ->
        blas.gemm(problem, addresses.of(a), addresses.of(b), addresses.of(c), stream));
    layer.ifPresent(activation ->
        instructions.add(training.biasActivation(call, c, call.resultType().shape(), activation)));
    return new Made(name(layer), CUBLAS + format.suffix(), List.of(), instructions);
  }

  private Made matmul(
      Call call,
      MatMul op,
      Optional<Activation> layer,
      BlasLt lt,
      OperandFormat format,
      BlasLt.Candidate candidate,
      String prefix) {
    MatMulProblem problem = problem(call, op, format);
    BlasLt.Epilogue epilogue = epilogue(layer);
    List<Instruction> instructions = new ArrayList<>();
    Buffer a = operand(call, 0, format, instructions);
    Buffer b = operand(call, 1, format, instructions);
    Buffer c = call.result(0);
    Optional<Buffer> bias = layer.map(activation -> call.operand(2));
    long bytes = candidate.workspaceBytes();
    Optional<Buffer> workspace =
        bytes > 0 ? Optional.of(call.workspace(DType.U8, bytes)) : Optional.empty();
    instructions.add((context, addresses, stream) ->
        lt.matmul(
            problem,
            epilogue,
            candidate,
            new BlasLt.Addresses(
                addresses.of(a),
                addresses.of(b),
                addresses.of(c),
                bias.map(addresses::of).orElse(0L),
                workspace.map(addresses::of).orElse(0L),
                bytes),
            stream));
    if (layer.isPresent() && !isFused(layer.get())) {
      instructions.add(training.activation(call, c, call.resultType().shape(), layer.get()));
    }
    return new Made(name(layer), prefix + candidate.text(), List.of(), instructions);
  }

  /** The bias always; of the activations, cuBLASLt has the rectifier. */
  private static BlasLt.Epilogue epilogue(Optional<Activation> layer) {
    if (layer.isEmpty()) {
      return BlasLt.Epilogue.NONE;
    }
    return layer.get() instanceof Activation.Relu
        ? BlasLt.Epilogue.RELU_BIAS
        : BlasLt.Epilogue.BIAS;
  }

  private static boolean isFused(Activation activation) {
    return activation instanceof Activation.Relu || activation instanceof Activation.Identity;
  }

  private static String name(Optional<Activation> layer) {
    return layer.isPresent() ? "fully_connected" : "matmul";
  }

  private Buffer operand(
      Call call, int index, OperandFormat format, List<Instruction> instructions) {
    Buffer given = call.operand(index);
    if (format == OperandFormat.FLOAT) {
      return given;
    }
    long count = call.type(index).elementCount();
    Buffer converted = ConversionKernels.workspace(call, format, count);
    instructions.add(conversions.convert(call, given, converted, count, format));
    return converted;
  }

  private static MatMulProblem problem(Call call, MatMul op, OperandFormat format) {
    Shape y = call.resultType().shape();
    long rows = y.dimension(-2);
    long columns = y.dimension(-1);
    long depth = call.shape(0).dimension(op.transposeA() ? -2 : -1);
    long batch = y.elementCount() / (rows * columns);
    return new MatMulProblem(
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
        call.deterministic(),
        format == OperandFormat.BFLOAT16 ? OperandType.BFLOAT16 : OperandType.FLOAT);
  }
}
