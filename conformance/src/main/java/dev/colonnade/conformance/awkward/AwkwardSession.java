// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.awkward;

import dev.colonnade.conformance.skeleton.KernelTable;
import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.Support;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.core.transform.Lowering;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Owns the device's thread and the account of its memory. */
final class AwkwardSession implements Session {
  private final AwkwardDevice device;
  private final KernelTable kernels;
  private final DeviceThread thread = new DeviceThread();
  private final AtomicLong bytesInUse = new AtomicLong();
  private final Arena hostMemory = Arena.ofShared();
  private final List<AwkwardExecutable> executables = new ArrayList<>();
  private boolean closed;

  AwkwardSession(AwkwardDevice device, KernelTable kernels) {
    this.device = device;
    this.kernels = kernels;
  }

  DeviceThread thread() {
    return thread;
  }

  KernelTable kernels() {
    return kernels;
  }

  AtomicLong account() {
    return bytesInUse;
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public Support support(Op op, List<TensorType> operands) {
    return switch (op) {
      case Primitive ignored -> Support.NATIVE;
      case Composite ignored -> Support.DECOMPOSED;
    };
  }

  @Override
  public Executable compile(Program program, CompileOptions options) {
    requireOpen();
    if (options.math() != MathMode.STRICT_FP32
        || options.storage() != CompileOptions.ActivationStorage.F32) {
      throw new BackendException(
          "the awkward backend computes in STRICT_FP32 with F32 storage only, not in "
              + options.math()
              + " with "
              + options.storage());
    }
    Program lowered = Lowering.lower(program, this::support, device.id());
    AwkwardExecutable executable = new AwkwardExecutable(this, program, lowered, options);
    executables.add(executable);
    return executable;
  }

  @Override
  public HostTensor allocateHost(TensorType type) {
    requireOpen();
    return HostTensor.allocate(type, hostMemory);
  }

  @Override
  public long bytesInUse() {
    return bytesInUse.get();
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "this session on " + device.id() + " is closed; open another");
    }
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    if (!closed) {
      executables.forEach(AwkwardExecutable::close);
      closed = true;
      thread.close();
      hostMemory.close();
    }
  }
}
