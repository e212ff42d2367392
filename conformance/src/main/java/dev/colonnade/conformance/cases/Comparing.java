// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

/** How the results of an operation are compared with the oracle's. */
enum Comparing {
  /** Within the operation's own bounds. */
  BOUNDED,
  /** As {@link #BOUNDED}; an element may also be what flushed denormal operands give. */
  FLUSHABLE,
  /** The very bits of the operands, moved: signs of zeros and denormals included. */
  MOVED
}
