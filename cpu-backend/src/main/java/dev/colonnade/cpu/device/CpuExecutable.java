// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.device;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.runtime.SubmissionCheck;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.cpu.execute.Entry;
import dev.colonnade.cpu.execute.FilterPanels;
import dev.colonnade.cpu.execute.Slack;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A compiled program on the CPU: its entries with their scratch memory, and its states. */
final class CpuExecutable implements Executable {
  private final CpuSession session;
  private final Program program;
  private final CompileOptions options;
  private final Plan plan;
  private final Map<String, Entry> entries;
  private final Map<String, FilterPanels> filters;
  private final int guard;
  private final long bytes;
  private final Set<CpuState> states = new HashSet<>();
  private boolean closed;

  CpuExecutable(
      CpuSession session,
      Program program,
      CompileOptions options,
      Plan plan,
      Map<String, Entry> entries,
      Map<String, FilterPanels> filters,
      int guard,
      long bytes) {
    this.session = session;
    this.program = program;
    this.options = options;
    this.plan = plan;
    this.entries = new HashMap<>(entries);
    this.filters = filters;
    this.guard = guard;
    this.bytes = bytes;
  }

  CpuSession session() {
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

  /** Bytes of one state of a program, with canaries of {@code guard} elements. */
  static long stateBytes(Program program, Map<String, FilterPanels> filters, int guard) {
    long sum = 0;
    for (Variable variable : program.variables().values()) {
      sum += Slack.bytes(variable.type().dtype(), count(variable, filters) + 2L * guard);
    }
    return sum;
  }

  /** Elements of a variable as it is kept. */
  private static long count(Variable variable, Map<String, FilterPanels> filters) {
    FilterPanels panels = filters.get(variable.name());
    return panels == null ? variable.type().elementCount() : panels.physical().elementCount();
  }

  /** The variables that are kept in panels. */
  Map<String, FilterPanels> filters() {
    return filters;
  }

  @Override
  public State newState() {
    requireOpen();
    long size = stateBytes(program, filters, guard);
    CpuState state =
        session
            .memory()
            .allocate(size, "the variables of a state", () -> new CpuState(this, guard, size));
    states.add(state);
    return state;
  }

  @Override
  public Ticket submit(State state, String entry, Feeds feeds, int steps) {
    requireOpen();
    if (!(state instanceof CpuState own) || own.executable() != this) {
      throw new IllegalArgumentException(
          "the state belongs to another executable; make one with this executable's newState()");
    }
    own.requireOpen();
    SubmissionCheck.check(program, entry, feeds, steps);
    Entry compiled = entries.get(entry);
    if (compiled == null) {
      throw new IllegalStateException("entry " + entry + " was not compiled");
    }
    Map<String, HostTensor> outputs = compiled.allocateOutputs(steps);
    Feeds reachable = reachable(feeds);
    return new CpuTicket(
        session
            .thread()
            .submit(() -> {
              long start = System.nanoTime();
              Entry.Result result = compiled.run(own, reachable, outputs, steps);
              return new CpuTicket.Outcome(result, System.nanoTime() - start);
            }));
  }

  /** The feeds, those copied that the session's thread may not touch (confined memory segments). */
  private Feeds reachable(Feeds feeds) {
    Feeds reachable = new Feeds();
    feeds
        .all()
        .forEach((name, fed) -> {
          HostTensor tensor =
              session.thread().mayAccess(fed.tensor().segment())
                  ? fed.tensor()
                  : fed.tensor().copy();
          if (fed.stacked()) {
            reachable.stacked(name, tensor);
          } else {
            reachable.constant(name, tensor);
          }
        });
    return reachable;
  }

  void forget(CpuState state, long size) {
    states.remove(state);
    session.memory().release(size);
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
    closed = true;
    session.drain();
    List.copyOf(states).forEach(CpuState::close);
    entries.clear();
    session.forget(this, bytes);
  }
}
