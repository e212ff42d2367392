// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * An entry as buffers and units in the order in which they run. Reads of a variable see its value
 * at the step's start; the order, and copies where no order does, see to that.
 */
public final class EntryFlow {
  private final Dataflow flow;
  private final List<Unit> order;

  private EntryFlow(Dataflow flow, List<Unit> order) {
    this.flow = flow;
    this.order = order;
  }

  /**
   * The flow of a lowered graph.
   *
   * @param inPlace whether variables may be overwritten by the units that compute their new values,
   *     as is wanted unless every buffer is to be watched
   */
  public static EntryFlow of(Graph lowered, boolean inPlace) {
    Dataflow flow = Dataflow.of(lowered);
    Assignments.place(flow, inPlace);
    return new EntryFlow(flow, Schedule.order(flow.units()));
  }

  /** The graph. */
  public Graph graph() {
    return flow.graph();
  }

  /** All buffers so far; buffer i has number i. */
  public List<Buffer> buffers() {
    return flow.buffers();
  }

  /**
   * The buffer in which a value lies; none if nothing needs the value, or if it is a broadcast that
   * all its readers read through strides.
   */
  Optional<Buffer> buffer(Value value) {
    return flow.find(value);
  }

  /** The units in the order in which they run. */
  public List<Unit> order() {
    return order;
  }

  /**
   * Units that depend on constants alone, and so need to run only once, when the entry is compiled.
   * Their results, of at most {@code largest} elements each, move from scratch memory to {@link
   * Buffer.Home.Folded}.
   */
  public Set<Unit> fold(long largest) {
    Set<Unit> folded = new HashSet<>();
    for (Unit unit : order) {
      boolean invariant =
          unit.node().isPresent()
              && unit.reads().stream()
                  .allMatch(read ->
                      read.home() instanceof Buffer.Home.Constant
                          || read.home() instanceof Buffer.Home.Folded)
              && unit.writes().stream()
                  .allMatch(write -> write.isScratch() && write.count() <= largest);
      if (invariant) {
        folded.add(unit);
        unit.writes().forEach(buffer -> buffer.settle(new Buffer.Home.Folded()));
      }
    }
    return folded;
  }

  /** A further buffer, for a unit's workspace. */
  public Buffer workspace(Unit unit, DType dtype, long count) {
    return flow.newBuffer(dtype, count, "workspace of " + unit.name(), Buffer.SCRATCH);
  }

  /** How a unit's node reads an operand: densely, or through a broadcast that has no unit. */
  public OperandView view(Unit unit, int operand) {
    Node node = unit.node().orElseThrow(() -> new IllegalStateException(unit + " has no node"));
    return view(
        node.operands().get(operand), Absorption.source(node, operand), unit.reads().get(operand));
  }

  private static OperandView view(Value value, Value source, Buffer buffer) {
    if (value == source) {
      return OperandView.dense(buffer, value.type().shape());
    }
    if (!(value.producer().op() instanceof ShapeOp.Broadcast broadcast)) {
      throw new IllegalStateException(value + " is not a broadcast");
    }
    return view(value.producer().operands().get(0), source, buffer).broadcast(broadcast);
  }

  /**
   * For each result that may lie where a dying operand lies, that operand: its kernel reads element
   * i, and no other, to write element i. Chains are followed to their first buffer.
   */
  public Map<Buffer, Buffer> sharing() {
    return sharing((a, b) -> a.byteSize() == b.byteSize());
  }

  /**
   * As {@link #sharing()}, for memory that is divided by element type.
   *
   * @param oneMemory whether elements of two types may lie in the same place
   */
  public Map<Buffer, Buffer> sharing(BiPredicate<DType, DType> oneMemory) {
    Map<Buffer, Integer> last = new HashMap<>();
    for (int time = 0; time < order.size(); time++) {
      for (Buffer buffer : order.get(time).reads()) {
        last.put(buffer, time);
      }
      for (Buffer buffer : order.get(time).writes()) {
        last.merge(buffer, time, Math::max);
      }
    }
    Map<Buffer, Buffer> owners = new HashMap<>();
    Map<Buffer, Integer> ends = new HashMap<>(last);
    for (int time = 0; time < order.size(); time++) {
      Unit unit = order.get(time);
      List<Buffer> taken = new ArrayList<>();
      for (Buffer result : unit.writes()) {
        sharer(unit, result, oneMemory, owners, ends, taken, time)
            .ifPresent(owner -> {
              taken.add(owner);
              owners.put(result, owner);
              ends.merge(owner, ends.getOrDefault(result, 0), Math::max);
            });
      }
    }
    return owners;
  }

  private static Optional<Buffer> sharer(
      Unit unit,
      Buffer result,
      BiPredicate<DType, DType> oneMemory,
      Map<Buffer, Buffer> owners,
      Map<Buffer, Integer> ends,
      List<Buffer> taken,
      int time) {
    if (!result.isScratch()) {
      return Optional.empty();
    }
    for (Buffer operand : unit.reads()) {
      Buffer owner = owners.getOrDefault(operand, operand);
      if (operand.isScratch()
          && ends.getOrDefault(owner, -1) == time
          && operand.count() == result.count()
          && oneMemory.test(operand.dtype(), result.dtype())
          && !taken.contains(owner)
          && Assignments.mayOverwrite(unit, operand)) {
        return Optional.of(owner);
      }
    }
    return Optional.empty();
  }
}
