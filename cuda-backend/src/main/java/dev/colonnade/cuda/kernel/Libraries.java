// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.cuda.blas.Blas;
import dev.colonnade.cuda.blas.BlasLt;
import dev.colonnade.cuda.dnn.Dnn;
import dev.colonnade.cuda.dnn.DnnGraph;
import java.util.Optional;

/**
 * NVIDIA's libraries of a session, each if it is there.
 *
 * @param blas for matrix products, whose algorithm the library chooses
 * @param blasLt for matrix products, whose algorithm is chosen here
 * @param dnn for convolutions, by a function each
 * @param dnnGraph for convolutions, by operation graphs
 */
public record Libraries(
    Optional<Blas> blas, Optional<BlasLt> blasLt, Optional<Dnn> dnn, Optional<DnnGraph> dnnGraph)
    implements AutoCloseable {
  /** None: our own kernels run everything. */
  public static final Libraries NONE =
      new Libraries(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Most scratch memory that a product or a convolution may take, in bytes. */
  static final long MOST_WORKSPACE = 256L << 20;

  @Override
  public void close() {
    blas.ifPresent(Blas::close);
    blasLt.ifPresent(BlasLt::close);
    dnn.ifPresent(Dnn::close);
    dnnGraph.ifPresent(DnnGraph::close);
  }
}
