// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.cuda.driver.Context;

/** Something given to a stream: a launch, a copy, or a library's call. Allocates nothing. */
@FunctionalInterface
public interface Instruction {
  /** Gives it to a stream, which may be recording. */
  void enqueue(Context context, Addresses addresses, long stream);
}
