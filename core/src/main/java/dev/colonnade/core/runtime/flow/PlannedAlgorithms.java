// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.graph.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hands out a given plan's algorithms node by node, and refuses a plan that does not fit. Copies
 * have no algorithm, and there are more or fewer of them by run mode, so they are not looked at.
 */
public final class PlannedAlgorithms {
  private static final String REMEDY = "; compile without the plan to make a new one";

  private final String entry;
  private final boolean given;
  private final Map<String, Plan.Kernel> rows = new LinkedHashMap<>();

  /**
   * The algorithms of an entry.
   *
   * @param planned rows of a given plan, or empty where there is none
   */
  public PlannedAlgorithms(String entry, Optional<List<Plan.Kernel>> planned) {
    this.entry = entry;
    this.given = planned.isPresent();
    for (Plan.Kernel row : planned.orElse(List.of())) {
      if (!row.nodes().isEmpty() && row.nodes().get(0).startsWith("#")) {
        rows.put(withoutLabel(row.nodes().get(0)), row);
      }
    }
  }

  /** The algorithm planned for a node. */
  public Optional<String> of(Node node) {
    return Optional.ofNullable(rows.get(withoutLabel(node.toString()))).map(Plan.Kernel::algorithm);
  }

  /**
   * Checks that what was made for a node is what the plan asked for.
   *
   * @throws BackendException if it is not
   */
  public void requireFollowed(Node node, String kernel, String algorithm) {
    if (!given) {
      return;
    }
    Plan.Kernel row = rows.remove(withoutLabel(node.toString()));
    if (row == null) {
      throw new BackendException(
          "the plan has no kernel for " + node + " of entry " + entry + REMEDY);
    }
    if (!row.kernel().equals(kernel) || !row.algorithm().equals(algorithm)) {
      throw new BackendException(
          "the plan asks for kernel "
              + row.kernel()
              + " with algorithm "
              + row.algorithm()
              + " for "
              + node
              + " of entry "
              + entry
              + ", which has kernel "
              + kernel
              + " with algorithm "
              + algorithm
              + REMEDY);
    }
  }

  /**
   * Checks that the plan has no kernels left over.
   *
   * @throws BackendException if it has
   */
  public void requireAllUsed() {
    if (!rows.isEmpty()) {
      throw new BackendException(
          "the plan has kernels for nodes that entry "
              + entry
              + " does not have: "
              + rows.keySet()
              + REMEDY);
    }
  }

  /** Labels are no part of a program's fingerprint. */
  private static String withoutLabel(String node) {
    int label = node.indexOf(" (");
    return label < 0 ? node : node.substring(0, label);
  }
}
