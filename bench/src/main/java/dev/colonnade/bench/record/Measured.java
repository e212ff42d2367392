// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.util.Optional;
import java.util.function.Function;

/**
 * A field that holds a value, or the reason why there is none.
 *
 * <p>In JSON a value is written as itself and an absence as {@code {"unavailable": "reason"}}, so
 * that a reader of the file never has to guess whether a missing number was zero, forgotten or not
 * measurable.
 *
 * @param <T> type of the value
 */
public sealed interface Measured<T> {

  /**
   * A value that was measured, counted or asked of the system.
   *
   * @param get the value
   */
  record Value<T>(T get) implements Measured<T> {}

  /**
   * No value.
   *
   * @param reason one sentence for the reader of the report; never blank
   */
  record Unavailable<T>(String reason) implements Measured<T> {
    /** Refuses a blank reason: an absence must be explained. */
    public Unavailable {
      if (reason.isBlank()) {
        throw new IllegalArgumentException(
            "an unavailable field needs a reason; say what was missing or not supported");
      }
    }
  }

  /** Returns a field that holds {@code value}. */
  static <T> Measured<T> of(T value) {
    return new Value<>(value);
  }

  /** Returns a field without value, for {@code reason}. */
  static <T> Measured<T> unavailable(String reason) {
    return new Unavailable<>(reason);
  }

  /** Returns the value if there is one. */
  default Optional<T> asOptional() {
    return switch (this) {
      case Value<T>(T value) -> Optional.of(value);
      case Unavailable<T> absent -> Optional.empty();
    };
  }

  /** Returns the field with its value replaced by {@code function} of it; a reason stays. */
  default <R> Measured<R> map(Function<? super T, ? extends R> function) {
    return switch (this) {
      case Value<T>(T value) -> new Value<>(function.apply(value));
      case Unavailable<T>(String reason) -> new Unavailable<>(reason);
    };
  }

  /** Returns {@code function} of the value, which may itself be unavailable; a reason stays. */
  default <R> Measured<R> flatMap(Function<? super T, Measured<R>> function) {
    return switch (this) {
      case Value<T>(T value) -> function.apply(value);
      case Unavailable<T>(String reason) -> new Unavailable<>(reason);
    };
  }

  /** Returns the value as text, or "unavailable: reason". */
  default String describe() {
    return switch (this) {
      case Value<T>(T value) -> String.valueOf(value);
      case Unavailable<T>(String reason) -> "unavailable: " + reason;
    };
  }
}
