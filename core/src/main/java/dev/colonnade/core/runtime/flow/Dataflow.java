// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Buffers and units of an entry, and who reads and writes what. A reshape has no unit: its result
 * is its operand's buffer. All reads of a variable are one buffer, which stands for the value at
 * the step's start.
 */
final class Dataflow {
  private final Graph graph;
  private final List<Buffer> buffers = new ArrayList<>();
  private final List<Unit> units = new ArrayList<>();
  private final Map<Value, Buffer> bufferOf = new HashMap<>();
  private final Map<String, Buffer> variables = new LinkedHashMap<>();
  private final Map<Buffer, Unit> producers = new HashMap<>();
  private final Map<Buffer, Set<Unit>> readers = new HashMap<>();

  private Dataflow(Graph graph) {
    this.graph = graph;
  }

  /** The data flow of a lowered graph; assignments are still to be placed. */
  static Dataflow of(Graph graph) {
    Dataflow flow = new Dataflow(graph);
    Set<Node> needed = flow.neededNodes();
    for (Node node : graph.nodes()) {
      if (needed.contains(node)) {
        flow.add(node);
      }
    }
    for (Map.Entry<String, Value> output : graph.outputs().entrySet()) {
      Buffer from = flow.buffer(output.getValue());
      Buffer to =
          flow.newBuffer(
              from.dtype(),
              from.count(),
              "output " + output.getKey(),
              new Buffer.Home.Returned(output.getKey()));
      flow.add(Unit.copy(to.name(), from, to, output.getValue().producer().id()));
    }
    return flow;
  }

  private Set<Node> neededNodes() {
    Set<Node> needed = new HashSet<>();
    graph.outputs().values().forEach(value -> needed.add(value.producer()));
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node.op() instanceof StructuralOp.Assign || needed.contains(node)) {
        for (int operand = 0; operand < node.operands().size(); operand++) {
          needed.add(Absorption.source(node, operand).producer());
        }
      }
    }
    return needed;
  }

  private void add(Node node) {
    switch (node.op()) {
      case StructuralOp.Feed feed ->
          bufferOf.put(
              node.result(),
              newBuffer(node.result(), "feed " + feed.feed(), new Buffer.Home.Fed(feed.feed())));
      case StructuralOp.Constant constant ->
          bufferOf.put(
              node.result(),
              newBuffer(
                  node.result(), node.toString(), new Buffer.Home.Constant(constant.value())));
      case StructuralOp.ReadVariable read ->
          bufferOf.put(node.result(), variable(read.variable(), read.type()));
      case StructuralOp.Assign assign -> {}
      case ShapeOp.Reshape reshape -> bufferOf.put(node.result(), buffer(node.operands().get(0)));
      default -> {
        List<Buffer> reads = new ArrayList<>();
        for (int operand = 0; operand < node.operands().size(); operand++) {
          reads.add(buffer(Absorption.source(node, operand)));
        }
        List<Buffer> writes = new ArrayList<>();
        for (Value result : node.results()) {
          Buffer buffer =
              newBuffer(
                  result,
                  "result"
                      + (node.results().size() > 1 ? " " + result.index() : "")
                      + " of "
                      + node,
                  Buffer.SCRATCH);
          bufferOf.put(result, buffer);
          writes.add(buffer);
        }
        add(Unit.of(node, reads, writes));
      }
    }
  }

  /** Adds a unit behind the units that write what it reads. */
  void add(Unit unit) {
    units.add(unit);
    unit.writes().forEach(buffer -> producers.put(buffer, unit));
    for (Buffer buffer : unit.reads()) {
      readers.computeIfAbsent(buffer, ignored -> new LinkedHashSet<>()).add(unit);
      Unit producer = producers.get(buffer);
      if (producer != null) {
        unit.runAfter(producer);
      }
    }
  }

  private Buffer newBuffer(Value value, String name, Buffer.Home home) {
    TensorType type = value.type();
    return newBuffer(type.dtype(), type.elementCount(), name, home);
  }

  /** A further buffer. */
  Buffer newBuffer(DType dtype, long count, String name, Buffer.Home home) {
    Buffer buffer = new Buffer(buffers.size(), dtype, count, name, home);
    buffers.add(buffer);
    return buffer;
  }

  /** The buffer of a variable's value at the step's start. */
  Buffer variable(String name, TensorType type) {
    Buffer known = variables.get(name);
    if (known != null) {
      return known;
    }
    Buffer buffer =
        newBuffer(
            type.dtype(), type.elementCount(), "variable " + name, new Buffer.Home.Variable(name));
    variables.put(name, buffer);
    return buffer;
  }

  /** The buffer of a variable that is known to be read or assigned. */
  Buffer variable(String name) {
    Buffer known = variables.get(name);
    if (known == null) {
      throw new IllegalStateException("variable " + name + " has no buffer");
    }
    return known;
  }

  /** The buffer of a value that some unit, output or assignment needs. */
  Buffer buffer(Value value) {
    return find(value)
        .orElseThrow(
            () -> new IllegalStateException(value + " of " + value.producer() + " has no buffer"));
  }

  /** The buffer of a value, if anything needs it. */
  Optional<Buffer> find(Value value) {
    return Optional.ofNullable(bufferOf.get(value));
  }

  /** The graph. */
  Graph graph() {
    return graph;
  }

  /** All buffers; buffer i has number i. */
  List<Buffer> buffers() {
    return buffers;
  }

  /** All units, in no order that matters. */
  List<Unit> units() {
    return units;
  }

  /** The unit that computes a buffer, or null for variables, feeds and constants. */
  @Nullable Unit producer(Buffer buffer) {
    return producers.get(buffer);
  }

  /** The units that read a buffer. */
  Collection<Unit> readers(Buffer buffer) {
    return readers.getOrDefault(buffer, Set.of());
  }
}
