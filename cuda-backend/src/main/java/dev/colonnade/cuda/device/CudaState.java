// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.device;

import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.runtime.StateCheck;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.cuda.execute.Variables;

/** A set of variables in device memory, in logical layout. */
final class CudaState implements State {
  private final CudaExecutable executable;
  private final Variables variables;
  private boolean closed;

  CudaState(CudaExecutable executable, Variables variables) {
    this.executable = executable;
    this.variables = variables;
  }

  CudaExecutable executable() {
    return executable;
  }

  Variables variables() {
    return variables;
  }

  @Override
  public HostTensor read(Variable variable) {
    HostTensor copy =
        HostTensor.zeros(StateCheck.requireKnown(executable.program(), variable).type());
    read(variable, copy);
    return copy;
  }

  @Override
  public void read(Variable variable, HostTensor destination) {
    StateCheck.requireFits(executable.program(), variable, destination);
    requireOpen();
    session().requireUsable();
    session()
        .onDevice(() ->
            session()
                .staging()
                .download(destination.segment(), variables.address(variable.name())));
  }

  @Override
  public void write(Variable variable, HostTensor value) {
    StateCheck.requireFits(executable.program(), variable, value);
    requireOpen();
    session().requireUsable();
    session()
        .onDevice(
            () -> session().staging().upload(variables.address(variable.name()), value.segment()));
  }

  @Override
  public void copyFrom(State source) {
    if (!(source instanceof CudaState other) || other.executable != executable) {
      throw new IllegalArgumentException(
          "a state is copied from a state of the same executable only; read and write its variables"
              + " one by one instead");
    }
    requireOpen();
    other.requireOpen();
    session().requireUsable();
    session().onDevice(() -> variables.copyFrom(other.variables));
  }

  private CudaSession session() {
    return executable.session();
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
    if (!session().isLost()) {
      session()
          .onDevice(() -> {
            session().staging().drain();
            variables.close();
          });
    }
    executable.forget(this);
  }
}
