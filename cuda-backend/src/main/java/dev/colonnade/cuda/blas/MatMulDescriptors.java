// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.ObjIntConsumer;

/** The native objects that describe one product, made once and used for every call. */
final class MatMulDescriptors implements AutoCloseable {
  /** CUBLASLT_MATMUL_DESC_TRANSA. */
  static final int TRANSPOSE_A = 3;

  /** CUBLASLT_MATMUL_DESC_TRANSB. */
  static final int TRANSPOSE_B = 4;

  /** CUBLASLT_MATMUL_DESC_EPILOGUE. */
  static final int EPILOGUE = 7;

  /** CUBLASLT_MATMUL_DESC_BIAS_POINTER. */
  static final int BIAS_POINTER = 8;

  /** CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT. */
  static final int BATCH_COUNT = 5;

  /** CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET. */
  static final int BATCH_OFFSET = 6;

  /**
   * Stands for a bias while candidates are listed: the library does not read it there, but takes
   * its alignment for that of the one to come.
   */
  private static final long ALIGNED = 256;

  private final BlasLtFunctions lt;
  private final ObjIntConsumer<String> check;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment scratch = arena.allocate(JAVA_LONG);
  private final boolean hasBias;
  private long bias = -1;

  final MemorySegment alpha = arena.allocate(JAVA_FLOAT);
  final MemorySegment beta = arena.allocate(JAVA_FLOAT);
  final long operation;
  final long first;
  final long second;
  final long result;

  /**
   * Describes a product to a column-major library, as the product of the transposes.
   *
   * @param check throws for a status that is not success, given what was tried
   */
  MatMulDescriptors(
      BlasLtFunctions lt,
      MatMulProblem problem,
      BlasLt.Epilogue epilogue,
      ObjIntConsumer<String> check) {
    this.lt = lt;
    this.check = check;
    alpha.set(JAVA_FLOAT, 0, problem.alpha());
    beta.set(JAVA_FLOAT, 0, problem.beta());
    check(
        lt.cublasLtMatmulDescCreate(
            scratch, ComputeType.of(problem).code(), OperandType.FLOAT.code()),
        "cublasLtMatmulDescCreate");
    operation = scratch.get(JAVA_LONG, 0);
    describe(TRANSPOSE_A, problem.transposeB() ? ForeignBlas.TRANSPOSED : ForeignBlas.AS_STORED);
    describe(TRANSPOSE_B, problem.transposeA() ? ForeignBlas.TRANSPOSED : ForeignBlas.AS_STORED);
    describe(EPILOGUE, epilogue.code());
    hasBias = epilogue.hasBias();
    setBias(ALIGNED);
    first =
        layout(
            problem.operands(),
            problem.transposeB() ? problem.k() : problem.n(),
            problem.transposeB() ? problem.n() : problem.k(),
            problem.batch(),
            problem.strideB());
    second =
        layout(
            problem.operands(),
            problem.transposeA() ? problem.m() : problem.k(),
            problem.transposeA() ? problem.k() : problem.m(),
            problem.batch(),
            problem.strideA());
    result =
        layout(OperandType.FLOAT, problem.n(), problem.m(), problem.batch(), problem.strideC());
  }

  /** Sets the vector that the epilogue adds. */
  void setBias(long address) {
    if (hasBias && address != bias) {
      scratch.set(JAVA_LONG, 0, address);
      check(
          lt.cublasLtMatmulDescSetAttribute(operation, BIAS_POINTER, scratch, Long.BYTES),
          "CUBLASLT_MATMUL_DESC_BIAS_POINTER");
      bias = address;
    }
  }

  private void describe(int attribute, int value) {
    scratch.set(JAVA_INT, 0, value);
    check(
        lt.cublasLtMatmulDescSetAttribute(operation, attribute, scratch, Integer.BYTES),
        "cublasLtMatmulDescSetAttribute " + attribute);
  }

  private long layout(OperandType type, long rows, long columns, int batch, long stride) {
    check(
        lt.cublasLtMatrixLayoutCreate(scratch, type.code(), rows, columns, rows),
        "cublasLtMatrixLayoutCreate");
    long layout = scratch.get(JAVA_LONG, 0);
    if (batch > 1) {
      scratch.set(JAVA_INT, 0, batch);
      check(
          lt.cublasLtMatrixLayoutSetAttribute(layout, BATCH_COUNT, scratch, Integer.BYTES),
          "CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT");
      scratch.set(JAVA_LONG, 0, stride);
      check(
          lt.cublasLtMatrixLayoutSetAttribute(layout, BATCH_OFFSET, scratch, Long.BYTES),
          "CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET");
    }
    return layout;
  }

  private void check(int status, String operationName) {
    check.accept(operationName, status);
  }

  @Override
  public void close() {
    lt.cublasLtMatrixLayoutDestroy(first);
    lt.cublasLtMatrixLayoutDestroy(second);
    lt.cublasLtMatrixLayoutDestroy(result);
    lt.cublasLtMatmulDescDestroy(operation);
    arena.close();
  }
}
