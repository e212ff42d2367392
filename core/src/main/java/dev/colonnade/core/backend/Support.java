// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

/** A backend's answer whether it runs an operation. */
public sealed interface Support {
  /** It has a kernel for just this operation. */
  record Native() implements Support {}

  /** It runs the operation's decomposition instead. Only for composites. */
  record Decomposed() implements Support {}

  /**
   * It cannot run it.
   *
   * @param reason why, one sentence, printed in the support table and in compile errors
   */
  record Unsupported(String reason) implements Support {}

  /** The one native answer. */
  Support NATIVE = new Native();

  /** The one decomposed answer. */
  Support DECOMPOSED = new Decomposed();

  /** The negative answer with its reason. */
  static Support unsupported(String reason) {
    return new Unsupported(reason);
  }
}
