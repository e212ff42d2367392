// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far a backend has come; each level includes those before it. */
public enum Level {
  /** Multi-layer perceptrons: what the 2010 nets need, and the whole protocol of the SPI. */
  MLP,
  /** Convolution and max-pooling: DanNet trains. */
  DANNET,
  /** Random numbers, grid sampling, and epoch sets rewritten on the device. */
  DISTORTION,
  /** Every operation with every attribute, element type, rank and special value. */
  ALL;

  /** The name on the command line: {@code mlp}, {@code dannet}, {@code distortion}, {@code all}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether cases of {@code other} belong to this level. */
  public boolean includes(Level other) {
    return other.compareTo(this) <= 0;
  }

  /**
   * The level with this name.
   *
   * @throws IllegalArgumentException listing the names there are
   */
  public static Level of(String id) {
    for (Level level : values()) {
      if (level.id().equals(id)) {
        return level;
      }
    }
    throw new IllegalArgumentException(
        "there is no conformance level "
            + id
            + "; choose one of "
            + Arrays.stream(values()).map(Level::id).collect(Collectors.joining(", ")));
  }
}
