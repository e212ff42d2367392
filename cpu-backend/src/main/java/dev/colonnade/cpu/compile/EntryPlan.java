// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.compile;

import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.runtime.flow.EntryFlow;
import dev.colonnade.core.runtime.flow.PlannedAlgorithms;
import dev.colonnade.core.runtime.flow.Unit;
import dev.colonnade.cpu.execute.ArrayLimit;
import dev.colonnade.cpu.execute.Step;
import dev.colonnade.cpu.instruction.KernelSet;
import dev.colonnade.cpu.instruction.Made;
import java.util.ArrayList;
import java.util.HashMap;
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
record EntryPlan(
    Graph graph, List<Buffer> buffers, List<Step> prologue, List<Step> steps, ScratchPlan scratch) {

  /** Results above this many elements are computed in each step rather than kept for good. */
  private static final int LARGEST_FOLDED = 1 << 20;

  /**
   * Plans an entry.
   *
   * @param planned the algorithms to use, in the order of the kernels, or empty to choose
   * @param mode in a guarded run buffers keep their places, with gaps between them; only in a
   *     normal one is anything computed beforehand
   */
  static EntryPlan of(
      Graph graph, KernelSet kernels, Optional<List<Plan.Kernel>> planned, RunMode mode) {
    boolean guarded = mode == RunMode.GUARDED;
    EntryFlow flow = EntryFlow.of(graph, !guarded);
    Set<Unit> folded = mode == RunMode.NORMAL ? flow.fold(LARGEST_FOLDED) : Set.of();
    Map<Buffer, Buffer> sharers = guarded ? Map.of() : flow.sharing(ScratchPlan::oneArray);
    Map<Unit, List<Buffer>> workspaces = new HashMap<>();
    List<Step> prologue = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    List<Unit> stepUnits = new ArrayList<>();
    PlannedAlgorithms algorithms = new PlannedAlgorithms(graph.name(), planned);
    for (Unit unit : flow.order()) {
      Step step = step(flow, unit, kernels, algorithms, workspaces);
      if (folded.contains(unit)) {
        step.workspaces().forEach(buffer -> buffer.settle(new Buffer.Home.Folded()));
        prologue.add(step);
      } else {
        steps.add(step);
        stepUnits.add(unit);
      }
    }
    algorithms.requireAllUsed();
    List<Buffer> staged =
        flow.buffers().stream().filter(b -> b.home() instanceof Buffer.Home.Fed).toList();
    ScratchPlan scratch = ScratchPlan.of(stepUnits, workspaces, staged, sharers, guarded);
    return new EntryPlan(graph, List.copyOf(flow.buffers()), prologue, steps, scratch);
  }

  private static Step step(
      EntryFlow flow,
      Unit unit,
      KernelSet kernels,
      PlannedAlgorithms algorithms,
      Map<Unit, List<Buffer>> workspaces) {
    List<String> nodes = List.of(unit.name());
    Made made;
    if (unit.node().isPresent()) {
      Node node = unit.node().get();
      CompiledCall call = new CompiledCall(flow, unit, node, algorithms.of(node));
      made = kernels.make(call);
      workspaces.put(unit, List.copyOf(call.workspaces()));
      algorithms.requireFollowed(node, made.kernel(), made.algorithm());
    } else {
      Buffer from = unit.reads().get(0);
      Buffer to = unit.writes().get(0);
      made = kernels.copy(from.dtype(), ArrayLimit.count(from), from.number(), to.number());
    }
    Plan.Kernel kernel =
        new Plan.Kernel(
            flow.graph().name(),
            nodes,
            made.kernel(),
            made.algorithm(),
            unit.node().map(kernels::layout).orElse(KernelSet.LOGICAL),
            made.alternatives());
    return new Step(
        made.instruction(),
        kernel,
        unit.reads(),
        unit.writes(),
        workspaces.getOrDefault(unit, List.of()));
  }
}
