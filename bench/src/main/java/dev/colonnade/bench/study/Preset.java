// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import java.util.List;

/**
 * A preset of a study.
 *
 * @param budget its counts
 * @param selections its points; one that two of them have is measured once
 */
public record Preset(Budget budget, List<Selection> selections) {

  /** Copies the list. */
  public Preset {
    selections = List.copyOf(selections);
  }
}
