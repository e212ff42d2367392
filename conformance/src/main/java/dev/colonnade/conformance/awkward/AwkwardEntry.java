// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.awkward;

import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.GuardViolationException;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.runtime.LifetimePlanner;
import dev.colonnade.core.tensor.HostTensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry: its values in one arena, where those that never live together share memory. Everything
 * but the constructor runs on the device's thread.
 */
final class AwkwardEntry {
  private static final long ODD_ALIGNMENT = 5;
  private static final long GAP_BYTES = 16;
  private static final byte OTHER_POISON = 0x33;

  private record Place(PaddedLayout layout, long offset) {}

  private final AwkwardSession session;
  private final Graph graph;
  private final boolean guarded;
  private final Map<Value, Place> places = new LinkedHashMap<>();
  private final List<Plan.Kernel> kernels = new ArrayList<>();
  private final PrivateMemory arena;

  AwkwardEntry(AwkwardSession session, Graph graph, boolean guarded) {
    this.session = session;
    this.graph = graph;
    this.guarded = guarded;
    Map<Value, Integer> lastUses = lastUses();
    List<Value> values = new ArrayList<>();
    List<LifetimePlanner.Buffer> buffers = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (isBound(node)) {
        continue;
      }
      String layout = "none";
      for (Value value : node.results()) {
        PaddedLayout padded = new PaddedLayout(value.type());
        layout = padded.toString();
        values.add(value);
        // Constants are stored once, so their memory is never shared.
        boolean constant = node.op() instanceof StructuralOp.Constant;
        buffers.add(
            new LifetimePlanner.Buffer(
                padded.byteSize(),
                constant ? 0 : node.id(),
                constant ? graph.nodes().size() : lastUses.getOrDefault(value, node.id())));
      }
      if (!(node.op() instanceof StructuralOp.Constant)) {
        kernels.add(
            new Plan.Kernel(
                graph.name(),
                List.of(node.toString()),
                node.op().name(),
                "only",
                layout,
                List.of()));
      }
    }
    LifetimePlanner.Placement placement = LifetimePlanner.place(buffers, ODD_ALIGNMENT, GAP_BYTES);
    for (int i = 0; i < values.size(); i++) {
      places.put(
          values.get(i),
          new Place(new PaddedLayout(values.get(i).type()), placement.offsets().get(i)));
    }
    this.arena =
        session.thread().call(() -> new PrivateMemory(placement.total(), session.account()));
    session.thread().call(this::storeConstants);
  }

  private static boolean isBound(Node node) {
    return node.op() instanceof StructuralOp.Feed || node.op() instanceof StructuralOp.ReadVariable;
  }

  private Map<Value, Integer> lastUses() {
    Map<Value, Integer> last = new HashMap<>();
    for (Node node : graph.nodes()) {
      node.operands().forEach(operand -> last.put(operand, node.id()));
    }
    // Outputs and assigned values are copied out when the step ends.
    graph.outputs().values().forEach(value -> last.put(value, graph.nodes().size()));
    graph.assignments().values().forEach(value -> last.put(value, graph.nodes().size()));
    return last;
  }

  private int storeConstants() {
    int stored = 0;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof StructuralOp.Constant(HostTensor value)) {
        place(node.result()).layout.store(value, memory(node.result()));
        stored++;
      }
    }
    return stored;
  }

  List<Plan.Kernel> kernels() {
    return kernels;
  }

  private Place place(Value value) {
    Place place = places.get(value);
    if (place == null) {
      throw new IllegalStateException(value + " has no place in the arena");
    }
    return place;
  }

  private MemorySegment memory(Value value) {
    Place place = place(value);
    return arena.memory().asSlice(place.offset, place.layout.byteSize());
  }

  void step(
      AwkwardState state,
      Map<String, Feeds.Fed> feeds,
      int step,
      Map<String, HostTensor> outputs,
      long[] nanos) {
    int kernel = 0;
    for (Node node : graph.nodes()) {
      if (isBound(node) || node.op() instanceof StructuralOp.Constant) {
        continue;
      }
      long start = System.nanoTime();
      if (!(node.op() instanceof StructuralOp.Assign)) {
        run(node, state, feeds, step);
      }
      nanos[kernel++] += System.nanoTime() - start;
    }
    graph
        .outputs()
        .forEach((name, value) -> {
          HostTensor stacked = outputs.get(name);
          if (stacked != null) {
            stacked.row(step).copyFrom(load(value, state, feeds, step));
          }
        });
    // All new values are loaded before the first is stored: one may be another variable's old one.
    Map<String, HostTensor> assigned = new LinkedHashMap<>();
    graph
        .assignments()
        .forEach((name, value) -> assigned.put(name, load(value, state, feeds, step)));
    assigned.forEach(state::store);
    if (guarded) {
      state.requireIntact();
    }
  }

  private void run(Node node, AwkwardState state, Map<String, Feeds.Fed> feeds, int step) {
    if (!(node.op() instanceof Primitive op)) {
      throw new IllegalStateException(node + " was not lowered to a primitive");
    }
    List<HostTensor> operands =
        node.operands().stream().map(value -> load(value, state, feeds, step)).toList();
    Value value = node.result();
    MemorySegment memory = memory(value);
    memory.fill(PaddedLayout.POISON);
    HostTensor result = HostTensor.zeros(value.type());
    result.segment().fill(PaddedLayout.POISON);
    session.kernels().run(op, operands, result);
    if (guarded) {
      HostTensor again = HostTensor.zeros(value.type());
      again.segment().fill(OTHER_POISON);
      session.kernels().run(op, operands, again);
      if (!again.bitwiseEquals(result)) {
        throw new GuardViolationException(
            "kernel " + node + " leaves part of its result unwritten, or reads it before writing");
      }
    }
    place(value).layout.store(result, memory);
    if (guarded) {
      place(value).layout.requireIntact(node.toString(), memory);
    }
  }

  private HostTensor load(Value value, AwkwardState state, Map<String, Feeds.Fed> feeds, int step) {
    return switch (value.producer().op()) {
      case StructuralOp.ReadVariable read -> state.load(read.variable());
      case StructuralOp.Feed feed -> {
        Feeds.Fed fed = feeds.get(feed.feed());
        if (fed == null) {
          throw new IllegalStateException("feed " + feed.feed() + " is missing");
        }
        yield (fed.stacked() ? fed.tensor().row(step) : fed.tensor()).copy();
      }
      default -> place(value).layout.load(memory(value));
    };
  }

  Profile profile(long[] nanos, int steps) {
    List<Profile.KernelTime> times = new ArrayList<>();
    for (int i = 0; i < nanos.length; i++) {
      times.add(new Profile.KernelTime(kernels.get(i), nanos[i]));
    }
    return new Profile(times, steps);
  }

  void free() {
    arena.free();
  }
}
