// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that was probably meant by one that does not exist. */
public final class Nearest {
  /** Further away a name is no misspelling but another word. */
  private static final int FARTHEST = 4;

  private Nearest() {}

  /**
   * The nearest of some names, if one is near enough: at most four letters to change, and fewer
   * than half of them. Case does not matter.
   */
  public static Optional<String> of(String name, Collection<String> known) {
    String key = name.strip().toLowerCase(Locale.ROOT);
    return known.stream()
        .min(Comparator.comparingInt(other -> distance(other.toLowerCase(Locale.ROOT), key)))
        .filter(other -> {
          int distance = distance(other.toLowerCase(Locale.ROOT), key);
          return distance <= FARTHEST && 2 * distance < Math.max(other.length(), 2);
        });
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], previous[j]) + 1, previous[j - 1] + change);
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
