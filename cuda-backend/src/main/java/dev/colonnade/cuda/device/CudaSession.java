// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.device;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.DeviceLostException;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.Support;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.runtime.PlanCheck;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.core.transform.Lowering;
import dev.colonnade.cuda.compile.EntryPlan;
import dev.colonnade.cuda.driver.Context;
import dev.colonnade.cuda.execute.DeviceMemory;
import dev.colonnade.cuda.execute.Staging;
import dev.colonnade.cuda.kernel.KernelImages;
import dev.colonnade.cuda.kernel.KernelModules;
import dev.colonnade.cuda.kernel.KernelSet;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final KernelSet kernels;
  private final Set<CudaExecutable> executables = new HashSet<>();
  private final List<MemorySegment> pinned = new ArrayList<>();
  private Optional<DeviceLostException> lost = Optional.empty();
  private boolean closed;

  CudaSession(CudaDevice device, Context context, KernelImages images) {
    this.device = device;
    this.context = context;
    this.memory = new DeviceMemory(context, device.id());
    this.staging = new Staging(context, memory);
    this.modules = new KernelModules(context, images);
    this.kernels = new KernelSet(modules);
  }

  @Override
  public CudaDevice device() {
    return device;
  }

  Context context() {
    return context;
  }

  DeviceMemory memory() {
    return memory;
  }

  Staging staging() {
    return staging;
  }

  KernelModules modules() {
    return modules;
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
    Program lowered = Lowering.lower(program, this::support, device.id());
    return onDevice(() -> compile(program, lowered, options, key));
  }

  private Executable compile(
      Program program, Program lowered, CompileOptions options, Plan.Key key) {
    Map<String, EntryPlan> plans = new LinkedHashMap<>();
    for (Graph entry : lowered.entries().values()) {
      Optional<List<Plan.Kernel>> rows =
          options
              .plan()
              .map(plan ->
                  plan.kernels().stream()
                      .filter(kernel -> kernel.entry().equals(entry.name()))
                      .toList());
      plans.put(
          entry.name(),
          EntryPlan.of(entry, kernels, device.facts().multiprocessors(), rows, options.run()));
    }
    try {
      CudaExecutable executable = new CudaExecutable(this, program, options, key, plans);
      executables.add(executable);
      return executable;
    } finally {
      if (executables.isEmpty()) {
        staging.release();
      }
    }
  }

  private void requireOptions(CompileOptions options) {
    if (options.math() != MathMode.STRICT_FP32) {
      throw new BackendException(
          device.id()
              + " computes convolution and matmul in STRICT_FP32 only, not in "
              + options.math()
              + "; compile with STRICT_FP32");
    }
    if (options.storage() != CompileOptions.ActivationStorage.F32) {
      throw new BackendException(
          device.id()
              + " keeps activations in fp32 only, not "
              + options.storage()
              + "; compile with storage F32");
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
    if (executables.isEmpty() && !isLost()) {
      onDevice(staging::release);
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
