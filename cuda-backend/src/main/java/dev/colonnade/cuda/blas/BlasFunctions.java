// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

import dev.colonnade.cuda.library.ForeignFunctions;
import dev.colonnade.cuda.library.Symbol;
import java.lang.foreign.MemorySegment;

/** The functions of {@code cublas_v2.h} that are used, for {@link ForeignFunctions}. */
interface BlasFunctions {
  @Symbol("cublasCreate_v2")
  int cublasCreate(MemorySegment handle);

  @Symbol("cublasDestroy_v2")
  int cublasDestroy(long handle);

  @Symbol("cublasSetStream_v2")
  int cublasSetStream(long handle, long stream);

  @Symbol("cublasSetWorkspace_v2")
  int cublasSetWorkspace(long handle, long workspace, long bytes);

  int cublasSetMathMode(long handle, int mode);

  int cublasSetAtomicsMode(long handle, int mode);

  int cublasGemmStridedBatchedEx(
      long handle,
      int transposeA,
      int transposeB,
      int m,
      int n,
      int k,
      MemorySegment alpha,
      long a,
      int typeA,
      int leadingA,
      long strideA,
      long b,
      int typeB,
      int leadingB,
      long strideB,
      MemorySegment beta,
      long c,
      int typeC,
      int leadingC,
      long strideC,
      int batch,
      int computeType,
      int algorithm);

  long cublasGetStatusName(int status);
}
