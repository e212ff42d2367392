// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.published;

import java.util.Map;
import java.util.Optional;

/**
 * The images of an epoch of the papers: those trained on, which are validated on undistorted, and
 * those tested on. By the data sets' own descriptions; GTSRB's [seen-2nd].
 *
 * @param train training images
 * @param test test images
 */
public record EpochImages(int train, int test) {
  private static final Map<String, EpochImages> BY_DATA_SET =
      Map.of(
          "mnist", new EpochImages(60_000, 10_000),
          "cifar10", new EpochImages(50_000, 10_000),
          "norb", new EpochImages(24_300, 24_300),
          "gtsrb", new EpochImages(39_209, 12_630));

  /** Those of a data set, by its name in the zoo's recipes, where they are known. */
  public static Optional<EpochImages> of(String dataSet) {
    return Optional.ofNullable(BY_DATA_SET.get(dataSet));
  }
}
