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
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Support;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.backend.UnsupportedProgramException;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** Backends with right kernels that break the protocol in one way each. */
final class ProtocolMutants {
  private ProtocolMutants() {}

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

  /** Compiles in strict fp32 whatever math mode is asked for. */
  static Device ignoresTheMathMode() {
    return Delegates.device(
        new SkeletonDevice(),
        session ->
            new WrappedSession(session) {
              @Override
              public Executable compile(Program program, CompileOptions options) {
                return inner.compile(program, options.withMath(MathMode.STRICT_FP32));
              }
            });
  }

  private static Device states(UnaryOperator<State> wrapper) {
    return executables(executable ->
        new WrappedExecutable(executable) {
          @Override
          public State newState() {
            return wrapper.apply(inner.newState());
          }
        });
  }

  /** Reads of a variable from outside give what was read first. */
  static Device staleReads() {
    return states(state ->
        new WrappedState(state) {
          private final Map<Variable, HostTensor> known = new HashMap<>();

          @Override
          public HostTensor read(Variable variable) {
            return known.computeIfAbsent(variable, inner::read).copy();
          }

          @Override
          public void write(Variable variable, HostTensor value) {
            known.remove(variable);
            inner.write(variable, value);
          }
        });
  }

  /** An assignment takes effect at once: reads behind it see the new value. */
  static Device earlyAssignments() {
    return Delegates.device(
        new SkeletonDevice(),
        session ->
            new WrappedSession(session) {
              @Override
              public Executable compile(Program program, CompileOptions options) {
                return inner.compile(program.map(ProtocolMutants::assignEarly), options);
              }
            });
  }

  private static Graph assignEarly(Graph graph) {
    GraphBuilder builder = new GraphBuilder(graph.name());
    Map<Value, Value> mapped = new HashMap<>();
    Map<String, Value> assigned = new HashMap<>();
    for (Node node : graph.nodes()) {
      List<Value> operands = node.operands().stream().map(mapped::get).toList();
      if (node.op() instanceof StructuralOp.ReadVariable read
          && assigned.containsKey(read.variable())) {
        mapped.put(node.result(), assigned.get(read.variable()));
        continue;
      }
      List<Value> results = builder.append(node.op(), operands, node.label());
      for (int i = 0; i < results.size(); i++) {
        mapped.put(node.results().get(i), results.get(i));
      }
      if (node.op() instanceof StructuralOp.Assign assign) {
        assigned.put(assign.variable(), operands.get(0));
      }
    }
    graph.outputs().forEach((name, value) -> builder.output(name, mapped.get(value)));
    return builder.build();
  }

  /** The step loop gives every step the first slice of stacked feeds. */
  static Device skipsFeedSlices() {
    return executables(executable ->
        new WrappedExecutable(executable) {
          @Override
          public Ticket submit(State state, String entry, Feeds feeds, int steps) {
            Feeds first = new Feeds();
            feeds
                .all()
                .forEach((name, fed) ->
                    first.constant(name, fed.stacked() ? fed.tensor().row(0) : fed.tensor()));
            return inner.submit(state, entry, first, steps);
          }
        });
  }

  /** The last of several steps is left out. */
  static Device dropsTheLastAssignment() {
    return executables(executable ->
        new WrappedExecutable(executable) {
          @Override
          public Ticket submit(State state, String entry, Feeds feeds, int steps) {
            if (steps < 2) {
              return inner.submit(state, entry, feeds, steps);
            }
            State saved = inner.newState();
            saved.copyFrom(state);
            Ticket ticket = inner.submit(state, entry, feeds, steps);
            Variable first = inner.program().variables().values().iterator().next();
            state.write(first, saved.read(first));
            saved.close();
            return ticket;
          }
        });
  }

  /** Each closed executable leaves 64 bytes behind. */
  static Device leaks() {
    return Delegates.device(
        new SkeletonDevice(),
        session ->
            new WrappedSession(session) {
              private long leaked;

              @Override
              public Executable compile(Program program, CompileOptions options) {
                return new WrappedExecutable(inner.compile(program, options)) {
                  @Override
                  public void close() {
                    leaked += 64;
                    inner.close();
                  }
                };
              }

              @Override
              public long bytesInUse() {
                return inner.bytesInUse() + leaked;
              }
            });
  }

  /** Outputs of a submission overwrite those handed out before. */
  static Device reusesOutputs() {
    return executables(executable ->
        new WrappedExecutable(executable) {
          private final Map<String, HostTensor> handedOut = new LinkedHashMap<>();

          @Override
          public Ticket submit(State state, String entry, Feeds feeds, int steps) {
            return new WrappedTicket(inner.submit(state, entry, feeds, steps)) {
              @Override
              public Outputs await() {
                Map<String, HostTensor> reused = new LinkedHashMap<>();
                inner
                    .await()
                    .stacked()
                    .forEach((name, value) -> {
                      HostTensor memory =
                          handedOut.computeIfAbsent(name + value.type(), ignored -> value.copy());
                      memory.copyFrom(value);
                      reused.put(name, memory);
                    });
                return new Outputs(reused);
              }
            };
          }
        });
  }

  /** All states are one. */
  static Device sharedStates() {
    return executables(executable ->
        new WrappedExecutable(executable) {
          private Optional<State> only = Optional.empty();

          @Override
          public State newState() {
            if (only.isEmpty()) {
              only = Optional.of(inner.newState());
            }
            State shared = only.get();
            return new WrappedState(shared) {
              @Override
              public void close() {}
            };
          }
        });
  }

  /** Claims everything, and refuses tanh when compiling. */
  static Device claimsAndRefuses() {
    return Delegates.device(
        new SkeletonDevice(),
        session ->
            new WrappedSession(session) {
              @Override
              public Executable compile(Program program, CompileOptions options) {
                if (program.toString().toLowerCase(Locale.ROOT).contains("tanh(")) {
                  throw new UnsupportedProgramException("skeleton:0", List.of("tanh: no kernel"));
                }
                return inner.compile(program, options);
              }
            });
  }

  /** Says that it cannot, and can. */
  static Device deniesAndRuns() {
    return Delegates.device(
        new SkeletonDevice(),
        session ->
            new WrappedSession(session) {
              @Override
              public Support support(Op op, List<TensorType> operands) {
                return op.name().equals("tanh")
                    ? Support.unsupported("no kernel for tanh")
                    : inner.support(op, operands);
              }
            });
  }

  /** The profile lacks the last kernel. */
  static Device incompleteProfile() {
    return executables(executable ->
        new WrappedExecutable(executable) {
          @Override
          public Ticket submit(State state, String entry, Feeds feeds, int steps) {
            return new WrappedTicket(inner.submit(state, entry, feeds, steps)) {
              @Override
              public Optional<Profile> profile() {
                return inner
                    .profile()
                    .map(whole ->
                        new Profile(
                            whole.kernels().subList(0, whole.kernels().size() - 1), whole.steps()));
              }
            };
          }
        });
  }

  /** A plan for something else is ignored instead of refused. */
  static Device ignoresPlans() {
    return Delegates.device(
        new SkeletonDevice(),
        session ->
            new WrappedSession(session) {
              @Override
              public Executable compile(Program program, CompileOptions options) {
                return inner.compile(
                    program,
                    new CompileOptions(
                        options.math(),
                        options.storage(),
                        options.deterministic(),
                        options.run(),
                        Optional.empty()));
              }
            });
  }

  /** A caller's mistake is reported by the ticket, when it is too late to see where it was made. */
  static Device reportsMistakesLate() {
    return executables(executable ->
        new WrappedExecutable(executable) {
          @Override
          public Ticket submit(State state, String entry, Feeds feeds, int steps) {
            try {
              return inner.submit(state, entry, feeds, steps);
            } catch (IllegalArgumentException e) {
              Feeds none = new Feeds();
              inner
                  .program()
                  .entry("evaluate")
                  .feeds()
                  .forEach(feed -> none.constant(feed.feed(), HostTensor.zeros(feed.type())));
              return new WrappedTicket(inner.submit(state, "evaluate", none, 1)) {
                @Override
                public Outputs await() {
                  throw new BackendException("late", e);
                }
              };
            }
          }
        });
  }

  /** A ticket that is never done. */
  static Device hangs() {
    return executables(executable ->
        new WrappedExecutable(executable) {
          @Override
          public Ticket submit(State state, String entry, Feeds feeds, int steps) {
            return new WrappedTicket(inner.submit(state, entry, feeds, steps)) {
              @Override
              public Outputs await() {
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                return inner.await();
              }
            };
          }
        });
  }

  /** Writes keep a reference to the caller's memory and copy it only when next read. */
  static Device keepsReferences() {
    return states(state ->
        new WrappedState(state) {
          private final Map<Variable, HostTensor> pending = new LinkedHashMap<>();

          @Override
          public void write(Variable variable, HostTensor value) {
            pending.put(variable, value);
          }

          @Override
          public HostTensor read(Variable variable) {
            pending.forEach(inner::write);
            pending.clear();
            return inner.read(variable);
          }
        });
  }

  /** A session that a second close breaks. */
  static Device closesOnce() {
    return Delegates.device(
        new SkeletonDevice(),
        (Session session) ->
            new WrappedSession(session) {
              private boolean closed;

              @Override
              public void close() {
                if (closed) {
                  throw new IllegalStateException("closed already");
                }
                closed = true;
                inner.close();
              }
            });
  }
}
