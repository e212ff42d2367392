// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.catalog;

import java.nio.file.Path;
import java.util.List;

/**
 * Where and in which form a data set was found.
 *
 * @param form the form it has there
 * @param path the folder or archive
 * @param missing the files that should be there and are not; empty where the set is whole
 */
record Location(Form form, Path path, List<String> missing) {
  Location {
    missing = List.copyOf(missing);
  }

  boolean whole() {
    return missing.isEmpty();
  }
}
