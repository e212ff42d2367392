// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.transform;

import dev.colonnade.core.backend.Support;
import dev.colonnade.core.backend.UnsupportedProgramException;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Program;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a program into what a backend claims: simplified, without repeated or dead code, patterns
 * fused where the backend has a composite for them, all other composites decomposed.
 */
public final class Lowering {
  private Lowering() {}

  /**
   * The lowered program. Variables, feeds in use and outputs are those of the original.
   *
   * @param program what the user built
   * @param support the backend's answers
   * @param deviceId named in the error
   * @throws UnsupportedProgramException listing every node that the backend cannot run
   */
  public static Program lower(Program program, SupportQuery support, String deviceId) {
    Program lowered = program.map(entry -> lower(entry, support));
    List<String> unsupported = new ArrayList<>();
    for (Graph entry : lowered.entries().values()) {
      for (Node node : entry.nodes()) {
        if (support.of(node.op(), node.operandTypes()) instanceof Support.Unsupported(String why)) {
          unsupported.add(entry.name() + " " + node + " of " + node.operandTypes() + ": " + why);
        }
      }
    }
    if (!unsupported.isEmpty()) {
      throw new UnsupportedProgramException(deviceId, unsupported);
    }
    return lowered;
  }

  private static Graph lower(Graph entry, SupportQuery support) {
    Graph cleaned = clean(entry);
    Graph fused = Fusion.run(cleaned, support);
    return clean(Decomposition.run(fused, support));
  }

  private static Graph clean(Graph graph) {
    return DeadCode.remove(CommonSubexpressions.merge(Simplify.run(DeadCode.remove(graph))));
  }
}
