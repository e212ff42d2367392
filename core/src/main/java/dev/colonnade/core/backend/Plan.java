// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

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
