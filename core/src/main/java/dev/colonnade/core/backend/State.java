// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;

/**
 * One set of a program's variables on the device. Reads and writes take their place in the
 * session's order of submissions: a read sees all that was submitted before it.
 *
 * <p>After a submission failed, the values of its state's variables are undefined: some steps, or
 * some of a step's assignments, may have taken effect. That goes for what was submitted behind it
 * as well, which runs on such values or fails too. The state is good again once every variable has
 * been written, or {@link #copyFrom} has overwritten them all; other states are not touched. So a
 * caller saves nothing of a state between a failure and its restoration.
 *
 * <p>A variable that the program does not have, and a state of another executable, are refused with
 * an {@link IllegalArgumentException}. Host tensors may lie in any memory that the calling thread
 * can reach, a confined arena included.
 */
public interface State extends AutoCloseable {
  /**
   * A copy of a variable, in logical layout; waits for what was submitted before.
   *
   * @throws DeviceLostException if the device was lost
   */
  HostTensor read(Variable variable);

  /**
   * Reads into memory of the caller's; waits for what was submitted before.
   *
   * @throws IllegalArgumentException if {@code destination} is not of the variable's type
   * @throws DeviceLostException if the device was lost
   */
  void read(Variable variable, HostTensor destination);

  /**
   * Overwrites a variable, given in logical layout; {@code value} may be changed afterwards.
   *
   * @throws IllegalArgumentException if {@code value} is not of the variable's type
   */
  void write(Variable variable, HostTensor value);

  /**
   * Overwrites all variables with those of another state.
   *
   * @throws IllegalArgumentException if {@code source} belongs to another executable
   */
  void copyFrom(State source);

  /** Frees it; waits for submissions that use it. */
  @Override
  void close();
}
