// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.team;

/** A piece of work that a {@link WorkerTeam} divides into numbered parts. */
@FunctionalInterface
public interface Task {

  /**
   * Does one part of the work. Parts run concurrently and must not write the same elements.
   *
   * @param part the number of this part, from 0 to {@code parts - 1}
   * @param parts how many parts there are
   */
  void run(int part, int parts);
}
