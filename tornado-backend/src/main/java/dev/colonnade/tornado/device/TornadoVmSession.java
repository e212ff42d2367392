// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.device;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
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
import dev.colonnade.tornado.compile.EntryPlan;
import dev.colonnade.tornado.engine.Engine;
import dev.colonnade.tornado.execute.LoadedProgram;
import dev.colonnade.tornado.launch.KernelSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A session on a TornadoVM device. Sessions share the engine, its memories and its compiled
 * kernels, and so take turns.
 */
final class TornadoVmSession implements Session {
  private final TornadoVmDevice device;
  private final Engine engine;
  private final Set<TornadoVmExecutable> executables = new HashSet<>();
  private long inUse;
  private boolean closed;

  TornadoVmSession(TornadoVmDevice device, Engine engine) {
    this.device = device;
    this.engine = engine;
  }

  @Override
  public Device device() {
    return device;
  }

  Engine engine() {
    return engine;
  }

  @Override
  public Support support(Op op, List<TensorType> operands) {
    return KernelSet.support(op, operands);
  }

  @Override
  public Executable compile(Program program, CompileOptions options) {
    requireOpen();
    requireOptions(options);
    Plan.Key key =
        new Plan.Key(
            program.fingerprint(),
            device.id() + " " + device.name(),
            device.properties(),
            PlanCheck.options(options));
    options.plan().ifPresent(plan -> PlanCheck.requireKey(plan.key(), key));
    Program lowered = Lowering.lower(program, this::support, device.id());
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
          EntryPlan.of(entry, device.cores(), engine.runsLists(), rows, options.run()));
    }
    LoadedProgram loaded =
        engine.call(() -> new LoadedProgram(engine, program, plans, options.run()));
    TornadoVmExecutable executable =
        new TornadoVmExecutable(this, program, options, key, plans, loaded);
    executables.add(executable);
    return executable;
  }

  private void requireOptions(CompileOptions options) {
    if (options.math() != MathMode.STRICT_FP32) {
      throw new BackendException(
          device.id()
              + " computes convolution and matmul in fp32 only, not "
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
    requireOpen();
    return HostTensor.zeros(type);
  }

  @Override
  public long bytesInUse() {
    return inUse;
  }

  void account(long bytes) {
    inUse += bytes;
  }

  void forget(TornadoVmExecutable executable) {
    executables.remove(executable);
  }

  /** Refuses work on a closed session. */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "this session on " + device.id() + " is closed; open a new one");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    List.copyOf(executables).forEach(TornadoVmExecutable::close);
    closed = true;
  }
}
