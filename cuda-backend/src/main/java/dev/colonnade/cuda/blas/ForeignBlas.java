// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.cuda.library.ForeignFunctions;
import dev.colonnade.cuda.library.NativeLibrary;
import dev.colonnade.cuda.library.NativeText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;

/** cuBLAS by {@code java.lang.foreign}. */
public final class ForeignBlas implements Blas {
  /** CUBLAS_OP_N. */
  static final int AS_STORED = 0;

  /** CUBLAS_OP_T. */
  static final int TRANSPOSED = 1;

  /** CUBLAS_DEFAULT_MATH. */
  private static final int DEFAULT_MATH = 0;

  /** CUBLAS_GEMM_DEFAULT. */
  static final int DEFAULT_ALGORITHM = -1;

  private final BlasFunctions cublas;
  private final String version;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment alpha = arena.allocate(JAVA_FLOAT);
  private final MemorySegment beta = arena.allocate(JAVA_FLOAT);
  private final long handle;
  private long workspace;
  private long workspaceBytes;
  private long stream = -1;
  private boolean atomics;
  private boolean closed;

  /**
   * Makes a handle in the current context.
   *
   * @throws BackendException if there is no device, or the library lacks a function
   */
  public ForeignBlas(NativeLibrary library) {
    this(
        ForeignFunctions.bind(MethodHandles.lookup(), BlasFunctions.class, library),
        "cuBLAS " + library.version());
  }

  ForeignBlas(BlasFunctions cublas, String version) {
    this.cublas = cublas;
    this.version = version;
    MemorySegment created = arena.allocate(JAVA_LONG);
    try {
      check(cublas.cublasCreate(created), "cublasCreate");
    } catch (BackendException e) {
      arena.close();
      throw e;
    }
    handle = created.get(JAVA_LONG, 0);
    check(cublas.cublasSetMathMode(handle, DEFAULT_MATH), "cublasSetMathMode");
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public void setWorkspace(long address, long bytes) {
    check(cublas.cublasSetWorkspace(handle, address, bytes), "cublasSetWorkspace");
    workspace = address;
    workspaceBytes = bytes;
  }

  @Override
  public void gemm(MatMulProblem problem, long a, long b, long c, long onStream) {
    use(onStream);
    allowAtomics(!problem.deterministic());
    alpha.set(JAVA_FLOAT, 0, problem.alpha());
    beta.set(JAVA_FLOAT, 0, problem.beta());
    // cuBLAS is column-major: what lies row by row is the transpose there, and the transpose of a
    // product is the product of the transposes in the other order.
    check(
        cublas.cublasGemmStridedBatchedEx(
            handle,
            problem.transposeB() ? TRANSPOSED : AS_STORED,
            problem.transposeA() ? TRANSPOSED : AS_STORED,
            problem.n(),
            problem.m(),
            problem.k(),
            alpha,
            b,
            problem.operands().code(),
            problem.rowOfB(),
            problem.strideB(),
            a,
            problem.operands().code(),
            problem.rowOfA(),
            problem.strideA(),
            beta,
            c,
            OperandType.FLOAT.code(),
            problem.n(),
            problem.strideC(),
            problem.batch(),
            ComputeType.of(problem).code(),
            DEFAULT_ALGORITHM),
        problem.toString());
  }

  private void use(long onStream) {
    if (onStream != stream) {
      check(cublas.cublasSetStream(handle, onStream), "cublasSetStream");
      stream = onStream;
      // A new stream resets the workspace to one that the library allocates itself.
      if (workspaceBytes > 0) {
        check(cublas.cublasSetWorkspace(handle, workspace, workspaceBytes), "cublasSetWorkspace");
      }
    }
  }

  private void allowAtomics(boolean allowed) {
    if (allowed != atomics) {
      check(cublas.cublasSetAtomicsMode(handle, allowed ? 1 : 0), "cublasSetAtomicsMode");
      atomics = allowed;
    }
  }

  private void check(int status, String operation) {
    if (status != BlasStatus.SUCCESS) {
      String name = NativeText.at(cublas.cublasGetStatusName(status));
      throw BlasStatus.error(status, version, operation, name);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    // The status is not looked at: a broken context cannot be mended by failing to leave it.
    cublas.cublasDestroy(handle);
    arena.close();
  }
}
