// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data;

import java.util.Locale;

/** Which part of a data set: what a net learns from, or what it is judged by. */
public enum Split {
  /** The images that training may see. */
  TRAIN,
  /** The images held back for judging a trained net. */
  TEST;

  /** The name used in folders, file names and records: {@code train} or {@code test}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The split of that name.
   *
   * @throws DataReferenceException if there is none
   */
  public static Split parse(String label) {
    for (Split split : values()) {
      if (split.label().equals(label)) {
        return split;
      }
    }
    throw new DataReferenceException(
        "split '" + label + "'", "no such split", "'train' or 'test'", "Name one of the two");
  }
}
