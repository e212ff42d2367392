// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.launch;

import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.tornado.engine.Kernel;
import java.util.Optional;

/**
 * A kernel with its arguments and how many threads run it.
 *
 * @param kernel what runs
 * @param arguments what it is given
 * @param x threads on the first axis, which are rounded up to whole groups
 * @param y threads on the second axis
 * @param z threads on the third axis
 * @param operations how much work it is, roughly, in a processor's clocks
 * @param unlessSame a copy from and to these buffers, not needed where both lie in one place
 */
public record Launch(
    Kernel kernel,
    Arguments arguments,
    long x,
    long y,
    long z,
    long operations,
    Optional<Copy> unlessSame) {
  /**
   * A copy.
   *
   * @param from the source
   * @param to the destination
   */
  public record Copy(Buffer from, Buffer to) {}

  /** A launch over so many elements. */
  static Launch elements(Kernel kernel, long count, Arguments arguments) {
    return new Launch(kernel, arguments, count, 1, 1, 10 * count, Optional.empty());
  }

  /** A launch over a grid. */
  static Launch grid(Kernel kernel, Arguments arguments, long x, long y, long z, long operations) {
    return new Launch(kernel, arguments, x, y, z, operations, Optional.empty());
  }

  /** The same launch, with so much work. */
  Launch costing(long clocks) {
    return new Launch(kernel, arguments, x, y, z, clocks, unlessSame);
  }
}
