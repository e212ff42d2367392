// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.util.Locale;

/** Checks of the records' constructors; each message names the field, the value and the remedy. */
final class Checks {

  private Checks() {}

  static String text(String field, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is blank; write what it is", field));
    }
    return value;
  }

  static long positive(String field, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is %d; a positive number is expected", field, value));
    }
    return value;
  }

  static long notNegative(String field, long value) {
    if (value < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is %d; zero or more is expected", field, value));
    }
    return value;
  }

  /** For physical quantities: a rate, a time or a power that is zero was not measured. */
  static void positive(String field, Measured<Double> value) {
    if (value instanceof Measured.Value<Double>(Double v) && !(v > 0 && Double.isFinite(v))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is %s; a positive finite number or an unavailable(reason) is expected",
              field,
              v));
    }
  }

  static void notNegativeOrAbsent(String field, Measured<? extends Number> value) {
    if (value instanceof Measured.Value<? extends Number>(Number v)
        && !(v.doubleValue() >= 0 && Double.isFinite(v.doubleValue()))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s is %s; zero or more or an unavailable(reason) is expected",
              field,
              v));
    }
  }
}
