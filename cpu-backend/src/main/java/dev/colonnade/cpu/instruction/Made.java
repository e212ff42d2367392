// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction;

import dev.colonnade.core.backend.Plan;
import dev.colonnade.cpu.execute.Instruction;
import java.util.List;

/**
 * An instruction and what a plan says of it.
 *
 * @param instruction what runs
 * @param kernel name of the kernel
 * @param algorithm the algorithm chosen, or {@code only}
 * @param alternatives what else could have been chosen
 */
public record Made(
    Instruction instruction, String kernel, String algorithm, List<Plan.Alternative> alternatives) {
  /** Copies the list. */
  public Made {
    alternatives = List.copyOf(alternatives);
  }

  /** An instruction with a single algorithm. */
  public static Made only(String kernel, Instruction instruction) {
    return new Made(instruction, kernel, "only", List.of());
  }

  /** An instruction whose algorithm the shapes alone decide. */
  public static Made of(String kernel, String algorithm, Instruction instruction) {
    return new Made(instruction, kernel, algorithm, List.of());
  }
}
