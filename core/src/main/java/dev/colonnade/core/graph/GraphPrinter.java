// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.graph;

import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.tensor.HostTensor;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints graphs: as text, canonically for fingerprints, and as Graphviz DOT. */
public final class GraphPrinter {
  private static final int INLINE_ELEMENTS = 8;

  private GraphPrinter() {}

  /** A line for each node with types and labels; for people. */
  public static String text(Graph graph) {
    return print(graph, true);
  }

  /**
   * The same without labels: equal texts mean equal graphs. Constants are represented by type and
   * the SHA-256 of their bytes.
   */
  public static String canonical(Graph graph) {
    return print(graph, false);
  }

  private static String print(Graph graph, boolean labels) {
    StringBuilder text = new StringBuilder("graph ").append(graph.name()).append(" {\n");
    for (Node node : graph.nodes()) {
      text.append("  ");
      if (!node.results().isEmpty()) {
        text.append(
                node.results().stream()
                    .map(value -> value + " " + value.type())
                    .collect(Collectors.joining(", ")))
            .append(" = ");
      }
      text.append(node.op().name())
          .append(
              node.operands().stream()
                  .map(Value::toString)
                  .collect(Collectors.joining(", ", "(", ")")))
          .append(attributes(node.op()));
      if (labels && !node.label().isEmpty()) {
        text.append("  // ").append(node.label());
      }
      text.append('\n');
    }
    for (Map.Entry<String, Value> output : graph.outputs().entrySet()) {
      text.append("  output ").append(output.getKey()).append(" = ").append(output.getValue());
      text.append('\n');
    }
    return text.append("}\n").toString();
  }

  private static String attributes(Op op) {
    if (op instanceof StructuralOp.Constant(HostTensor value)) {
      return " {" + describe(value) + "}";
    }
    Map<String, Object> attributes = op.attributes();
    return attributes.isEmpty()
        ? ""
        : attributes.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(", ", " {", "}"));
  }

  private static String describe(HostTensor value) {
    if (value.type().elementCount() <= INLINE_ELEMENTS) {
      return value.toString() + " bits " + HexFormat.of().formatHex(value.toByteArray());
    }
    return value.type() + " sha256 " + Fingerprint.of(value.toByteArray());
  }

  /** The graph in Graphviz's DOT language. */
  public static String dot(Graph graph) {
    StringBuilder text = new StringBuilder("digraph ").append(quote(graph.name())).append(" {\n");
    text.append("  node [shape=box, fontname=\"sans-serif\", fontsize=10];\n");
    for (Node node : graph.nodes()) {
      String label = node.op().name() + attributes(node.op());
      if (!node.label().isEmpty()) {
        label = node.label() + "\n" + label;
      }
      text.append("  n").append(node.id()).append(" [label=").append(quote(label)).append("];\n");
      for (Value operand : node.operands()) {
        text.append("  n")
            .append(operand.producer().id())
            .append(" -> n")
            .append(node.id())
            .append(" [label=")
            .append(quote(operand.type().toString()))
            .append("];\n");
      }
    }
    int index = 0;
    for (Map.Entry<String, Value> output : graph.outputs().entrySet()) {
      text.append("  o").append(index).append(" [shape=ellipse, label=");
      text.append(quote(output.getKey())).append("];\n");
      text.append("  n").append(output.getValue().producer().id()).append(" -> o").append(index++);
      text.append(";\n");
    }
    return text.append("}\n").toString();
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
