// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.protocol;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks of messages; what arrives from another program may lack anything. */
final class Required {
  private Required() {}

  static void present(String field, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("the field " + field + " is missing");
    }
  }

  static void text(String field, @Nullable String value) {
    present(field, value);
    if (value != null && value.isBlank()) {
      throw new IllegalArgumentException("the field " + field + " is blank");
    }
  }

  static void positive(String field, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "the field " + field + " is " + value + "; a positive number is expected");
    }
  }

  static void notNegative(String field, double value) {
    if (!(value >= 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "the field " + field + " is " + value + "; zero or more is expected");
    }
  }

  static <T> List<T> list(@Nullable List<T> values) {
    return values == null ? List.of() : List.copyOf(values);
  }

  static Map<String, String> map(@Nullable Map<String, String> values) {
    return values == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(values));
  }
}
