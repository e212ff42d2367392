// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.mutation;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Support;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** A right backend seen through wrappers, each of which a mutant overrides in one place. */
final class Delegates {
  private Delegates() {}

  /** A device whose sessions are wrapped. */
  static Device device(Device inner, UnaryOperator<Session> wrapper) {
    return new Device() {
      @Override
      public String id() {
        return inner.id();
      }

      @Override
      public String name() {
        return inner.name();
      }

      @Override
      public OptionalLong memoryBytes() {
        return inner.memoryBytes();
      }

      @Override
      public Map<String, String> properties() {
        return inner.properties();
      }

      @Override
      public Session open() {
        return wrapper.apply(inner.open());
      }
    };
  }

  /** A session. */
  static class WrappedSession implements Session {
    final Session inner;

    WrappedSession(Session inner) {
      this.inner = inner;
    }

    @Override
    public Device device() {
      return inner.device();
    }

    @Override
    public Support support(Op op, List<TensorType> operands) {
      return inner.support(op, operands);
    }

    @Override
    public Executable compile(Program program, CompileOptions options) {
      return inner.compile(program, options);
    }

    @Override
    public HostTensor allocateHost(TensorType type) {
      return inner.allocateHost(type);
    }

    @Override
    public long bytesInUse() {
      return inner.bytesInUse();
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  /** An executable. */
  static class WrappedExecutable implements Executable {
    final Executable inner;

    WrappedExecutable(Executable inner) {
      this.inner = inner;
    }

    @Override
    public Program program() {
      return inner.program();
    }

    @Override
    public CompileOptions options() {
      return inner.options();
    }

    @Override
    public Plan plan() {
      return inner.plan();
    }

    @Override
    public State newState() {
      return inner.newState();
    }

    @Override
    public Ticket submit(State state, String entry, Feeds feeds, int steps) {
      return inner.submit(
          state instanceof WrappedState wrapped ? wrapped.inner : state, entry, feeds, steps);
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  /** A state. */
  static class WrappedState implements State {
    final State inner;

    WrappedState(State inner) {
      this.inner = inner;
    }

    @Override
    public HostTensor read(Variable variable) {
      return inner.read(variable);
    }

    @Override
    public void read(Variable variable, HostTensor destination) {
      inner.read(variable, destination);
    }

    @Override
    public void write(Variable variable, HostTensor value) {
      inner.write(variable, value);
    }

    @Override
    public void copyFrom(State source) {
      inner.copyFrom(source instanceof WrappedState wrapped ? wrapped.inner : source);
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  /** A ticket. */
  static class WrappedTicket implements Ticket {
    final Ticket inner;

    WrappedTicket(Ticket inner) {
      this.inner = inner;
    }

    @Override
    public Outputs await() {
      return inner.await();
    }

    @Override
    public boolean isDone() {
      return inner.isDone();
    }

    @Override
    public OptionalLong deviceNanos() {
      return inner.deviceNanos();
    }

    @Override
    public Optional<Profile> profile() {
      return inner.profile();
    }
  }
}
