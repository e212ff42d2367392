// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.driver;

/**
 * The largest thread-block cluster that a kernel can be launched as.
 *
 * @param blocks of it, 0 where there are no clusters
 * @param whyNotMore why there are not more blocks, or none at all
 */
public record MostCluster(int blocks, String whyNotMore) {
  /** No clusters. */
  static MostCluster none(String reason) {
    return new MostCluster(0, reason);
  }
}
