// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.transform.DeadCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A graph some of whose nodes stand together as groups, each of which becomes one node. A group
 * must not wait for itself: no way leads out of it and back.
 */
final class Contraction {
  private final Graph graph;
  private final Map<Value, List<Node>> uses;
  private final Map<Node, Set<Node>> groups = new HashMap<>();

  Contraction(Graph graph) {
    this.graph = graph;
    this.uses = graph.uses();
  }

  Graph graph() {
    return graph;
  }

  /** The nodes that read a value. */
  List<Node> uses(Value value) {
    return uses.getOrDefault(value, List.of());
  }

  /** The group of a node; the node alone if it has none. */
  Set<Node> group(Node node) {
    return groups.getOrDefault(node, Set.of(node));
  }

  /** Makes these nodes one group, instead of those they had. */
  void join(Collection<Node> nodes) {
    Set<Node> together = new LinkedHashSet<>();
    nodes.forEach(node -> together.addAll(group(node)));
    together.forEach(node -> groups.put(node, together));
  }

  /** Whether these nodes as one group would wait for themselves. */
  boolean waitsForItself(Set<Node> nodes) {
    Set<Node> seen = new HashSet<>(nodes);
    Deque<Node> open = new ArrayDeque<>();
    nodes.forEach(node -> successors(node).stream().filter(seen::add).forEach(open::push));
    while (!open.isEmpty()) {
      for (Node other : group(open.pop())) {
        for (Node next : successors(other)) {
          if (nodes.contains(next)) {
            return true;
          }
          if (seen.add(next)) {
            open.push(next);
          }
        }
      }
    }
    return false;
  }

  private List<Node> successors(Node node) {
    List<Node> all = new ArrayList<>();
    node.results().forEach(result -> all.addAll(uses(result)));
    return all;
  }

  /**
   * What stands in a group's place.
   *
   * @param op the operation
   * @param operands what it takes, values of the old graph
   * @param results for each of its results the value of the old graph that it is
   */
  record Replacement(Composite op, List<Value> operands, List<Value> results) {}

  /** The graph with a node for each group that has a replacement, named by one of its nodes. */
  Graph replaced(Map<Node, Replacement> replacements) {
    Map<Node, Piece> pieces = pieces(replacements);
    Map<Piece, Integer> waiting = new HashMap<>();
    Map<Piece, Set<Piece>> after = new LinkedHashMap<>();
    for (Piece piece : new LinkedHashSet<>(pieces.values())) {
      Set<Piece> before = new LinkedHashSet<>();
      for (Node node : piece.nodes) {
        node.operands().forEach(operand -> before.add(piece(pieces, operand.producer())));
      }
      before.remove(piece);
      waiting.put(piece, before.size());
      before.forEach(
          one -> after.computeIfAbsent(one, ignored -> new LinkedHashSet<>()).add(piece));
    }
    PriorityQueue<Piece> ready = new PriorityQueue<>(Comparator.comparingInt(Piece::last));
    waiting.forEach((piece, count) -> {
      if (count == 0) {
        ready.add(piece);
      }
    });
    GraphBuilder builder = new GraphBuilder(graph.name());
    Map<Value, Value> mapped = new HashMap<>();
    while (!ready.isEmpty()) {
      Piece piece = ready.remove();
      piece.build(builder, mapped);
      for (Piece next : after.getOrDefault(piece, Set.of())) {
        if (waiting.merge(next, -1, Integer::sum) == 0) {
          ready.add(next);
        }
      }
    }
    graph.outputs().forEach((name, value) -> builder.output(name, mapped(mapped, value)));
    return DeadCode.remove(builder.build());
  }

  private Map<Node, Piece> pieces(Map<Node, Replacement> replacements) {
    Map<Node, Piece> pieces = new LinkedHashMap<>();
    replacements.forEach((node, replacement) -> {
      Piece piece = new Piece(List.copyOf(group(node)), replacement);
      piece.nodes.forEach(each -> pieces.put(each, piece));
    });
    for (Node node : graph.nodes()) {
      pieces.computeIfAbsent(node, alone -> new Piece(List.of(alone), null));
    }
    return pieces;
  }

  private static Piece piece(Map<Node, Piece> pieces, Node node) {
    Piece piece = pieces.get(node);
    if (piece == null) {
      throw new IllegalStateException(node + " is of another graph");
    }
    return piece;
  }

  private static Value mapped(Map<Value, Value> mapped, Value value) {
    Value known = mapped.get(value);
    if (known == null) {
      throw new IllegalStateException(value + " of " + value.producer() + " was not built");
    }
    return known;
  }

  /** What becomes one node. */
  private static final class Piece {
    private final List<Node> nodes;
    private final @Nullable Replacement replacement;

    Piece(List<Node> nodes, @Nullable Replacement replacement) {
      this.nodes = nodes;
      this.replacement = replacement;
    }

    int last() {
      return nodes.stream().mapToInt(Node::id).max().orElse(0);
    }

    void build(GraphBuilder builder, Map<Value, Value> mapped) {
      if (replacement == null) {
        Node node = nodes.getFirst();
        put(
            builder.append(node.op(), own(node.operands(), mapped), node.label()),
            node.results(),
            mapped);
        return;
      }
      String label =
          nodes.stream().map(Node::label).filter(one -> !one.isEmpty()).findFirst().orElse("");
      put(
          builder.append(replacement.op, own(replacement.operands, mapped), label),
          replacement.results,
          mapped);
    }

    private static List<Value> own(List<Value> values, Map<Value, Value> mapped) {
      return values.stream().map(value -> mapped(mapped, value)).toList();
    }

    private static void put(List<Value> built, List<Value> old, Map<Value, Value> mapped) {
      for (int i = 0; i < old.size(); i++) {
        mapped.put(old.get(i), built.get(i));
      }
    }
  }
}
