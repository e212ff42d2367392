// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

import dev.colonnade.core.tensor.HostTensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tensors for the feeds of one submission, each either the same in all steps or stacked: a leading
 * axis with one slice for each step.
 */
public final class Feeds {
  /** No feeds. */
  public static final Feeds NONE = new Feeds();

  /**
   * A tensor and how steps take it.
   *
   * @param tensor the memory
   * @param stacked whether step i takes slice i of the outermost axis
   */
  public record Fed(HostTensor tensor, boolean stacked) {}

  private final Map<String, Fed> feeds = new LinkedHashMap<>();

  /** Empty; to be filled by {@link #constant} and {@link #stacked}. */
  public Feeds() {}

  /** Gives all steps the same tensor. */
  public Feeds constant(String feed, HostTensor tensor) {
    put(feed, new Fed(tensor, false));
    return this;
  }

  /** Gives step i slice i of {@code tensor}. */
  public Feeds stacked(String feed, HostTensor tensor) {
    put(feed, new Fed(tensor, true));
    return this;
  }

  private void put(String feed, Fed fed) {
    if (this == NONE) {
      throw new IllegalStateException("Feeds.NONE stays empty; use new Feeds()");
    }
    feeds.put(feed, fed);
  }

  /** What was given, by feed name. */
  public Map<String, Fed> all() {
    return Collections.unmodifiableMap(feeds);
  }
}
