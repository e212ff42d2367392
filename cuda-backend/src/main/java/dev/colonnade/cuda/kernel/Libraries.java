// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.cuda.blas.Blas;
import dev.colonnade.cuda.blas.BlasLt;
import dev.colonnade.cuda.dnn.Dnn;
import dev.colonnade.cuda.dnn.DnnGraph;
import dev.colonnade.cuda.part.Part;
import java.util.Map;
import java.util.Optional;

/**
 * NVIDIA's libraries of a session, each if it is there.
 *
 * @param blas for matrix products, whose algorithm the library chooses
 * @param blasLt for matrix products, whose algorithm is chosen here
 * @param dnn for convolutions, by a function each
 * @param dnnGraph for convolutions, by operation graphs
 * @param refusals why one that is on the machine is not used
 */
public record Libraries(
    Optional<Blas> blas,
    Optional<BlasLt> blasLt,
    Optional<Dnn> dnn,
    Optional<DnnGraph> dnnGraph,
    Map<Part, String> refusals)
    implements AutoCloseable {
  /** Copies the map. */
  public Libraries {
    refusals = Map.copyOf(refusals);
  }

  /** Those that are there, and no reason why another is not. */
  public Libraries(
      Optional<Blas> blas,
      Optional<BlasLt> blasLt,
      Optional<Dnn> dnn,
      Optional<DnnGraph> dnnGraph) {
    this(blas, blasLt, dnn, dnnGraph, Map.of());
  }

  /** Why a library cannot be offered. */
  String whyNot(Part part, String missing) {
    return refusals.getOrDefault(part, missing);
  }

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
