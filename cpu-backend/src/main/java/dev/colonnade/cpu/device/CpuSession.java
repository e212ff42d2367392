// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.device;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.EnergyReading;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.Support;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.runtime.PlanCheck;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.core.transform.Lowering;
import dev.colonnade.cpu.compile.CompiledProgram;
import dev.colonnade.cpu.execute.ArrayLimit;
import dev.colonnade.cpu.execute.Entry;
import dev.colonnade.cpu.instruction.KernelSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A session on the CPU. It has a thread of its own and a worker team of its own, so sessions are
 * independent; sessions that run at once share the cores and slow each other down.
 */
final class CpuSession implements Session {
  private final CpuDevice device;
  private final KernelSet kernels;
  private final MemoryBudget memory;
  private final SubmissionThread thread;
  private final PackageEnergy energy = new PackageEnergy();
  private final Set<CpuExecutable> executables = new HashSet<>();
  private long warmUpNanos;
  private boolean closed;

  CpuSession(CpuDevice device, KernelSet kernels) {
    this.device = device;
    this.kernels = kernels;
    this.memory = new MemoryBudget(device.id());
    this.thread = new SubmissionThread(device.id());
  }

  @Override
  public Device device() {
    return device;
  }

  MemoryBudget memory() {
    return memory;
  }

  SubmissionThread thread() {
    return thread;
  }

  @Override
  public Support support(Op op, List<TensorType> operands) {
    return kernels.support(op, operands);
  }

  @Override
  public Executable compile(Program program, CompileOptions options) {
    requireOpen();
    requireOptions(options);
    Plan.Key key = key(program, options);
    options.plan().ifPresent(plan -> PlanCheck.requireKey(plan.key(), key));
    requireStateFits(program);
    Program lowered = Lowering.lower(program, kernels::support, device.id());
    CompiledProgram compiled =
        CompiledProgram.plan(lowered, kernels, options.run(), options.plan());
    if (compiled.largestArray() > ArrayLimit.LARGEST) {
      throw new OutOfDeviceMemoryException(
          device.id()
              + " would need scratch memory of "
              + compiled.largestArray()
              + " elements of one kind, more than a Java array holds (2^31 - 9); use a smaller batch"
              + " or net");
    }
    long scratch = compiled.bytes();
    memory.requireFree(
        scratch + CpuExecutable.stateBytes(program, compiled.filters(), compiled.guard()),
        "the scratch memory, constants and variables of a program");
    if (options.run() != RunMode.GUARDED) {
      long start = System.nanoTime();
      kernels.warmUp();
      warmUpNanos += System.nanoTime() - start;
    }
    // What depends on constants alone is computed now, by the session's team: nobody else may use
    // it.
    drain();
    Map<String, Entry> entries =
        memory.allocate(scratch, "scratch memory and constants", compiled::allocate);
    CpuExecutable executable =
        new CpuExecutable(
            this,
            program,
            options,
            new Plan(key, compiled.kernels()),
            entries,
            compiled.filters(),
            compiled.guard(),
            scratch);
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

  private void requireStateFits(Program program) {
    for (Variable variable : program.variables().values()) {
      if (variable.type().elementCount() > ArrayLimit.LARGEST) {
        throw new OutOfDeviceMemoryException(
            device.id()
                + " cannot hold variable "
                + variable
                + ": it has more elements than a Java array (2^31 - 9); split it");
      }
    }
  }

  private Plan.Key key(Program program, CompileOptions options) {
    return new Plan.Key(
        program.fingerprint(),
        device.id() + " " + device.name(),
        device.versions(),
        PlanCheck.options(options));
  }

  @Override
  public HostTensor allocateHost(TensorType type) {
    requireOpen();
    return HostTensor.zeros(type);
  }

  @Override
  public long bytesInUse() {
    return memory.inUse();
  }

  @Override
  public long warmUpNanos() {
    return warmUpNanos;
  }

  @Override
  public EnergyReading energy() {
    return energy.read();
  }

  /** Returns when all that was submitted has run. */
  void drain() {
    thread.drain();
  }

  void forget(CpuExecutable executable, long bytes) {
    executables.remove(executable);
    memory.release(bytes);
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
    List.copyOf(executables).forEach(CpuExecutable::close);
    closed = true;
    thread.close();
    kernels.close();
  }
}
