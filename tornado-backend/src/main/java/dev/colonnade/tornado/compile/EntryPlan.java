// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.compile;

import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.runtime.flow.EntryFlow;
import dev.colonnade.core.runtime.flow.OperandView;
import dev.colonnade.core.runtime.flow.PlannedAlgorithms;
import dev.colonnade.core.runtime.flow.Unit;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.tornado.engine.Kind;
import dev.colonnade.tornado.launch.Call;
import dev.colonnade.tornado.launch.KernelSet;
import dev.colonnade.tornado.launch.Launch;
import dev.colonnade.tornado.launch.Made;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All decisions about one entry; no memory has been taken yet.
 *
 * @param graph the lowered graph
 * @param buffers all buffers; buffer i has number i
 * @param prologue steps that depend on constants alone and run once, when the program is compiled
 * @param steps what runs in each step, in order
 * @param scratch where buffers lie in scratch memory
 */
public record EntryPlan(
    Graph graph, List<Buffer> buffers, List<Step> prologue, List<Step> steps, ScratchPlan scratch) {

  /** Results above this many elements are computed in each step rather than kept for good. */
  private static final int LARGEST_FOLDED = 1 << 20;

  /**
   * Plans an entry.
   *
   * @param cores of the device
   * @param lists whether its kernels are tasks of lists
   * @param planned the algorithms to use, or empty to choose
   * @param mode in a guarded run buffers keep their places, with gaps between them; only in a
   *     normal one is anything computed beforehand
   */
  public static EntryPlan of(
      Graph graph, int cores, boolean lists, Optional<List<Plan.Kernel>> planned, RunMode mode) {
    boolean guarded = mode == RunMode.GUARDED;
    EntryFlow flow = EntryFlow.of(graph, !guarded);
    Set<Unit> folded = mode == RunMode.NORMAL ? flow.fold(LARGEST_FOLDED) : Set.of();
    Map<Buffer, Buffer> sharers = guarded ? Map.of() : flow.sharing(Kind::oneMemory);
    List<Step> prologue = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    PlannedAlgorithms algorithms = new PlannedAlgorithms(graph.name(), planned);
    for (Unit unit : flow.order()) {
      Step step = step(flow, unit, cores, lists, algorithms);
      if (folded.contains(unit)) {
        step.workspaces().forEach(buffer -> buffer.settle(new Buffer.Home.Folded()));
        prologue.add(step);
      } else {
        steps.add(step);
      }
    }
    algorithms.requireAllUsed();
    ScratchPlan scratch = ScratchPlan.of(steps, sharers, guarded);
    return new EntryPlan(graph, List.copyOf(flow.buffers()), prologue, steps, scratch);
  }

  private static Step step(
      EntryFlow flow, Unit unit, int cores, boolean lists, PlannedAlgorithms algorithms) {
    List<Buffer> workspaces = new ArrayList<>();
    Made made;
    if (unit.node().isPresent()) {
      Node node = unit.node().get();
      made =
          KernelSet.make(
              new UnitCall(flow, unit, node, cores, lists, algorithms.of(node), workspaces));
      algorithms.requireFollowed(node, made.kernel(), made.algorithm());
    } else {
      Launch copy = KernelSet.copy(unit.reads().get(0), unit.writes().get(0));
      made = new Made("copy", "only", List.of(copy));
    }
    Plan.Kernel kernel =
        new Plan.Kernel(
            flow.graph().name(),
            List.of(unit.name()),
            made.kernel(),
            made.algorithm(),
            "nchw",
            List.of());
    return new Step(kernel, made.launches(), unit.reads(), unit.writes(), workspaces);
  }

  private record UnitCall(
      EntryFlow flow,
      Unit unit,
      Node node,
      int cores,
      boolean lists,
      Optional<String> plannedAlgorithm,
      List<Buffer> workspaces)
      implements Call {
    @Override
    public Buffer operand(int index) {
      if (!flow.view(unit, index).isDense()) {
        throw new IllegalStateException(
            "operand " + index + " of " + node + " is read by its view");
      }
      return unit.reads().get(index);
    }

    @Override
    public OperandView view(int index) {
      return flow.view(unit, index);
    }

    @Override
    public Buffer result(int index) {
      return unit.writes().get(index);
    }

    @Override
    public Buffer workspace(DType dtype, long count) {
      Buffer buffer = flow.workspace(unit, dtype, count);
      workspaces.add(buffer);
      return buffer;
    }
  }
}
