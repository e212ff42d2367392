// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime;

import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;

/** The argument errors that every {@code State} reports, in the same words. */
public final class StateCheck {
  private StateCheck() {}

  /**
   * The program's variable that a caller means.
   *
   * @throws IllegalArgumentException if the program has none of that name, or another one
   */
  public static Variable requireKnown(Program program, Variable variable) {
    Variable known = program.variable(variable.name());
    if (!known.equals(variable)) {
      throw new IllegalArgumentException(
          "the program's variable is " + known + ", not " + variable);
    }
    return known;
  }

  /**
   * Checks a tensor that a variable is to be read into or written from.
   *
   * @throws IllegalArgumentException as {@link #requireKnown}, or if the types differ
   */
  public static void requireFits(Program program, Variable variable, HostTensor tensor) {
    if (!tensor.type().equals(requireKnown(program, variable).type())) {
      throw new IllegalArgumentException(
          "variable " + variable + " is not read or written as " + tensor.type());
    }
  }
}
