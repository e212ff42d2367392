// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

/**
 * Something that a device may or may not tell about itself.
 *
 * @param <T> type of what it tells
 */
public sealed interface Reading<T> {
  /**
   * It told.
   *
   * @param value what
   */
  record Value<T>(T value) implements Reading<T> {}

  /**
   * It did not.
   *
   * @param reason why, without a full stop
   */
  record Unavailable<T>(String reason) implements Reading<T> {}
}
