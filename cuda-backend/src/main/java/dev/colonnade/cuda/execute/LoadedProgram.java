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
import java.util.ArrayList;
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
   * @param loop the way to run steps, or empty to measure which is faster
   * @param planned rows of a plan to follow, if there is one
   */
  public record Settings(
      RunMode mode,
      int multiprocessors,
      List<String> tasks,
      Optional<StepLoop> loop,
      Optional<List<Plan.Kernel>> planned) {}

  private final Settings settings;
  private final KernelLibrary library;
  private final Map<String, StepLoop> loops = new HashMap<>();
  private final List<Plan.Kernel> rows = new ArrayList<>();
  private final Context context;
  private final DeviceMemory memory;
  private final Staging staging;
  private final RunMode mode;
  private final long scratchBytes;
  private final Set<Long> blocks = new HashSet<>();
  private final Map<String, CompiledEntry> entries = new LinkedHashMap<>();
  private final Map<String, Long> constants = new HashMap<>();
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
      if (mode == RunMode.NORMAL) {
        chooseLoops();
      }
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
      CompiledEntry entry = new CompiledEntry(plan, library, control);
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

  private void chooseLoops() {
    for (String entry : entries.keySet()) {
      Optional<StepLoop> planned =
          settings.planned.flatMap(given -> StepLoop.planned(given, entry)).or(settings::loop);
      if (planned.isPresent()) {
        loops.put(entry, planned.get());
        rows.add(planned.get().row(entry, List.of()));
      } else {
        LoopMeasurement measured = LoopMeasurement.of(this, entry);
        loops.put(entry, measured.chosen());
        rows.add(measured.chosen().row(entry, measured.alternatives()));
      }
    }
  }

  /** Rows of the plan that say how steps run. */
  public List<Plan.Kernel> rows() {
    return rows;
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
    return newVariables(
        List.copyOf(entries.values()), name -> loops.getOrDefault(name, StepLoop.GRAPH));
  }

  private Variables newVariables(List<CompiledEntry> bound, Function<String, StepLoop> loopOf) {
    long bytes = Optional.ofNullable(offsets.get("")).orElse(0L);
    staging.drain();
    Variables variables = new Variables(context, memory, staging, offsets, bytes);
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
        loop == StepLoop.PERSISTENT && mode == RunMode.NORMAL
            ? tasks(entry, addresses)
                .map(tasks ->
                    new PersistentLoop(
                        context,
                        memory,
                        staging,
                        library,
                        settings.multiprocessors,
                        tasks,
                        addresses))
            : Optional.empty();
    BoundEntry bound = new BoundEntry(entry, context, addresses, persistent);
    variables.bind(entry.graph().name(), bound);
    if (persistent.isEmpty() && mode == RunMode.NORMAL) {
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

  /** Why an entry cannot run in the persistent kernel, if so. */
  Optional<String> notPersistent(String entry) {
    // Addresses do not matter for that.
    return entry(entry).tasks(settings.tasks, (a, b) -> true).filter(Tasks::fits).isPresent()
        ? Optional.empty()
        : Optional.of("a kernel of the entry cannot be a task");
  }

  private long address(EntryPlan plan, Variables variables, Buffer buffer) {
    return switch (buffer.home()) {
      case Buffer.Home.Variable(String variable) -> variables.address(variable);
      case Buffer.Home.Constant constant -> constantAddress(plan) + plan.constants().offset(buffer);
      case Buffer.Home.Folded folded -> constantAddress(plan) + plan.constants().offset(buffer);
      case Buffer.Home.Scratch place -> scratch + plan.scratch().offset(buffer);
      case Buffer.Home.Fed fed -> scratch + plan.scratch().offset(buffer);
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
