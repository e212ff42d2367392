// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.backend.Plan;
import java.util.List;

/**
 * What runs a node.
 *
 * @param kernel its name in plans
 * @param algorithm which way of several, or {@code only}
 * @param alternatives what else was considered
 * @param instructions one after the other
 */
public record Made(
    String kernel,
    String algorithm,
    List<Plan.Alternative> alternatives,
    List<Instruction> instructions) {
  /** Copies the lists. */
  public Made {
    alternatives = List.copyOf(alternatives);
    instructions = List.copyOf(instructions);
  }

  /** One launch, where there is no choice. */
  public static Made only(Launch launch) {
    return new Made(launch.kernel(), "only", List.of(), List.of(launch));
  }
}
