// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

import dev.colonnade.core.graph.Program;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * Owns everything that a program takes on a device: executables, states, buffers, streams. Closing
 * it frees all of it, also after the device is lost, and closing again does nothing.
 *
 * <p>Not thread-safe: one thread at a time. Different sessions, also on one device, may run at
 * once.
 */
public interface Session extends AutoCloseable {
  /** The device it is open on. */
  Device device();

  /**
   * Whether the device runs an operation on operands of these types, with the operation's
   * attributes taken into account. Claiming what later throws is a conformance failure.
   */
  Support support(Op op, List<TensorType> operands);

  /**
   * Compiles all entries of a program over one private layout of its variables. Everything is
   * planned here: algorithms, workspaces, memory offsets, launch shapes. It may take seconds where
   * a backend measures algorithms, or has its kernels compiled; what that was belongs to the time
   * to the first step, and records count it there.
   *
   * @throws UnsupportedProgramException listing the nodes that the device cannot run
   * @throws OutOfDeviceMemoryException if it cannot hold what the program needs
   * @throws BackendException if anything else fails
   */
  Executable compile(Program program, CompileOptions options);

  /**
   * A host tensor of the kind whose transfer is cheapest for this session (pinned, for example),
   * freed with the session. Optional to use: every session takes any host tensor.
   */
  HostTensor allocateHost(TensorType type);

  /** Bytes that this session holds on the device now; 0 after everything in it was closed. */
  long bytesInUse();

  /**
   * Nanoseconds, since it was opened, that its calls of {@link #compile} spent on what is done once
   * in a process, whatever the program: having the backend's own kernels compiled by the JIT
   * compiler, for example. Who times a compilation subtracts what this has grown by.
   *
   * @since 1.1
   */
  default long warmUpNanos() {
    return 0;
  }

  /** Measures energy, or says why it cannot. */
  default EnergyReading energy() {
    return new EnergyReading.Unavailable(
        "the backend of " + device().id() + " has no energy meter");
  }

  /** Waits for what was submitted, then frees everything. Does not throw for a lost device. */
  @Override
  void close();
}
