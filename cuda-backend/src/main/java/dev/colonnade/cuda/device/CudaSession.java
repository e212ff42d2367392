// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.device;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.DeviceLostException;
import dev.colonnade.core.backend.EnergyReading;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.PlanSource;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.Support;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.runtime.PlanCheck;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.core.transform.Lowering;
import dev.colonnade.cuda.compile.Circumstances;
import dev.colonnade.cuda.compile.EntryPlan;
import dev.colonnade.cuda.compile.KernelChoice;
import dev.colonnade.cuda.compile.Tuner;
import dev.colonnade.cuda.compiler.KernelSources;
import dev.colonnade.cuda.driver.Context;
import dev.colonnade.cuda.execute.DeviceMemory;
import dev.colonnade.cuda.execute.LoadedProgram;
import dev.colonnade.cuda.execute.Staging;
import dev.colonnade.cuda.execute.StepLoop;
import dev.colonnade.cuda.kernel.KernelImages;
import dev.colonnade.cuda.kernel.KernelModules;
import dev.colonnade.cuda.kernel.KernelSet;
import dev.colonnade.cuda.kernel.Libraries;
import dev.colonnade.cuda.kernel.LibraryLoader;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A session on a CUDA device: streams, staging memory and loaded kernels of its own in the device's
 * primary context. Work is given to the device on the caller's thread and runs in order.
 */
final class CudaSession implements Session {
  private final CudaDevice device;
  private final Context context;
  private final DeviceMemory memory;
  private final Staging staging;
  private final KernelModules modules;
  private final Libraries libraries;
  private final KernelSet kernels;
  private final Set<CudaExecutable> executables = new HashSet<>();
  private final List<MemorySegment> pinned = new ArrayList<>();
  private Optional<DeviceLostException> lost = Optional.empty();
  private long blasWorkspace;
  private boolean closed;

  /** Scratch memory that NVIDIA advises cuBLAS to have on compute capability 9.0. */
  private static final long BLAS_WORKSPACE = 32L << 20;

  CudaSession(CudaDevice device, Context context, KernelImages images, LibraryLoader loader) {
    this.device = device;
    this.context = context;
    this.memory = new DeviceMemory(context, device.id());
    this.staging = new Staging(context, memory);
    this.modules = new KernelModules(context, images);
    this.libraries = loader.open(context);
    this.kernels = new KernelSet(modules, KernelSources.functions(), libraries);
  }

  @Override
  public CudaDevice device() {
    return device;
  }

  Staging staging() {
    return staging;
  }

  @Override
  public Support support(Op op, List<TensorType> operands) {
    return KernelSet.support(op, operands);
  }

  @Override
  public Executable compile(Program program, CompileOptions options) {
    requireUsable();
    requireOptions(options);
    Plan.Key key =
        new Plan.Key(
            program.fingerprint(),
            device.id() + " " + device.name(),
            device.versions(),
            PlanCheck.options(options));
    options.plan().ifPresent(plan -> PlanCheck.requireKey(plan.key(), key));
    Decisions decisions = decisions(options, key);
    Program lowered = Lowering.lower(program, this::support, device.id());
    return onDevice(() -> {
      try {
        CudaExecutable executable = compile(program, lowered, options, key, decisions);
        if (decisions.source == PlanSource.MADE && options.run() == RunMode.NORMAL) {
          device.plans().ifPresent(cache -> cache.store(executable.plan()));
        }
        return executable;
      } finally {
        releaseIfIdle();
      }
    });
  }

  /** What was decided before this compilation, if anything, and by whom. */
  record Decisions(Optional<Plan> plan, PlanSource source) {}

  /**
   * A guarded run takes no kept plan: it looks for faults, and is not to be led by what a faulty
   * compilation left behind.
   */
  private Decisions decisions(CompileOptions options, Plan.Key key) {
    if (options.plan().isPresent()) {
      return new Decisions(options.plan(), PlanSource.GIVEN);
    }
    Optional<Plan> kept =
        options.run() == RunMode.GUARDED
            ? Optional.empty()
            : device.plans().flatMap(cache -> cache.find(key));
    return new Decisions(kept, kept.isPresent() ? PlanSource.CACHED : PlanSource.MADE);
  }

  private CudaExecutable compile(
      Program program, Program lowered, CompileOptions options, Plan.Key key, Decisions decisions) {
    giveBlasItsWorkspace();
    staging.drain();
    Circumstances circumstances =
        new Circumstances(
            device.facts().multiprocessors(),
            options.math(),
            options.deterministic(),
            new Tuner(context, memory, staging.compute()));
    Map<String, EntrySelection> entries = new LinkedHashMap<>();
    for (Graph entry : lowered.entries().values()) {
      Optional<List<Plan.Kernel>> rows =
          decisions.plan.map(plan ->
              plan.kernels().stream()
                  .filter(kernel -> kernel.entry().equals(entry.name()))
                  .toList());
      entries.put(
          entry.name(),
          EntrySelection.of(
              entry,
              known(rows, entry.name()),
              options.run(),
              new EntryMaker(program, entry, circumstances, rows, options.run())));
    }
    CudaExecutable executable = new CudaExecutable(this, program, options, key, decisions, entries);
    executables.add(executable);
    return executable;
  }

  private EntrySelection.Known known(Optional<List<Plan.Kernel>> rows, String entry) {
    // Only a plan of a normal run says how steps follow each other.
    return new EntrySelection.Known(
        rows.map(given -> KernelChoice.planned(given, entry)).or(device::kernels),
        rows.map(given -> StepLoop.planned(given, entry).orElse(StepLoop.GRAPH)).or(device::loop));
  }

  private final class EntryMaker implements EntrySelection.Maker {
    private final Program program;
    private final Graph entry;
    private final Circumstances circumstances;
    private final Optional<List<Plan.Kernel>> rows;
    private final RunMode mode;

    EntryMaker(
        Program program,
        Graph entry,
        Circumstances circumstances,
        Optional<List<Plan.Kernel>> rows,
        RunMode mode) {
      this.program = program;
      this.entry = entry;
      this.circumstances = circumstances;
      this.rows = rows;
      this.mode = mode;
    }

    @Override
    public EntryPlan plan(KernelChoice choice) {
      return EntryPlan.of(entry, choice, kernels, circumstances, rows, mode);
    }

    @Override
    public <T> T whileLoaded(EntryPlan plan, Function<LoadedProgram, T> action) {
      LoadedProgram loaded = load(program, Map.of(entry.name(), plan), RunMode.NORMAL, Map.of());
      try {
        return action.apply(loaded);
      } finally {
        staging.drain();
        loaded.close();
      }
    }
  }

  /** Takes memory for a planned program. */
  LoadedProgram load(
      Program program, Map<String, EntryPlan> plans, RunMode mode, Map<String, StepLoop> loops) {
    return new LoadedProgram(
        context,
        memory,
        staging,
        modules,
        program,
        plans,
        new LoadedProgram.Settings(
            mode, device.facts().multiprocessors(), KernelSources.tasks(), loops));
  }

  private void requireOptions(CompileOptions options) {
    if (options.storage() != CompileOptions.ActivationStorage.F32) {
      throw new BackendException(
          device.id()
              + " keeps activations in fp32 only, not "
              + options.storage()
              + "; compile with storage F32");
    }
  }

  /** Once, with the first program: a session that runs none takes nothing. */
  private void giveBlasItsWorkspace() {
    if (libraries.blas().isPresent() && executables.isEmpty()) {
      blasWorkspace = memory.allocate(BLAS_WORKSPACE, "the workspace of cuBLAS");
      libraries.blas().get().setWorkspace(blasWorkspace, BLAS_WORKSPACE);
    }
  }

  /** What only programs need goes with the last one. */
  private void releaseIfIdle() {
    if (executables.isEmpty()) {
      staging.release();
      if (blasWorkspace != 0) {
        memory.free(blasWorkspace);
        blasWorkspace = 0;
      }
    }
  }

  @Override
  public HostTensor allocateHost(TensorType type) {
    requireUsable();
    return onDevice(() -> {
      MemorySegment segment = context.allocateHost(Math.max(1, type.byteSize()));
      pinned.add(segment);
      segment.fill((byte) 0);
      return HostTensor.wrap(type, segment.asSlice(0, type.byteSize()));
    });
  }

  @Override
  public long bytesInUse() {
    return memory.inUse();
  }

  @Override
  public EnergyReading energy() {
    return device.energy();
  }

  /**
   * Does something with the context bound to this thread, and takes note if the device is lost by
   * it.
   */
  <T> T onDevice(Supplier<T> action) {
    try {
      context.enter();
      return action.get();
    } catch (DeviceLostException e) {
      lost = Optional.of(e);
      throw e;
    }
  }

  /** As {@link #onDevice(Supplier)}, without a result. */
  void onDevice(Runnable action) {
    onDevice(() -> {
      action.run();
      return true;
    });
  }

  /** Refuses work on a closed session and on a lost device. */
  void requireUsable() {
    requireOpen();
    lost.ifPresent(cause -> {
      throw new DeviceLostException(
          device.id() + " was lost earlier; close this session. The cause: " + cause.getMessage(),
          cause);
    });
  }

  /** Refuses work on a closed session. */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "this session on " + device.id() + " is closed; open a new one");
    }
  }

  boolean isLost() {
    return lost.isPresent();
  }

  /** Forgets an executable; staging memory goes with the last one. */
  void forget(CudaExecutable executable) {
    executables.remove(executable);
    if (!isLost()) {
      onDevice(this::releaseIfIdle);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    try {
      context.enter();
      List.copyOf(executables).forEach(CudaExecutable::close);
      if (lost.isEmpty()) {
        staging.drain();
        // Their handles refer to the streams.
        libraries.close();
        staging.close();
        modules.close();
        pinned.forEach(context::freeHost);
      }
    } catch (DeviceLostException e) {
      // Nothing can be freed in a broken context; it ends with its memory.
      lost = Optional.of(e);
    } finally {
      closed = true;
      if (lost.isPresent()) {
        staging.abandon();
      }
      memory.freeAll();
      context.close();
    }
  }
}
