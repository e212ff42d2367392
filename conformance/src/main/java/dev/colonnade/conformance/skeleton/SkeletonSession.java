// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.skeleton;

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
import java.util.ArrayList;
import java.util.List;

/** Owns everything that programs take on the device, and frees it when closed. */
final class SkeletonSession implements Session {
  private final SkeletonDevice device;
  private final KernelTable kernels;
  private final DeviceMemory memory = new DeviceMemory();
  private final List<SkeletonExecutable> executables = new ArrayList<>();
  private boolean closed;

  SkeletonSession(SkeletonDevice device, KernelTable kernels) {
    this.device = device;
    this.kernels = kernels;
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public Support support(Op op, List<TensorType> operands) {
    // Claim what you have a kernel for, by operation, types, shapes and attributes. Claiming what
    // later throws is a failure; answering Unsupported with a reason is not.
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
          "the skeleton computes in STRICT_FP32 with F32 storage only, not in "
              + options.math()
              + " with "
              + options.storage());
    }
    // After lowering every node is a primitive, or a composite that support() called native.
    Program lowered = Lowering.lower(program, this::support, device.id());
    SkeletonExecutable executable =
        new SkeletonExecutable(device, program, lowered, options, kernels, memory);
    executables.add(executable);
    return executable;
  }

  @Override
  public HostTensor allocateHost(TensorType type) {
    // A GPU backend gives pinned memory here.
    requireOpen();
    return HostTensor.zeros(type);
  }

  @Override
  public long bytesInUse() {
    return memory.bytesInUse();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "this session on " + device.id() + " is closed; open another");
    }
  }

  @Override
  public void close() {
    closed = true;
    executables.forEach(SkeletonExecutable::close);
    executables.clear();
  }
}
