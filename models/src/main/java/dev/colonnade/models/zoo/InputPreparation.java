// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

import dev.colonnade.models.data.Geometry;
import java.util.List;

/**
 * From stored pixels to what the net reads.
 *
 * @param geometry how images get the net's size
 * @param low what the darkest pixel value becomes
 * @param high what the brightest pixel value becomes, above {@code low}
 * @param preprocessing further steps of the paper, in words; this zoo does not carry them out
 */
public record InputPreparation(
    Geometry geometry, double low, double high, List<String> preprocessing) {

  /**
   * Checks the interval and copies the list.
   *
   * @throws IllegalArgumentException if {@code low} is not below {@code high}
   */
  public InputPreparation {
    Checks.that(low < high, "low must be below high, but was %s to %s".formatted(low, high));
    preprocessing = preprocessing == null ? List.of() : List.copyOf(preprocessing);
  }
}
