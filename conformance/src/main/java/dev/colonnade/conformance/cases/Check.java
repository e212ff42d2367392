// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.CaseFailure;

/** Checks of cases about the protocol. */
final class Check {
  private Check() {}

  /** Fails with {@code otherwise} unless {@code condition}. */
  static void that(boolean condition, String otherwise) {
    if (!condition) {
      throw new CaseFailure(otherwise);
    }
  }

  /** Something that should throw. */
  @FunctionalInterface
  interface Action {
    /** Does it. */
    void run() throws Exception;
  }

  /** Fails unless {@code action} throws one of these. */
  @SafeVarargs
  static void throwsAny(String what, Action action, Class<? extends Exception>... expected) {
    try {
      action.run();
    } catch (Exception e) {
      for (Class<? extends Exception> type : expected) {
        if (type.isInstance(e)) {
          that(
              e.getMessage() != null && !e.getMessage().isBlank(),
              what + " threw " + e.getClass().getSimpleName() + " without a message");
          return;
        }
      }
      throw new CaseFailure(
          what + " should throw " + expected[0].getSimpleName() + "; it threw " + e, e);
    }
    throw new CaseFailure(
        what + " should throw " + expected[0].getSimpleName() + "; nothing was thrown");
  }
}
