// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.device;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.runtime.SubmissionCheck;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.tornado.compile.EntryPlan;
import dev.colonnade.tornado.execute.LoadedProgram;
import dev.colonnade.tornado.execute.VariableMemory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A compiled program on a TornadoVM device. */
final class TornadoVmExecutable implements Executable {
  private final TornadoVmSession session;
  private final Program program;
  private final CompileOptions options;
  private final Plan plan;
  private final LoadedProgram loaded;
  private final Set<TornadoVmState> states = new HashSet<>();
  private boolean closed;

  TornadoVmExecutable(
      TornadoVmSession session,
      Program program,
      CompileOptions options,
      Plan.Key key,
      Map<String, EntryPlan> plans,
      LoadedProgram loaded) {
    this.session = session;
    this.program = program;
    this.options = options;
    this.loaded = loaded;
    List<Plan.Kernel> kernels = new ArrayList<>();
    for (EntryPlan entry : plans.values()) {
      entry.prologue().forEach(step -> kernels.add(step.kernel()));
      entry.steps().forEach(step -> kernels.add(step.kernel()));
    }
    plan = new Plan(key, kernels);
    session.account(loaded.byteSize());
  }

  TornadoVmSession session() {
    return session;
  }

  @Override
  public Program program() {
    return program;
  }

  @Override
  public CompileOptions options() {
    return options;
  }

  @Override
  public Plan plan() {
    return plan;
  }

  @Override
  public State newState() {
    requireOpen();
    VariableMemory variables = session.engine().call(loaded::newVariables);
    session.account(variables.byteSize());
    TornadoVmState state = new TornadoVmState(this, variables);
    states.add(state);
    return state;
  }

  @Override
  public Ticket submit(State state, String entry, Feeds feeds, int steps) {
    requireOpen();
    if (!(state instanceof TornadoVmState own) || own.executable() != this) {
      throw new IllegalArgumentException(
          "the state belongs to another executable; make one with this executable's newState()");
    }
    own.requireOpen();
    Graph graph = SubmissionCheck.check(program, entry, feeds, steps);
    Map<String, HostTensor> stacked = new LinkedHashMap<>();
    graph
        .outputs()
        .forEach((name, value) -> stacked.put(name, HostTensor.zeros(value.type().stacked(steps))));
    Feeds reachable = reachable(feeds);
    return new TornadoVmTicket(
        session
            .engine()
            .submit(() -> loaded.run(own.variables(), entry, reachable, stacked, steps)));
  }

  /** The feeds, those copied that another thread may not touch (confined memory segments). */
  private static Feeds reachable(Feeds feeds) {
    Feeds reachable = new Feeds();
    feeds
        .all()
        .forEach((name, fed) -> {
          HostTensor tensor = TornadoVmState.shared(fed.tensor());
          if (fed.stacked()) {
            reachable.stacked(name, tensor);
          } else {
            reachable.constant(name, tensor);
          }
        });
    return reachable;
  }

  void forget(TornadoVmState state) {
    states.remove(state);
    session.engine().run(() -> loaded.release(state.variables()));
    session.account(-state.variables().byteSize());
  }

  /** Refuses work on a closed executable. */
  void requireOpen() {
    session.requireOpen();
    if (closed) {
      throw new IllegalStateException("this executable is closed; compile the program again");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    List.copyOf(states).forEach(TornadoVmState::close);
    closed = true;
    session.engine().run(loaded::close);
    session.account(-loaded.byteSize());
    session.forget(this);
  }
}
