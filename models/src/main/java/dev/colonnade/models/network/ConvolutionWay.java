// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.network;

/** How a net's convolutions stand in its graph; what they compute is the same. */
public enum ConvolutionWay {
  /** As convolutions, which a backend computes by whatever kernels it has. */
  DIRECT,
  /**
   * As matrix products: the image is unrolled in memory, one row for each tap of a filter and one
   * column for each of its places (im2col), and multiplied by the filters. The gradients follow:
   * the transposed products, and sums over the places that a pixel was copied to. So Chellapilla,
   * Puri and Simard computed convolutions in 2006 (IWFHR).
   */
  UNROLLED
}
