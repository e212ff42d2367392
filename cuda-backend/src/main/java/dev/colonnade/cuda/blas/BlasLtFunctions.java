// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

import dev.colonnade.cuda.library.ForeignFunctions;
import java.lang.foreign.MemorySegment;

/** The functions of {@code cublasLt.h} that are used, for {@link ForeignFunctions}. */
interface BlasLtFunctions {
  int cublasLtCreate(MemorySegment handle);

  int cublasLtDestroy(long handle);

  long cublasLtGetStatusName(int status);

  int cublasLtMatmulDescCreate(MemorySegment descriptor, int computeType, int scaleType);

  int cublasLtMatmulDescDestroy(long descriptor);

  int cublasLtMatmulDescSetAttribute(
      long descriptor, int attribute, MemorySegment value, long bytes);

  int cublasLtMatrixLayoutCreate(
      MemorySegment layout, int type, long rows, long columns, long leadingDimension);

  int cublasLtMatrixLayoutDestroy(long layout);

  int cublasLtMatrixLayoutSetAttribute(long layout, int attribute, MemorySegment value, long bytes);

  int cublasLtMatmulPreferenceCreate(MemorySegment preference);

  int cublasLtMatmulPreferenceDestroy(long preference);

  int cublasLtMatmulPreferenceSetAttribute(
      long preference, int attribute, MemorySegment value, long bytes);

  int cublasLtMatmulAlgoGetHeuristic(
      long handle,
      long operation,
      long layoutA,
      long layoutB,
      long layoutC,
      long layoutD,
      long preference,
      int requested,
      MemorySegment results,
      MemorySegment returned);

  int cublasLtMatmulAlgoConfigGetAttribute(
      MemorySegment algorithm,
      int attribute,
      MemorySegment value,
      long bytes,
      MemorySegment written);

  int cublasLtMatmulAlgoCapGetAttribute(
      MemorySegment algorithm,
      int attribute,
      MemorySegment value,
      long bytes,
      MemorySegment written);

  int cublasLtMatmul(
      long handle,
      long operation,
      MemorySegment alpha,
      long a,
      long layoutA,
      long b,
      long layoutB,
      MemorySegment beta,
      long c,
      long layoutC,
      long d,
      long layoutD,
      MemorySegment algorithm,
      long workspace,
      long workspaceBytes,
      long stream);
}
