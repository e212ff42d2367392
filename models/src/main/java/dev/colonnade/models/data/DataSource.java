// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data;

import java.util.Set;

/**
 * A data set that has been found but not yet read. Loading reads, checks and decodes; it may take
 * seconds and throws {@link DataException} when what lies there is not what it should be.
 */
public interface DataSource {
  /** The data set's name, such as {@code mnist}. */
  String name();

  /** Where it comes from: a path, or for generated data what generates it. */
  String origin();

  /** The splits that can be loaded, never empty. */
  Set<Split> splits();

  /**
   * Reads one split.
   *
   * @throws DataException if the split does not exist or its files are not as they should be
   */
  DataSet load(Split split);
}
