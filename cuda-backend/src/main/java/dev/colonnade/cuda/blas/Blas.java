// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

/**
 * Products whose algorithm the library chooses. One thread at a time, in the context that was
 * current when it was made.
 *
 * <p>Methods throw {@link dev.colonnade.core.backend.OutOfDeviceMemoryException} where memory is
 * short and another {@link dev.colonnade.core.backend.BackendException} otherwise.
 */
public interface Blas extends AutoCloseable {
  /** Name and version of the library. */
  String version();

  /**
   * Gives the library its scratch memory, so that it never allocates: allocation would break a
   * capture, and a fixed workspace is what makes results the same from run to run.
   *
   * @param address device memory, aligned to 256 bytes, kept until another is set
   * @param bytes its size; NVIDIA advises 32 MiB for compute capability 9.0 and 4 MiB before it
   */
  void setWorkspace(long address, long bytes);

  /**
   * Computes a product in the order of a stream. May be captured.
   *
   * @param a device address of A
   * @param b device address of B
   * @param c device address of C
   */
  void gemm(MatMulProblem problem, long a, long b, long c, long stream);

  @Override
  void close();
}
