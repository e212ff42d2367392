// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What compilation decided, as a value that can be stored: compiling again with it measures nothing
 * and gives the same kernels.
 *
 * @param key what it is valid for
 * @param kernels in execution order, entry by entry
 */
public record Plan(Key key, List<Kernel> kernels) {
  /** Copies the list. */
  public Plan {
    kernels = List.copyOf(kernels);
  }

  /**
   * This plan with the alternatives that {@code followed} has for the same kernels. A compilation
   * that follows a plan tries nothing again, and what was tried before is still what speaks for the
   * choice.
   */
  public Plan withAlternativesOf(Plan followed) {
    Map<Kernel, List<Alternative>> known = new HashMap<>();
    followed.kernels.forEach(kernel -> known.put(kernel.with(List.of()), kernel.alternatives()));
    return new Plan(
        key,
        kernels.stream()
            .map(kernel -> kernel.with(known.getOrDefault(kernel.with(List.of()), List.of())))
            .toList());
  }

  /**
   * What a plan is valid for; a plan with another key is refused.
   *
   * @param programFingerprint of the program compiled
   * @param device id and name of the device
   * @param versions driver and library versions
   * @param options math mode, storage, determinism as text
   */
  public record Key(
      String programFingerprint, String device, Map<String, String> versions, String options) {
    /** Copies the map. */
    public Key {
      versions = Map.copyOf(versions);
    }
  }

  /**
   * One kernel.
   *
   * @param entry entry it belongs to
   * @param nodes labels or names of the nodes of the lowered graph that it covers
   * @param kernel its name
   * @param algorithm the algorithm chosen, or {@code only} where there is just one
   * @param layout physical layout of what it writes
   * @param alternatives what else was tried, with times
   */
  public record Kernel(
      String entry,
      List<String> nodes,
      String kernel,
      String algorithm,
      String layout,
      List<Alternative> alternatives) {
    /** Copies the lists. */
    public Kernel {
      nodes = List.copyOf(nodes);
      alternatives = List.copyOf(alternatives);
    }

    private Kernel with(List<Alternative> others) {
      return new Kernel(entry, nodes, kernel, algorithm, layout, others);
    }
  }

  /**
   * An algorithm that was considered.
   *
   * @param algorithm its name
   * @param nanos median time when measured, or negative when ruled out without measuring
   * @param reason why it was not chosen
   */
  public record Alternative(String algorithm, long nanos, String reason) {}
}
