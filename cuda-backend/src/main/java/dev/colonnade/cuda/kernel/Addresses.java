// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.runtime.flow.Buffer;

/** Where an entry's buffers lie once it is bound to a state. */
@FunctionalInterface
public interface Addresses {
  /** Device address of a buffer's first element. */
  long of(Buffer buffer);
}
