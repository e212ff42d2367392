// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compile;

import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.runtime.flow.EntryFlow;
import dev.colonnade.core.runtime.flow.PlannedAlgorithms;
import dev.colonnade.core.runtime.flow.Unit;
import dev.colonnade.cuda.fusion.FusedElementwise;
import dev.colonnade.cuda.kernel.Call;
import dev.colonnade.cuda.kernel.KernelSet;
import dev.colonnade.cuda.kernel.Made;
import dev.colonnade.cuda.kernel.Ways;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * All decisions about one entry; no device memory has been taken yet.
 *
 * @param graph the lowered graph
 * @param buffers all buffers
 * @param prologue steps that depend on constants alone and run once, when the program is compiled
 * @param steps what runs in each step, in order; outputs are copied by the steps that write a
 *     {@link Buffer.Home.Returned} buffer, which have no instructions here
 * @param scratch where buffers lie in scratch memory
 * @param constants where constants, and what depends on them alone, lie
 */
public record EntryPlan(
    Graph graph,
    List<Buffer> buffers,
    List<Step> prologue,
    List<Step> steps,
    Layout scratch,
    Layout constants) {
  /** Results above this many elements are computed in each step rather than kept for good. */
  private static final int LARGEST_FOLDED = 1 << 20;

  /**
   * Scratch memory of up to this many bytes is not shared by buffers. It stays in the level-2 cache
   * all the same, and two kernels that touch one place must wait for each other: in the persistent
   * kernel that is a barrier.
   */
  private static final long SMALL_SCRATCH = 4 << 20;

  /**
   * Plans an entry.
   *
   * @param lowered what the backend claimed
   * @param choice which kernels it is made of
   * @param circumstances what the choice of kernels depends on
   * @param planned rows of a plan to follow
   * @param mode in a guarded run no two buffers share memory; only in a normal one is anything
   *     computed beforehand
   */
  public static EntryPlan of(
      Graph lowered,
      KernelChoice choice,
      KernelSet kernels,
      Circumstances circumstances,
      Optional<List<Plan.Kernel>> planned,
      RunMode mode) {
    Graph graph = choice.prepare(lowered);
    boolean byLibraries = choice == KernelChoice.SEPARATE;
    boolean guarded = mode == RunMode.GUARDED;
    EntryFlow flow = EntryFlow.of(graph, !guarded);
    Set<Unit> folded = mode == RunMode.NORMAL ? flow.fold(LARGEST_FOLDED) : Set.of();
    PlannedAlgorithms algorithms = new PlannedAlgorithms(graph.name(), planned);
    List<Step> prologue = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    for (Unit unit : flow.order()) {
      Step step = step(flow, unit, kernels, circumstances, algorithms, byLibraries);
      if (folded.contains(unit)) {
        step.workspaces().forEach(buffer -> buffer.settle(new Buffer.Home.Folded()));
        prologue.add(step);
      } else {
        steps.add(step);
      }
    }
    algorithms.requireAllUsed();
    List<Buffer> buffers = List.copyOf(flow.buffers());
    List<Buffer> feeds =
        buffers.stream().filter(buffer -> buffer.home() instanceof Buffer.Home.Fed).toList();
    Layout apart =
        Layout.sideBySide(
            buffers.stream()
                .filter(b -> b.isScratch() || b.home() instanceof Buffer.Home.Fed)
                .toList(),
            guarded ? Layout.ALIGNMENT : 0);
    Layout scratch =
        guarded || apart.byteSize() <= SMALL_SCRATCH
            ? apart
            : Layout.byLifetime(steps, feeds, flow.sharing());
    Layout constants =
        Layout.sideBySide(
            buffers.stream().filter(EntryPlan::isConstant).toList(),
            guarded ? Layout.ALIGNMENT : 0);
    return new EntryPlan(graph, buffers, prologue, steps, scratch, constants);
  }

  private static boolean isConstant(Buffer buffer) {
    return buffer.home() instanceof Buffer.Home.Constant
        || buffer.home() instanceof Buffer.Home.Folded;
  }

  private static Step step(
      EntryFlow flow,
      Unit unit,
      KernelSet kernels,
      Circumstances circumstances,
      PlannedAlgorithms algorithms,
      boolean byLibraries) {
    if (unit.node().isEmpty()) {
      return copy(flow, unit, kernels, circumstances.multiprocessors());
    }
    Node node = unit.node().get();
    Tuner.Candidate chosen =
        choose(flow, unit, node, kernels, circumstances, algorithms.of(node), byLibraries);
    Made made = chosen.made();
    algorithms.requireFollowed(node, made.kernel(), made.algorithm());
    Plan.Kernel row =
        new Plan.Kernel(
            flow.graph().name(),
            covered(unit, node),
            made.kernel(),
            made.algorithm(),
            "nchw",
            made.alternatives());
    return new Step(
        row,
        made.instructions(),
        unit.reads(),
        unit.writes(),
        chosen.call().workspaces(),
        ProductWork.macs(node));
  }

  /** The node, and behind it the operations that it stands for. */
  private static List<String> covered(Unit unit, Node node) {
    List<String> names = new ArrayList<>(List.of(unit.name()));
    if (node.op() instanceof FusedElementwise fused) {
      names.addAll(fused.operations());
    }
    return names;
  }

  /** The way that the plan asks for, or the fastest. */
  private static Tuner.Candidate choose(
      EntryFlow flow,
      Unit unit,
      Node node,
      KernelSet kernels,
      Circumstances circumstances,
      Optional<String> planned,
      boolean byLibraries) {
    List<Tuner.Candidate> candidates = new ArrayList<>();
    Ways ways = kernels.ways(new UnitCall(flow, unit, node, circumstances, planned), byLibraries);
    for (Function<Call, Made> way : ways.offered()) {
      UnitCall call = new UnitCall(flow, unit, node, circumstances, planned);
      candidates.add(new Tuner.Candidate(call, way.apply(call)));
    }
    if (planned.isPresent()) {
      // Where none is as planned the first is refused with a sentence.
      return candidates.stream()
          .filter(candidate -> candidate.made().algorithm().equals(planned.get()))
          .findFirst()
          .orElse(candidates.get(0));
    }
    return circumstances.tuner().choose(candidates, ways.refused(), unit.reads(), unit.writes());
  }

  private static Step copy(EntryFlow flow, Unit unit, KernelSet kernels, int multiprocessors) {
    Buffer from = unit.reads().get(0);
    Buffer to = unit.writes().get(0);
    boolean returned = to.home() instanceof Buffer.Home.Returned;
    Plan.Kernel row =
        new Plan.Kernel(
            flow.graph().name(), List.of(unit.name()), "copy", "only", "nchw", List.of());
    return new Step(
        row,
        returned ? List.of() : List.of(kernels.copy(multiprocessors, from, to)),
        unit.reads(),
        unit.writes(),
        List.of(),
        0);
  }

  /** The feeds' buffers by feed name. */
  public Map<String, Buffer> feeds() {
    Map<String, Buffer> feeds = new HashMap<>();
    for (Buffer buffer : buffers) {
      if (buffer.home() instanceof Buffer.Home.Fed(String feed)) {
        feeds.put(feed, buffer);
      }
    }
    return feeds;
  }
}
