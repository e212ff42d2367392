// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.skeleton;

import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.GuardViolationException;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.tensor.HostTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs one entry, node by node. All buffers are allocated when it is made, one for each value; a
 * real backend places them in one arena with core's {@code LifetimePlanner}.
 */
final class EntryRunner implements AutoCloseable {
  private static final byte POISON = (byte) 0xFF;
  private static final byte OTHER_POISON = 0x5A;

  private final Graph graph;
  private final KernelTable table;
  private final boolean guarded;
  private final Map<Value, DeviceMemory.Buffer> buffers = new HashMap<>();
  private final List<Plan.Kernel> kernels = new ArrayList<>();

  EntryRunner(Graph graph, KernelTable table, DeviceMemory memory, boolean guarded) {
    this.graph = graph;
    this.table = table;
    this.guarded = guarded;
    for (Node node : graph.nodes()) {
      boolean bound =
          node.op() instanceof StructuralOp.Feed || node.op() instanceof StructuralOp.ReadVariable;
      if (!bound) {
        for (Value value : node.results()) {
          buffers.put(value, memory.allocate(node.toString(), value.type(), guarded));
        }
      }
      if (node.op() instanceof StructuralOp.Constant(HostTensor value)) {
        buffer(node.result()).tensor().copyFrom(value);
      } else if (!bound) {
        kernels.add(
            new Plan.Kernel(
                graph.name(),
                List.of(node.toString()),
                node.op().name(),
                "only",
                "row-major",
                List.of()));
      }
    }
  }

  List<Plan.Kernel> kernels() {
    return kernels;
  }

  /** Memory for the stacked outputs of a submission; they are the caller's from then on. */
  Map<String, HostTensor> allocateOutputs(Graph original, int steps) {
    Map<String, HostTensor> outputs = new LinkedHashMap<>();
    original
        .outputs()
        .forEach((name, value) -> outputs.put(name, HostTensor.zeros(value.type().stacked(steps))));
    return outputs;
  }

  /** One step: kernels, then outputs, then the variables all at once. */
  void step(
      SkeletonState state, Feeds feeds, int step, Map<String, HostTensor> outputs, long[] nanos) {
    Map<Value, HostTensor> bound = new HashMap<>();
    int kernel = 0;
    for (Node node : graph.nodes()) {
      switch (node.op()) {
        case StructuralOp.Feed feed -> bound.put(node.result(), slice(feeds, feed.feed(), step));
        case StructuralOp.ReadVariable read ->
            bound.put(node.result(), state.current(read.variable()));
        case StructuralOp.Constant ignored ->
            bound.put(node.result(), buffer(node.result()).tensor());
        case StructuralOp.Assign assign -> {
          // Into a second buffer: other nodes still have to see the value of the step's start.
          long start = System.nanoTime();
          state.next(assign.variable()).copyFrom(get(bound, node.operands().get(0)));
          nanos[kernel++] += System.nanoTime() - start;
        }
        case Primitive primitive -> {
          long start = System.nanoTime();
          DeviceMemory.Buffer result = buffer(node.result());
          run(primitive, node.operands().stream().map(value -> get(bound, value)).toList(), result);
          bound.put(node.result(), result.tensor());
          nanos[kernel++] += System.nanoTime() - start;
        }
        default ->
            throw new IllegalStateException(node + " was claimed by support() but has no kernel");
      }
    }
    graph
        .outputs()
        .forEach((name, value) -> {
          HostTensor stacked = outputs.get(name);
          if (stacked != null) {
            stacked.row(step).copyFrom(get(bound, value));
          }
        });
    state.endStep(graph.assignments().keySet());
    if (guarded) {
      buffers.values().forEach(EntryRunner::requireIntact);
      state.requireIntact();
    }
  }

  private void run(Primitive op, List<HostTensor> operands, DeviceMemory.Buffer result) {
    if (!guarded) {
      table.run(op, operands, result.tensor());
      return;
    }
    result.poison(POISON);
    table.run(op, operands, result.tensor());
    requireIntact(result);
    HostTensor first = result.tensor().copy();
    // An element that takes whatever the buffer held before was not written. Two different
    // contents tell that from a result that just looks like poison.
    result.poison(OTHER_POISON);
    table.run(op, operands, result.tensor());
    requireIntact(result);
    long mismatch = first.segment().mismatch(result.tensor().segment());
    if (mismatch >= 0) {
      throw new GuardViolationException(
          "kernel "
              + result.name()
              + " left byte "
              + mismatch
              + " of its result "
              + first.type()
              + " unwritten, or reads it before writing");
    }
  }

  static void requireIntact(DeviceMemory.Buffer buffer) {
    if (!buffer.isIntact()) {
      throw new GuardViolationException(
          "something wrote outside the buffer of " + buffer.name() + " " + buffer.tensor().type());
    }
  }

  private static HostTensor slice(Feeds feeds, String name, int step) {
    Feeds.Fed fed = feeds.all().get(name);
    if (fed == null) {
      throw new IllegalStateException(
          "feed " + name + " is missing; SubmissionCheck lets none pass");
    }
    return fed.stacked() ? fed.tensor().row(step) : fed.tensor();
  }

  private static HostTensor get(Map<Value, HostTensor> bound, Value value) {
    HostTensor tensor = bound.get(value);
    if (tensor == null) {
      throw new IllegalStateException(value + " is used before it is computed");
    }
    return tensor;
  }

  private DeviceMemory.Buffer buffer(Value value) {
    DeviceMemory.Buffer buffer = buffers.get(value);
    if (buffer == null) {
      throw new IllegalStateException(value + " has no buffer");
    }
    return buffer;
  }

  Profile profile(long[] nanos, int steps) {
    List<Profile.KernelTime> times = new ArrayList<>();
    for (int i = 0; i < nanos.length; i++) {
      times.add(new Profile.KernelTime(kernels.get(i), nanos[i]));
    }
    return new Profile(times, steps);
  }

  @Override
  public void close() {
    buffers.values().forEach(DeviceMemory.Buffer::close);
  }
}
