// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.management;

/**
 * A number that a device may or may not tell.
 *
 * @param <T> its type
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
