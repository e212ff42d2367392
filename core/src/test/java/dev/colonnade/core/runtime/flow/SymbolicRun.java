// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Convert;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.op.UnaryOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs a flow on terms instead of numbers: each place in memory holds the expression that was
 * written there last, so a read that comes too late shows in the result. Between steps all but
 * variables, constants and folded results is forgotten.
 */
final class SymbolicRun {
  private final EntryFlow flow;
  private final Set<Unit> folded;
  private final Map<Buffer, Buffer> sharers;
  private final Map<Object, String> memory = new HashMap<>();
  private final Map<Value, String> feedsAndConstants = new HashMap<>();

  /** A run of a flow whose units {@code folded} run once, with results where sharers put them. */
  SymbolicRun(EntryFlow flow, Set<Unit> folded, Map<Buffer, Buffer> sharers) {
    this.flow = flow;
    this.folded = folded;
    this.sharers = sharers;
    for (Node node : flow.graph().nodes()) {
      if (node.op() instanceof StructuralOp.Feed || node.op() instanceof StructuralOp.Constant) {
        feedsAndConstants.put(node.result(), leaf(node));
      }
    }
  }

  private static String leaf(Node node) {
    return switch (node.op()) {
      case StructuralOp.Feed feed -> feed.feed();
      case StructuralOp.Constant constant -> "c" + node.id();
      case StructuralOp.ReadVariable read -> read.variable();
      default -> throw new IllegalArgumentException(node + " is computed");
    };
  }

  /** What a graph's variables and outputs are after a step, by the definition of its nodes. */
  static Map<String, String> expected(Graph graph, Map<String, String> variables) {
    Map<String, String> after = new TreeMap<>(variables);
    graph.assignments().forEach((name, value) -> after.put(name, term(value, variables)));
    graph.outputs().forEach((name, value) -> after.put("-> " + name, term(value, variables)));
    return after;
  }

  private static String term(Value value, Map<String, String> variables) {
    Node node = value.producer();
    return switch (node.op()) {
      case StructuralOp.Feed feed -> leaf(node);
      case StructuralOp.Constant constant -> leaf(node);
      case StructuralOp.ReadVariable read -> variables.getOrDefault(read.variable(), "nothing");
      case ShapeOp.Reshape reshape -> term(node.operands().get(0), variables);
      default -> apply(node, node.operands().stream().map(x -> term(x, variables)).toList());
    };
  }

  private static String apply(Node node, List<String> operands) {
    return node.op().name() + "(" + String.join(",", operands) + ")";
  }

  /** Runs one step and gives the variables and outputs after it. */
  Map<String, String> step(Map<String, String> variables, boolean first) {
    memory.keySet().removeIf(place -> !(place instanceof Buffer buffer) || !isKept(buffer));
    feedsAndConstants.forEach(
        (value, term) -> flow.buffer(value).ifPresent(buffer -> memory.put(place(buffer), term)));
    variables.forEach((name, term) -> memory.put(new Buffer.Home.Variable(name), term));
    for (Unit unit : flow.order()) {
      if (first || !folded.contains(unit)) {
        run(unit);
      }
    }
    Map<String, String> after = new TreeMap<>();
    memory.forEach((place, term) -> {
      if (place instanceof Buffer.Home.Variable(String name)) {
        after.put(name, term);
      } else if (place instanceof Buffer.Home.Returned(String output)) {
        after.put("-> " + output, term);
      }
    });
    return after;
  }

  private static boolean isKept(Buffer buffer) {
    return buffer.home() instanceof Buffer.Home.Constant
        || buffer.home() instanceof Buffer.Home.Folded;
  }

  private void run(Unit unit) {
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < unit.reads().size(); i++) {
      Buffer read = unit.reads().get(i);
      String term = memory.getOrDefault(place(read), "nothing");
      operands.add(unit.node().isPresent() ? seen(unit.node().get(), i, read, term) : term);
      for (Buffer write : unit.writes()) {
        if (place(write).equals(place(read))) {
          assertThat(overwrites(unit, i)).as(unit + " overwrites its operand " + i).isTrue();
        }
      }
    }
    String result = unit.node().map(node -> apply(node, operands)).orElse(operands.get(0));
    unit.writes().forEach(write -> memory.put(place(write), result));
  }

  /** What an operand is, if it is a broadcast of what is read. */
  private String seen(Node node, int operand, Buffer read, String term) {
    List<Node> broadcasts = new ArrayList<>();
    Value value = node.operands().get(operand);
    while (value.producer().op() instanceof ShapeOp.Broadcast
        && flow.buffer(value).filter(buffer -> buffer == read).isEmpty()) {
      broadcasts.add(value.producer());
      value = value.producer().operands().get(0);
    }
    String seen = term;
    for (Node broadcast : broadcasts.reversed()) {
      seen = apply(broadcast, List.of(seen));
    }
    return seen;
  }

  /** Whether a unit reads element i of an operand, and no other, to write element i. */
  private static boolean overwrites(Unit unit, int operand) {
    Op op = unit.node().orElseThrow().op();
    return op instanceof ShapeOp.DynamicUpdateSlice
        ? operand == 0
        : op instanceof BinaryOp || op instanceof UnaryOp || op instanceof Convert;
  }

  private Object place(Buffer buffer) {
    return switch (buffer.home()) {
      case Buffer.Home.Variable variable -> variable;
      case Buffer.Home.Returned returned -> returned;
      default -> sharers.getOrDefault(buffer, buffer);
    };
  }
}
