// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How well a published figure or a detail of a recipe is known to this project. */
public enum Mark {
  /** Read in the paper's own text, on its authors' pages, or in the benchmark's own repository. */
  @JsonProperty("seen")
  SEEN("seen"),
  /** Read in somebody else's text or code that reports the paper. */
  @JsonProperty("seen-2nd")
  SEEN_SECOND_HAND("seen-2nd"),
  /** Known and believed sure, but not read again for this project. */
  @JsonProperty("memory")
  MEMORY("memory"),
  /** Known, but shaky. */
  @JsonProperty("memory?")
  MEMORY_UNSURE("memory?"),
  /** Computed by us from other figures. */
  @JsonProperty("derived")
  DERIVED("derived"),
  /** Chosen by us because the sources do not say. */
  @JsonProperty("assumed")
  ASSUMED("assumed");

  private final String text;

  Mark(String text) {
    this.text = text;
  }

  /** Whether a figure may stand in a headline or be drawn as a solid point: only what was seen. */
  public boolean isVerified() {
    return this == SEEN;
  }

  /** As files and reports write it: {@code seen}, {@code seen-2nd}, {@code memory}, ... */
  @Override
  public String toString() {
    return text;
  }
}
