// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.cuda.blas.Blas;
import dev.colonnade.cuda.dnn.Dnn;
import java.util.Optional;

/**
 * NVIDIA's libraries of a session, each if it is there.
 *
 * @param blas for matrix products
 * @param dnn for convolutions
 */
public record Libraries(Optional<Blas> blas, Optional<Dnn> dnn) implements AutoCloseable {
  /** None: our own kernels run everything. */
  public static final Libraries NONE = new Libraries(Optional.empty(), Optional.empty());

  /** Most scratch memory that a convolution may take, in bytes. */
  static final long MOST_WORKSPACE = 256L << 20;

  @Override
  public void close() {
    blas.ifPresent(Blas::close);
    dnn.ifPresent(Dnn::close);
  }
}
