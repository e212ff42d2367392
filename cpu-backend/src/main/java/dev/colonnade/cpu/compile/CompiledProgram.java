// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.compile;

import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.cpu.execute.ArrayLimit;
import dev.colonnade.cpu.execute.Entry;
import dev.colonnade.cpu.execute.EntryAssembly;
import dev.colonnade.cpu.execute.FilterPanels;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Slack;
import dev.colonnade.cpu.execute.Step;
import dev.colonnade.cpu.instruction.KernelSet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program compiled in two moves: {@link #plan} decides everything and knows the memory it will
 * take, {@link #allocate} takes it. All entries share one scratch memory, as they never run at
 * once.
 */
public final class CompiledProgram {
  private final Map<String, EntryPlan> plans = new LinkedHashMap<>();
  private final RunMode mode;
  private final Map<String, FilterPanels> filters;

  private CompiledProgram(RunMode mode, Map<String, FilterPanels> filters) {
    this.mode = mode;
    this.filters = filters;
  }

  /**
   * Plans a lowered program.
   *
   * @param planned an earlier plan to follow
   */
  public static CompiledProgram plan(
      Program lowered, KernelSet kernels, RunMode mode, Optional<Plan> planned) {
    Map<String, List<Plan.Kernel>> rows = new HashMap<>();
    Map<String, String> layouts = new HashMap<>();
    if (planned.isPresent()) {
      lowered.entries().keySet().forEach(entry -> rows.put(entry, new ArrayList<>()));
      for (Plan.Kernel row : planned.get().kernels()) {
        rows.computeIfAbsent(row.entry(), entry -> new ArrayList<>()).add(row);
      }
      rows.forEach((entry, own) -> layouts.put(entry, layout(own)));
    }
    KernelSet.Arranged arranged = kernels.arrange(lowered, layouts);
    CompiledProgram program = new CompiledProgram(mode, arranged.filters());
    for (Graph entry : arranged.entries()) {
      program.plans.put(
          entry.name(),
          EntryPlan.of(entry, kernels, Optional.ofNullable(rows.get(entry.name())), mode));
    }
    return program;
  }

  /** The layout of an entry's convolutions. */
  private static String layout(List<Plan.Kernel> rows) {
    return rows.stream()
        .map(Plan.Kernel::layout)
        .filter(layout -> !layout.equals(KernelSet.LOGICAL))
        .findFirst()
        .orElse(KernelSet.LOGICAL);
  }

  /** The variables that are kept in panels. */
  public Map<String, FilterPanels> filters() {
    return filters;
  }

  /** Elements of canary around buffers of this program; variables must have them too. */
  public int guard() {
    return mode == RunMode.GUARDED ? ScratchPlan.GUARD : 0;
  }

  /** Rows of the plan, entry by entry; first what runs once when compiling. */
  public List<Plan.Kernel> kernels() {
    List<Plan.Kernel> kernels = new ArrayList<>();
    for (EntryPlan plan : plans.values()) {
      plan.prologue().forEach(step -> kernels.add(step.kernel()));
      plan.steps().forEach(step -> kernels.add(step.kernel()));
    }
    return kernels;
  }

  /** Elements of the scratch array of a kind. */
  private long scratch(ScratchPlan.Kind kind) {
    return plans.values().stream().mapToLong(plan -> plan.scratch().total(kind)).max().orElse(0);
  }

  /** The most elements that one array must hold; above 2^31 - 9 the program cannot run. */
  public long largestArray() {
    long largest = 0;
    for (ScratchPlan.Kind kind : ScratchPlan.Kind.values()) {
      largest = Math.max(largest, scratch(kind));
    }
    return largest;
  }

  /** Bytes of scratch memory and constants. */
  public long bytes() {
    long bytes =
        Float.BYTES * (scratch(ScratchPlan.Kind.FLOATS) + Slack.FLOATS)
            + Integer.BYTES * scratch(ScratchPlan.Kind.INTS)
            + scratch(ScratchPlan.Kind.BYTES);
    for (EntryPlan plan : plans.values()) {
      for (Buffer buffer : plan.buffers()) {
        if (buffer.home() instanceof Buffer.Home.Constant
            || buffer.home() instanceof Buffer.Home.Folded) {
          bytes += Slack.bytes(buffer.dtype(), buffer.count() + 2L * guard());
        }
      }
    }
    return bytes;
  }

  /** Takes the memory, computes what depends on constants alone, and gives the entries by name. */
  public Map<String, Entry> allocate() {
    Object[] arrays = {
      Slack.newArray(DType.F32, (int) scratch(ScratchPlan.Kind.FLOATS)),
      Slack.newArray(DType.I32, (int) scratch(ScratchPlan.Kind.INTS)),
      Slack.newArray(DType.U8, (int) scratch(ScratchPlan.Kind.BYTES))
    };
    Map<String, Entry> entries = new LinkedHashMap<>();
    plans.forEach((name, plan) -> entries.put(name, allocate(plan, arrays)));
    return entries;
  }

  private Entry allocate(EntryPlan plan, Object[] arrays) {
    Frame frame = new Frame(plan.buffers().size());
    for (Buffer buffer : plan.buffers()) {
      switch (buffer.home()) {
        case Buffer.Home.Scratch scratch -> bindScratch(plan, frame, buffer, arrays);
        case Buffer.Home.Fed fed -> bindScratch(plan, frame, buffer, arrays);
        case Buffer.Home.Constant(HostTensor value) -> {
          Object array = Slack.newArray(buffer.dtype(), ArrayLimit.count(buffer) + 2 * guard());
          copyFrom(value.segment(), array, guard(), ArrayLimit.count(buffer));
          frame.bind(buffer.number(), array, guard());
        }
        case Buffer.Home.Folded folded ->
            frame.bind(
                buffer.number(), Slack.newArray(buffer.dtype(), ArrayLimit.count(buffer)), 0);
        case Buffer.Home.Variable variable -> {}
        case Buffer.Home.Returned returned -> {}
      }
    }
    for (Step step : plan.prologue()) {
      step.instruction().run(frame);
    }
    return EntryAssembly.assemble(
        plan.graph().name(),
        frame,
        plan.buffers(),
        plan.steps(),
        plan.graph().outputs(),
        mode,
        guard());
  }

  private static void bindScratch(EntryPlan plan, Frame frame, Buffer buffer, Object[] arrays) {
    if (!plan.scratch().holds(buffer)) {
      return;
    }
    frame.bind(
        buffer.number(),
        arrays[ScratchPlan.Kind.of(buffer.dtype()).ordinal()],
        (int) plan.scratch().offset(buffer));
  }

  /** Copies elements from a segment into an array. */
  public static void copyFrom(MemorySegment source, Object array, int offset, int count) {
    switch (array) {
      case float[] floats ->
          MemorySegment.copy(source, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, floats, offset, count);
      case int[] ints ->
          MemorySegment.copy(source, ValueLayout.JAVA_INT_UNALIGNED, 0, ints, offset, count);
      case byte[] bytes ->
          MemorySegment.copy(source, ValueLayout.JAVA_BYTE, 0, bytes, offset, count);
      default -> throw new IllegalArgumentException("no tensor lies in a " + array.getClass());
    }
  }
}
