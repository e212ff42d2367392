// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import java.util.List;

/**
 * Convolutions of binary32 tensors, one function each. One thread at a time, in the context that
 * was current when it was made.
 *
 * <p>{@link dev.colonnade.core.backend.MathMode#BF16} is refused: these functions would need
 * bfloat16 tensors throughout, gradients of the weights among them; {@link DnnGraph} has bfloat16
 * operands with binary32 results.
 *
 * <p>Methods throw {@link dev.colonnade.core.backend.OutOfDeviceMemoryException} where memory is
 * short and another {@link dev.colonnade.core.backend.BackendException} otherwise.
 */
public interface Dnn extends AutoCloseable {
  /** Name and version of the library. */
  String version();

  /**
   * Runs every algorithm that the library has for a convolution and measures it. Overwrites the
   * tensor that the direction computes. Not to be captured.
   *
   * @return those that ran, the fastest first, allowed or not: see {@link AlgorithmFilter}
   */
  List<Algorithm> find(
      ConvolutionProblem problem, Direction direction, Addresses addresses, long stream);

  /** Scratch memory that an algorithm needs. */
  long workspaceBytes(ConvolutionProblem problem, Algorithm algorithm);

  /**
   * Computes {@code result = alpha convolution + beta result} in the order of a stream. May be
   * captured.
   *
   * @param algorithm from {@link #find} for the same problem, also if it went through a plan on
   *     disk
   */
  void run(
      ConvolutionProblem problem,
      Algorithm algorithm,
      Addresses addresses,
      float alpha,
      float beta,
      long stream);

  /**
   * Device addresses of a convolution. What is computed is {@code y} forward, {@code x} (its
   * gradient) backward to the data and {@code w} (its gradient) backward to the filter.
   *
   * @param x input or its gradient
   * @param w filter or its gradient
   * @param y output or its gradient
   * @param workspace scratch memory, aligned to 256 bytes; 0 if none
   * @param workspaceBytes its size
   */
  record Addresses(long x, long w, long y, long workspace, long workspaceBytes) {}

  @Override
  void close();
}
