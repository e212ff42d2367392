// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

import dev.colonnade.core.graph.Program;

/**
 * A compiled program. Closed with its session, or earlier to free its memory; its states end with
 * it.
 *
 * <p>After closing, everything but {@code close} (which may be called again, in any order with the
 * states') throws {@link IllegalStateException}. Outputs already awaited stay readable.
 */
public interface Executable extends AutoCloseable {
  /** The program as it was given to {@code compile}. */
  Program program();

  /** The options it was compiled with. */
  CompileOptions options();

  /**
   * What was decided: kernels, the nodes they cover, algorithms, layouts, alternatives with times.
   */
  Plan plan();

  /**
   * Where the plan came from.
   *
   * @since SPI 1.1
   */
  default PlanSource planSource() {
    return options().plan().isPresent() ? PlanSource.GIVEN : PlanSource.MADE;
  }

  /**
   * A new, independent set of the program's variables, all zero: 35 columns of a committee are 35
   * states of one executable.
   *
   * @throws OutOfDeviceMemoryException if the device cannot hold them
   */
  State newState();

  /**
   * Submits {@code steps} runs of an entry, one after the other, and returns without waiting. They
   * equal that many single submissions bit for bit.
   *
   * <p>A backend may read feeds late: the caller leaves their memory unchanged until {@link
   * Ticket#await} has returned.
   *
   * @param state the variables to run on, of this executable
   * @param entry name of the entry
   * @param feeds a tensor for each feed of the entry, constant or stacked by step
   * @param steps at least 1
   * @throws IllegalArgumentException if the entry is unknown, a feed is missing, unknown, or of
   *     another type, or {@code steps} is below 1
   * @throws DeviceLostException if the device was lost earlier
   */
  Ticket submit(State state, String entry, Feeds feeds, int steps);

  /** Frees what it holds on the device; waits for its submissions first. */
  @Override
  void close();
}
