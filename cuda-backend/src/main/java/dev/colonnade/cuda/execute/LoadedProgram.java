// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.cuda.compile.EntryPlan;
import dev.colonnade.cuda.compile.Layout;
import dev.colonnade.cuda.compile.Step;
import dev.colonnade.cuda.driver.Context;
import dev.colonnade.cuda.kernel.Addresses;
import dev.colonnade.cuda.kernel.Instruction;
import dev.colonnade.cuda.kernel.KernelLibrary;
import dev.colonnade.cuda.kernel.Tasks;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A planned program with its device memory: scratch memory shared by all entries, as they never run
 * at once, constants, and the control block that recorded steps read.
 */
public final class LoadedProgram {
  /**
   * How a program is to run.
   *
   * @param mode normal, guarded or profiled
   * @param multiprocessors of the device
   * @param tasks names of the kernels that can be tasks of the persistent kernel
   * @param loops for each entry the way to run its steps
   */
  public record Settings(
      RunMode mode, int multiprocessors, List<String> tasks, Map<String, StepLoop> loops) {}

  /** Higher than any address of memory. */
  private static final long BEYOND = 1L << 62;

  private final Settings settings;
  private final KernelLibrary library;
  private final Context context;
  private final DeviceMemory memory;
  private final Staging staging;
  private final RunMode mode;
  private final long scratchBytes;
  private final Set<Long> blocks = new HashSet<>();
  private final Map<String, CompiledEntry> entries = new LinkedHashMap<>();
  private final Map<String, Long> constants = new HashMap<>();
  private final Set<String> warm = new HashSet<>();
  private final Map<String, Long> offsets;
  private long scratch;
  private long control;

  /**
   * Takes the memory and runs what depends on constants alone.
   *
   * @param library our kernels, loaded
   * @param program as the user gave it
   * @param plans of its lowered entries
   * @param settings how it is to run
   */
  public LoadedProgram(
      Context context,
      DeviceMemory memory,
      Staging staging,
      KernelLibrary library,
      Program program,
      Map<String, EntryPlan> plans,
      Settings settings) {
    this.settings = settings;
    this.library = library;
    this.mode = settings.mode;
    this.context = context;
    this.memory = memory;
    this.staging = staging;
    int gap = mode == RunMode.GUARDED ? Layout.ALIGNMENT : 0;
    offsets = Variables.offsets(program.variables().values(), Layout.ALIGNMENT, gap);
    scratchBytes =
        plans.values().stream().mapToLong(plan -> plan.scratch().byteSize()).max().orElse(0);
    try {
      scratch = allocate(scratchBytes, "the scratch memory of a program");
      control = allocate(Staging.CONTROL_BYTES, "a program's control block");
      load(plans);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private long allocate(long bytes, String what) {
    long address = memory.allocate(bytes, what);
    blocks.add(address);
    return address;
  }

  private void load(Map<String, EntryPlan> plans) {
    staging.ensure(0);
    for (EntryPlan plan : plans.values()) {
      CompiledEntry entry = new CompiledEntry(plan, library, control, settings.multiprocessors);
      if (entry.transfers().controlBytes() > Staging.CONTROL_BYTES) {
        throw new BackendException(
            "entry "
                + plan.graph().name()
                + " has more feeds and outputs than the control block holds ("
                + Staging.CONTROL_BYTES / StagedTransfers.PLACE_BYTES
                + "); stack some of them into one tensor");
      }
      staging.ensure(entry.transfers().bytesOfOneStep());
      entries.put(plan.graph().name(), entry);
      loadConstants(plan);
    }
  }

  private void loadConstants(EntryPlan plan) {
    long address = allocate(plan.constants().byteSize(), "constants of " + plan.graph().name());
    constants.put(plan.graph().name(), address);
    for (Buffer buffer : plan.buffers()) {
      if (buffer.home() instanceof Buffer.Home.Constant(var value)
          && plan.constants().holds(buffer)) {
        staging.upload(address + plan.constants().offset(buffer), value.segment());
      }
    }
    Addresses known = buffer -> address + plan.constants().offset(buffer);
    for (Step step : plan.prologue()) {
      for (Instruction instruction : step.instructions()) {
        instruction.enqueue(context, known, staging.compute());
      }
    }
    context.synchronize(staging.compute());
  }

  /**
   * The row of a plan that says how an entry's steps run.
   *
   * @param alternatives other ways
   */
  public Plan.Kernel row(String entry, List<Plan.Alternative> alternatives) {
    StepLoop loop = loop(entry);
    return loop.row(entry, levels(entry, loop), alternatives);
  }

  private StepLoop loop(String entry) {
    return settings.loops.getOrDefault(entry, StepLoop.GRAPH);
  }

  /** What a loop with barriers does between them. */
  private List<String> levels(String entry, StepLoop loop) {
    return loop.kind() == StepLoop.Kind.GRAPH
        ? List.of()
        : tasks(entry).map(Tasks::describe).orElse(List.of());
  }

  /** The tasks of an entry, but for addresses. */
  private Optional<Tasks> tasks(String entry) {
    CompiledEntry compiled = entry(entry);
    return tasks(compiled, buffer -> addressInAnyState(compiled.plan(), buffer));
  }

  /** Ways to run an entry's steps beside recorded graphs. */
  LoopCandidates loops(String entry) {
    return tasks(entry)
        .map(tasks -> LoopCandidates.of(context, library, settings.multiprocessors, tasks))
        .orElseGet(() -> LoopCandidates.none("a kernel of the entry cannot be a task"));
  }

  /** As in a state whose variables lie beyond all other memory; overlaps are those of any state. */
  private long addressInAnyState(EntryPlan plan, Buffer buffer) {
    return buffer.home() instanceof Buffer.Home.Variable(String variable)
        ? BEYOND + Variables.offset(offsets, variable)
        : address(plan, buffer);
  }

  private long bytesOfVariables() {
    return Optional.ofNullable(offsets.get("")).orElse(0L);
  }

  CompiledEntry entry(String name) {
    return Optional.ofNullable(entries.get(name))
        .orElseThrow(() -> new IllegalStateException("entry " + name + " was not compiled"));
  }

  /** Variables with one entry bound in a given way, for a measurement. */
  Variables bindForMeasuring(String entry, StepLoop loop) {
    return newVariables(List.of(entry(entry)), name -> loop);
  }

  /** A new set of variables, all zero, with every entry bound to it. */
  public Variables newVariables() {
    return newVariables(List.copyOf(entries.values()), this::loop);
  }

  private Variables newVariables(List<CompiledEntry> bound, Function<String, StepLoop> loopOf) {
    staging.drain();
    Variables variables = new Variables(context, memory, staging, offsets, bytesOfVariables());
    context.synchronize(staging.compute());
    try {
      for (CompiledEntry entry : bound) {
        bind(entry, variables, loopOf.apply(entry.graph().name()));
      }
      return variables;
    } catch (RuntimeException | Error e) {
      variables.close();
      throw e;
    }
  }

  private void bind(CompiledEntry entry, Variables variables, StepLoop loop) {
    Addresses addresses = buffer -> address(entry.plan(), variables, buffer);
    Optional<PersistentLoop> persistent =
        loop.kind() != StepLoop.Kind.GRAPH && mode == RunMode.NORMAL
            ? tasks(entry, addresses)
                .map(tasks ->
                    new PersistentLoop(
                        context,
                        memory,
                        staging,
                        library,
                        settings.multiprocessors,
                        tasks,
                        addresses,
                        loop))
            : Optional.empty();
    BoundEntry bound = new BoundEntry(entry, context, addresses, persistent);
    variables.bind(entry.graph().name(), bound);
    if (persistent.isEmpty() && mode == RunMode.NORMAL) {
      if (bound.callsLibraries() && warm.add(entry.graph().name())) {
        bound.warmUp(staging.compute());
        variables.clear();
      }
      bound.record(staging.compute());
    }
  }

  private Optional<Tasks> tasks(CompiledEntry entry, Addresses addresses) {
    return entry
        .tasks(
            settings.tasks,
            (a, b) ->
                addresses.of(a) < addresses.of(b) + Layout.bytes(b)
                    && addresses.of(b) < addresses.of(a) + Layout.bytes(a))
        .filter(Tasks::fits);
  }

  private long address(EntryPlan plan, Variables variables, Buffer buffer) {
    return buffer.home() instanceof Buffer.Home.Variable(String variable)
        ? variables.address(variable)
        : address(plan, buffer);
  }

  private long address(EntryPlan plan, Buffer buffer) {
    return switch (buffer.home()) {
      case Buffer.Home.Constant constant -> constantAddress(plan) + plan.constants().offset(buffer);
      case Buffer.Home.Folded folded -> constantAddress(plan) + plan.constants().offset(buffer);
      case Buffer.Home.Scratch place -> scratch + plan.scratch().offset(buffer);
      case Buffer.Home.Fed fed -> scratch + plan.scratch().offset(buffer);
      case Buffer.Home.Variable variable ->
          throw new IllegalStateException(buffer + " lies where the state is");
      case Buffer.Home.Returned returned ->
          throw new IllegalStateException(buffer + " is put into staging memory");
    };
  }

  private long constantAddress(EntryPlan plan) {
    return Optional.ofNullable(constants.get(plan.graph().name()))
        .orElseThrow(() -> new IllegalStateException("no constants of " + plan.graph().name()));
  }

  /** A submission, not started yet; its arguments were checked. */
  public Submission submission(Variables variables, String entry, Feeds feeds, int steps) {
    BoundEntry bound = variables.entry(entry);
    return new Submission(
        context, staging, control, bound, () -> runner(variables, bound), feeds, steps);
  }

  private StepRunner runner(Variables variables, BoundEntry bound) {
    return switch (mode) {
      case NORMAL -> (entry, steps) -> entry.run(steps, staging.compute());
      case PROFILED -> new ProfiledRunner(context, staging.compute(), bound.entry());
      case GUARDED ->
          new GuardedRunner(
              context,
              staging,
              bound.entry().graph().name(),
              new GuardedRunner.Watched("scratch memory", scratch, scratchBytes),
              List.of(
                  new GuardedRunner.Watched(
                      "constants",
                      constantAddress(bound.entry().plan()),
                      bound.entry().plan().constants().byteSize()),
                  new GuardedRunner.Watched(
                      "variables", variables.address(), variables.byteSize())));
    };
  }

  /** Frees the memory; nothing may be running, and all states are closed. */
  public void close() {
    blocks.forEach(memory::free);
    blocks.clear();
    constants.clear();
    entries.clear();
  }
}
