// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.device;

import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.tornado.execute.VariableMemory;

/** A set of variables in a device's memories. */
final class TornadoVmState implements State {
  private final TornadoVmExecutable executable;
  private final VariableMemory variables;
  private boolean closed;

  TornadoVmState(TornadoVmExecutable executable, VariableMemory variables) {
    this.executable = executable;
    this.variables = variables;
  }

  TornadoVmExecutable executable() {
    return executable;
  }

  VariableMemory variables() {
    return variables;
  }

  /** The tensor, or a copy where only its own thread may touch it. */
  static HostTensor shared(HostTensor tensor) {
    Thread other = Thread.ofPlatform().unstarted(() -> {});
    return tensor.segment().isAccessibleBy(other) ? tensor : tensor.copy();
  }

  @Override
  public HostTensor read(Variable variable) {
    HostTensor copy = HostTensor.zeros(known(variable).type());
    read(variable, copy);
    return copy;
  }

  @Override
  public void read(Variable variable, HostTensor destination) {
    requireType(known(variable), destination);
    requireOpen();
    HostTensor target = HostTensor.zeros(variable.type());
    executable.session().engine().run(() -> variables.read(variable, target.segment()));
    destination.segment().copyFrom(target.segment());
  }

  @Override
  public void write(Variable variable, HostTensor value) {
    requireType(known(variable), value);
    requireOpen();
    HostTensor source = shared(value);
    executable.session().engine().run(() -> variables.write(variable, source.segment()));
  }

  @Override
  public void copyFrom(State source) {
    if (!(source instanceof TornadoVmState other) || other.executable != executable) {
      throw new IllegalArgumentException(
          "a state is copied from a state of the same executable only; read and write its variables"
              + " one by one instead");
    }
    requireOpen();
    other.requireOpen();
    executable.session().engine().run(() -> variables.copyFrom(other.variables));
  }

  private Variable known(Variable variable) {
    Variable known = executable.program().variable(variable.name());
    if (!known.equals(variable)) {
      throw new IllegalArgumentException(
          "the program's variable is " + known + ", not " + variable);
    }
    return known;
  }

  private static void requireType(Variable variable, HostTensor tensor) {
    if (!tensor.type().equals(variable.type())) {
      throw new IllegalArgumentException(
          "variable " + variable + " is not read or written as " + tensor.type());
    }
  }

  /** Refuses work on a closed state. */
  void requireOpen() {
    executable.requireOpen();
    if (closed) {
      throw new IllegalStateException("this state is closed; make a new one with newState()");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    executable.forget(this);
  }
}
