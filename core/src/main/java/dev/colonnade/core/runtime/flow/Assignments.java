// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.StructuralOp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the values assigned to variables into the variables' arrays.
 *
 * <p>Reads see the step's start, so the unit that writes a variable's array must come after all
 * units that read the old value, and may itself read it only where overwriting in place is right.
 * Where such an order exists the unit writes into the array; otherwise the value is computed
 * elsewhere and copied once all readers have run. A chain of partial updates of a variable runs in
 * its array as a whole.
 */
final class Assignments {
  private static final int FIRST = 0;
  private static final int AT_THE_END = Integer.MAX_VALUE;

  private final Dataflow flow;
  private final Map<String, Buffer> assigned = new LinkedHashMap<>();
  private final Set<String> written = new HashSet<>();

  private Assignments(Dataflow flow) {
    this.flow = flow;
  }

  /**
   * Places all assignments of the entry.
   *
   * @param inPlace whether variables may be written by the units that compute their new values
   */
  static void place(Dataflow flow, boolean inPlace) {
    Assignments assignments = new Assignments(flow);
    for (Node node : flow.graph().nodes()) {
      if (node.op() instanceof StructuralOp.Assign assign) {
        Value value = node.operands().get(0);
        // Known before anything is placed: a variable that is both read and assigned has a buffer.
        flow.variable(assign.variable(), assign.type());
        assignments.assigned.put(assign.variable(), flow.buffer(value));
      }
    }
    // A copy in the graph's order: the order of Map.copyOf differs from one JVM to the next.
    new LinkedHashMap<>(assignments.assigned).forEach(assignments::saveOldValue);
    if (inPlace) {
      assignments.assigned.forEach(assignments::writeInPlace);
    }
    assignments.assigned.forEach(assignments::copyIfNotInPlace);
  }

  private void writeInPlace(String variable, Buffer value) {
    Unit writer = flow.producer(value);
    if (!value.isScratch() || writer == null || writer.node().isEmpty()) {
      return;
    }
    Buffer old = old(variable);
    List<Buffer> chain = chain(old, value);
    Buffer before = old;
    for (Buffer link : chain) {
      Unit unit = producerOf(link);
      if (!order(before, unit)) {
        // A partial order stays behind; it is harmless, and the copy will be right.
        return;
      }
      before = link;
    }
    for (Buffer link : chain) {
      link.settle(new Buffer.Home.Variable(variable));
      producerOf(link).hurry();
    }
    written.add(variable);
  }

  /**
   * The buffers from the first to the last that are to share the variable's array: the assigned
   * value, and in front of it the operands of partial updates back to the variable.
   */
  private List<Buffer> chain(Buffer old, Buffer value) {
    List<Buffer> chain = new ArrayList<>(List.of(value));
    Buffer link = value;
    while (true) {
      Unit unit = producerOf(link);
      boolean update =
          unit.node().isPresent() && unit.node().get().op() instanceof ShapeOp.DynamicUpdateSlice;
      if (!update) {
        return List.of(value);
      }
      Buffer operand = unit.reads().get(0);
      if (operand == old) {
        return chain;
      }
      if (!operand.isScratch() || assigned.containsValue(operand)) {
        // What another variable is assigned as well must outlive the next update.
        return List.of(value);
      }
      chain.add(0, operand);
      link = operand;
    }
  }

  /** Orders all other readers of {@code before} in front of {@code writer}, if that can be done. */
  private boolean order(Buffer before, Unit writer) {
    Collection<Unit> readers = flow.readers(before);
    if (readers.contains(writer) && !mayOverwrite(writer, before)) {
      return false;
    }
    Set<Unit> others = new HashSet<>(readers);
    others.remove(writer);
    if (reachesAny(writer, others)) {
      return false;
    }
    others.forEach(writer::runAfter);
    return true;
  }

  /** Whether results of {@code unit} may overwrite {@code operand} wherever the unit reads it. */
  static boolean mayOverwrite(Unit unit, Buffer operand) {
    if (unit.node().isEmpty()) {
      return false;
    }
    Node node = unit.node().get();
    for (int index = 0; index < unit.reads().size(); index++) {
      if (unit.reads().get(index) == operand
          && !(InPlace.allows(node.op(), index)
              && node.operands().get(index).type().elementCount() == operand.count())) {
        return false;
      }
    }
    return true;
  }

  private static boolean reachesAny(Unit start, Set<Unit> targets) {
    Set<Unit> seen = new HashSet<>();
    Deque<Unit> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      for (Unit next : open.pop().after()) {
        if (targets.contains(next)) {
          return true;
        }
        if (seen.add(next)) {
          open.push(next);
        }
      }
    }
    return false;
  }

  /**
   * A variable that is assigned another variable's old value, while that one gets a new value in
   * the same step ({@code x' = y, y' = x}), takes it from a copy made before.
   */
  private void saveOldValue(String variable, Buffer value) {
    if (!(value.home() instanceof Buffer.Home.Variable(String source))
        || source.equals(variable)
        || !assigned.containsKey(source)
        || assigned.get(source) == value) {
      return;
    }
    Buffer saved =
        flow.newBuffer(
            value.dtype(), value.count(), "old value of variable " + source, Buffer.SCRATCH);
    flow.add(Unit.copy("save variable " + source, value, saved, FIRST));
    assigned.put(variable, saved);
  }

  private void copyIfNotInPlace(String variable, Buffer value) {
    Buffer old = old(variable);
    if (written.contains(variable) || value == old) {
      return;
    }
    Buffer target =
        flow.newBuffer(
            value.dtype(),
            value.count(),
            "new value of variable " + variable,
            new Buffer.Home.Variable(variable));
    Unit copy = Unit.copy("assign variable " + variable, value, target, AT_THE_END);
    flow.readers(old).forEach(copy::runAfter);
    flow.add(copy);
  }

  private Buffer old(String variable) {
    return flow.variable(variable);
  }

  private Unit producerOf(Buffer buffer) {
    Unit unit = flow.producer(buffer);
    if (unit == null) {
      throw new IllegalStateException("nothing computes " + buffer);
    }
    return unit;
  }
}
