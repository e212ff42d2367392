// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import java.util.List;

/**
 * A reason for which sides, or points, are not compared.
 *
 * @param field path of the field that differs
 * @param a what it is on the first side
 * @param b what it is on the second
 * @param points at how many points
 * @param remedy what to do
 */
public record Unlike(String field, String a, String b, int points, String remedy) {
  private static final int LONGEST = 120;

  static Unlike of(FieldRoles.Field field, String a, String b, int points) {
    return new Unlike(field.path(), a, b, points, remedy(field));
  }

  private static String remedy(FieldRoles.Field field) {
    List<String> subjects = field.subjects();
    return subjects.isEmpty()
        ? "these are different measurements; measure both sides alike"
        : "measure both sides alike, or compare just that with --vary "
            + String.join(" or --vary ", subjects);
  }

  /** One sentence. */
  public String sentence() {
    return field + " differs: " + shortened(a) + " against " + shortened(b) + "; " + remedy;
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
