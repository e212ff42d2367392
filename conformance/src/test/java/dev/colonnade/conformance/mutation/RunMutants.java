// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.mutation;

import dev.colonnade.conformance.mutation.Delegates.WrappedExecutable;
import dev.colonnade.conformance.mutation.Delegates.WrappedSession;
import dev.colonnade.conformance.mutation.Delegates.WrappedState;
import dev.colonnade.conformance.mutation.Delegates.WrappedTicket;
import dev.colonnade.conformance.skeleton.SkeletonDevice;
import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import java.util.function.UnaryOperator;

/** Backends that compile rightly and go wrong when a program runs or is closed. */
final class RunMutants {
  private RunMutants() {}

  private static Device executables(UnaryOperator<Executable> wrapper) {
    return Delegates.device(
        new SkeletonDevice(),
        session ->
            new WrappedSession(session) {
              @Override
              public Executable compile(Program program, CompileOptions options) {
                return wrapper.apply(inner.compile(program, options));
              }
            });
  }

  /** Claims all, compiles all, and throws when it is to run. */
  static Device claimsAndThrows() {
    return executables(executable ->
        new WrappedExecutable(executable) {
          @Override
          public Ticket submit(State state, String entry, Feeds feeds, int steps) {
            return new WrappedTicket(inner.submit(state, entry, feeds, steps)) {
              @Override
              public Outputs await() {
                inner.await();
                throw new BackendException("kernel could not be launched");
              }
            };
          }
        });
  }

  /** Several steps in one submission round otherwise than single ones. */
  static Device roundsOtherwiseInALoop() {
    return executables(executable ->
        new WrappedExecutable(executable) {
          @Override
          public Ticket submit(State state, String entry, Feeds feeds, int steps) {
            Ticket ticket = inner.submit(state, entry, feeds, steps);
            if (steps > 1) {
              for (Variable variable : inner.program().variables().values()) {
                if (variable.type().dtype() == DType.F32) {
                  HostTensor value = state.read(variable);
                  value.set(0, Math.nextUp(value.getFloat(0)));
                  state.write(variable, value);
                }
              }
            }
            return ticket;
          }
        });
  }

  /** Copying a state copies all variables but one. */
  static Device copiesInPart() {
    return executables(executable ->
        new WrappedExecutable(executable) {
          @Override
          public State newState() {
            return new WrappedState(inner.newState()) {
              @Override
              public void copyFrom(State source) {
                Variable first = program().variables().values().iterator().next();
                HostTensor kept = inner.read(first);
                super.copyFrom(source);
                inner.write(first, kept);
              }
            };
          }
        });
  }

  /** What was closed goes on working. */
  static Device closesNothing() {
    return Delegates.device(
        new SkeletonDevice(),
        session ->
            new WrappedSession(session) {
              @Override
              public Executable compile(Program program, CompileOptions options) {
                return new WrappedExecutable(inner.compile(program, options)) {
                  @Override
                  public State newState() {
                    return new WrappedState(inner.newState()) {
                      @Override
                      public void close() {}
                    };
                  }
                };
              }
            });
  }

  /** A session that ends while work is under way keeps what that work held. */
  static Device keepsWorkUnderWay() {
    return Delegates.device(
        new SkeletonDevice(),
        (Session session) ->
            new WrappedSession(session) {
              private boolean closed;

              @Override
              public void close() {
                closed = true;
                inner.close();
              }

              @Override
              public long bytesInUse() {
                return closed ? 4096 : inner.bytesInUse();
              }
            });
  }
}
