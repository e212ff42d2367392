// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.models.network.Parameter;
import dev.colonnade.models.network.TrainingProgram;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a training program takes on a device, part by part: variables exactly, intermediate values
 * as the sum over one step without any reuse, which is more than a backend needs that plans its
 * memory.
 */
final class MemoryNeeds {
  private final Map<String, Long> parts = new LinkedHashMap<>();

  MemoryNeeds(TrainingProgram training) {
    long parameters = 0;
    for (Parameter parameter : training.network().parameters()) {
      parameters += parameter.type().byteSize();
    }
    long trained = 0;
    for (Variable variable : training.trained()) {
      trained += variable.type().byteSize();
    }
    long data = 0;
    long epoch = 0;
    for (Variable variable : training.program().variables().values()) {
      if (training.epochImages().filter(variable::equals).isPresent()) {
        epoch = variable.type().byteSize();
      } else {
        data += variable.type().byteSize();
      }
    }
    parts.put("weights and biases", parameters);
    parts.put("optimizer state", trained - parameters);
    parts.put("data sets", data - trained);
    parts.put("distorted epoch set", epoch);
    training
        .program()
        .entries()
        .forEach((name, graph) -> {
          long bytes = 0;
          for (Node node : graph.nodes()) {
            for (Value value : node.results()) {
              bytes += isStored(node) ? value.type().byteSize() : 0;
            }
          }
          parts.put("values of a step of " + name + ", at most", bytes);
        });
  }

  /** Reads, constants, repeats and updates in place need no memory of their own. */
  private static boolean isStored(Node node) {
    return switch (node.op()) {
      case StructuralOp.ReadVariable _,
          StructuralOp.Constant _,
          ShapeOp.Broadcast _,
          ShapeOp.DynamicUpdateSlice _ ->
          false;
      default -> true;
    };
  }

  /** A line for each part that is not empty. */
  String table() {
    StringBuilder text = new StringBuilder("what this net and its data take:");
    parts.forEach((part, bytes) -> {
      if (bytes > 0) {
        text.append(String.format(Locale.ROOT, "%n  %-42s %,12.1f MB", part, bytes / 1e6));
      }
    });
    return text.toString();
  }
}
