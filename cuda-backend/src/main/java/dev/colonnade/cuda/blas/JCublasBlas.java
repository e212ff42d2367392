// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.cuda.library.JCudaAdapters;
import java.util.Optional;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;

/**
 * cuBLAS by JCublas2 12.6.0, for machines whose {@code libcublas.so.12} the foreign binding does
 * not find. Its native part needs {@code libcublas.so.12} and {@code libcublasLt.so.12} on the
 * loader's path and does not load beside CUDA 13. The jar {@code org.jcuda:jcublas} is an optional
 * dependency.
 *
 * <p>This class has never met hardware: it was compiled, and loaded or refused on machines without
 * a GPU.
 */
public final class JCublasBlas implements Blas {
  private static final String NEEDS =
      "JCublas2 12.6.0 needs the jar org.jcuda:jcublas, and libcublas.so.12 on the loader's path"
          + " (CUDA 12); use the foreign binding elsewhere";

  private static final class Loading {
    static final Optional<String> WHY_NOT = JCudaAdapters.whyNot(JCublas2::initialize, NEEDS);
  }

  private final cublasHandle handle = new cublasHandle();
  private final String version;
  private final float[] alpha = new float[1];
  private final float[] beta = new float[1];
  private long workspace;
  private long workspaceBytes;
  private long stream = -1;
  private boolean atomics;
  private boolean closed;

  /**
   * Makes a handle in the current context.
   *
   * @throws BackendException if the native part does not load, or there is no device
   */
  public JCublasBlas() {
    JCudaAdapters.require("JCublas2", whyNot());
    JCublas2.setExceptionsEnabled(false);
    check(JCublas2.cublasCreate(handle), "cublasCreate", "cuBLAS by JCublas2");
    int[] told = new int[1];
    check(JCublas2.cublasGetVersion(handle, told), "cublasGetVersion", "cuBLAS by JCublas2");
    version = "cuBLAS " + told[0] + " by JCublas2";
  }

  /** Why JCublas2 does not load in this process; empty if it does. */
  public static Optional<String> whyNot() {
    return Loading.WHY_NOT;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public void setWorkspace(long address, long bytes) {
    check(
        JCublas2.cublasSetWorkspace(handle, JCudaAdapters.pointer(address), bytes),
        "cublasSetWorkspace",
        version);
    workspace = address;
    workspaceBytes = bytes;
  }

  @Override
  public void gemm(MatMulProblem problem, long a, long b, long c, long onStream) {
    use(onStream);
    boolean allowed = !problem.deterministic();
    if (allowed != atomics) {
      check(
          JCublas2.cublasSetAtomicsMode(handle, allowed ? 1 : 0), "cublasSetAtomicsMode", version);
      atomics = allowed;
    }
    alpha[0] = problem.alpha();
    beta[0] = problem.beta();
    // Column-major, as in the foreign binding: the product of the transposes in the other order.
    check(
        JCublas2.cublasGemmStridedBatchedEx(
            handle,
            problem.transposeB() ? ForeignBlas.TRANSPOSED : ForeignBlas.AS_STORED,
            problem.transposeA() ? ForeignBlas.TRANSPOSED : ForeignBlas.AS_STORED,
            problem.n(),
            problem.m(),
            problem.k(),
            Pointer.to(alpha),
            JCudaAdapters.pointer(b),
            problem.operands().code(),
            problem.rowOfB(),
            problem.strideB(),
            JCudaAdapters.pointer(a),
            problem.operands().code(),
            problem.rowOfA(),
            problem.strideA(),
            Pointer.to(beta),
            JCudaAdapters.pointer(c),
            OperandType.FLOAT.code(),
            problem.n(),
            problem.strideC(),
            problem.batch(),
            ComputeType.of(problem).code(),
            ForeignBlas.DEFAULT_ALGORITHM),
        problem.toString(),
        version);
  }

  private void use(long onStream) {
    if (onStream != stream) {
      check(
          JCublas2.cublasSetStream(handle, JCudaAdapters.stream(onStream)),
          "cublasSetStream",
          version);
      stream = onStream;
      if (workspaceBytes > 0) {
        setWorkspace(workspace, workspaceBytes);
      }
    }
  }

  private static void check(int status, String operation, String version) {
    if (status != BlasStatus.SUCCESS) {
      throw BlasStatus.error(status, version, operation, JCublas2.cublasGetStatusName(status));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      JCublas2.cublasDestroy(handle);
    }
  }
}
