// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.catalog;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue knows about one data set, without having read it.
 *
 * @param name the name it is asked for by
 * @param description a line about it
 * @param state whether it can be loaded
 * @param form the form it has on disk; null where nothing was found
 * @param location the folder or archive; null where nothing was found and for a generated set
 * @param missing the files that should be in {@code location} and are not
 * @param note what one should know about this copy, such as that it is lossy; empty where nothing
 * @param searched the folders that were looked into, in order
 * @param command what to type to get what is missing; empty where nothing is missing
 */
public record DataStatus(
    String name,
    String description,
    State state,
    @Nullable Form form,
    @Nullable Path location,
    List<String> missing,
    String note,
    List<SearchPath.Place> searched,
    String command) {
  /** Whether a data set can be loaded. */
  public enum State {
    /** All files are there. */
    AVAILABLE,
    /** Some files are there. */
    INCOMPLETE,
    /** No file is there. */
    MISSING,
    /** Needs no files. */
    GENERATED
  }

  /** Copies the lists. */
  public DataStatus {
    missing = List.copyOf(missing);
    searched = List.copyOf(searched);
  }
}
