// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.awkward;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.runtime.SubmissionCheck;
import dev.colonnade.core.tensor.HostTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A compiled program; {@code submit} only queues. */
final class AwkwardExecutable implements Executable {
  private final AwkwardSession session;
  private final Program program;
  private final CompileOptions options;
  private final Plan plan;
  private final Map<String, AwkwardEntry> entries = new LinkedHashMap<>();
  private final List<AwkwardState> states = new ArrayList<>();
  private boolean closed;

  AwkwardExecutable(
      AwkwardSession session, Program program, Program lowered, CompileOptions options) {
    this.session = session;
    this.program = program;
    this.options = options;
    Plan.Key key =
        new Plan.Key(
            program.fingerprint(),
            session.device().id() + " " + session.device().name(),
            session.device().properties(),
            options.math() + " " + options.storage() + " deterministic=" + options.deterministic());
    options
        .plan()
        .filter(given -> !given.key().equals(key))
        .ifPresent(given -> {
          throw new BackendException(
              "the plan is for " + given.key() + ", not for " + key + "; compile without it");
        });
    List<Plan.Kernel> kernels = new ArrayList<>();
    for (Graph entry : lowered.entries().values()) {
      AwkwardEntry compiled = new AwkwardEntry(session, entry, options.run() == RunMode.GUARDED);
      entries.put(entry.name(), compiled);
      kernels.addAll(compiled.kernels());
    }
    this.plan = new Plan(key, kernels);
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
    AwkwardState state = new AwkwardState(session, this);
    states.add(state);
    return state;
  }

  @Override
  public Ticket submit(State state, String entry, Feeds feeds, int steps) {
    requireOpen();
    SubmissionCheck.check(program, entry, feeds, steps);
    if (!(state instanceof AwkwardState own) || !own.belongsTo(this)) {
      throw new IllegalArgumentException(
          "the state belongs to another executable; make one with this executable's newState()");
    }
    own.requireOpen();
    AwkwardEntry compiled = entries.get(entry);
    if (compiled == null) {
      throw new IllegalStateException("entry " + entry + " was not compiled");
    }
    Map<String, Feeds.Fed> reachable = reachable(feeds);
    Map<String, HostTensor> outputs = new LinkedHashMap<>();
    program
        .entry(entry)
        .outputs()
        .forEach((name, value) -> outputs.put(name, HostTensor.zeros(value.type().stacked(steps))));
    return new AwkwardTicket(
        session.thread().later(() -> run(compiled, own, reachable, steps, outputs)));
  }

  /** Feeds are read late, on the device's thread; what it may not touch is copied now. */
  private Map<String, Feeds.Fed> reachable(Feeds feeds) {
    Map<String, Feeds.Fed> result = new LinkedHashMap<>();
    feeds
        .all()
        .forEach((name, fed) ->
            result.put(
                name,
                fed.tensor().segment().isAccessibleBy(session.thread().thread())
                    ? fed
                    : new Feeds.Fed(fed.tensor().copy(), fed.stacked())));
    return result;
  }

  private AwkwardTicket.Result run(
      AwkwardEntry compiled,
      AwkwardState state,
      Map<String, Feeds.Fed> feeds,
      int steps,
      Map<String, HostTensor> outputs) {
    long start = System.nanoTime();
    long[] nanos = new long[compiled.kernels().size()];
    for (int step = 0; step < steps; step++) {
      compiled.step(state, feeds, step, outputs, nanos);
    }
    Optional<Profile> profile =
        options.run() == RunMode.PROFILED
            ? Optional.of(compiled.profile(nanos, steps))
            : Optional.empty();
    return new AwkwardTicket.Result(new Outputs(outputs), System.nanoTime() - start, profile);
  }

  private void requireOpen() {
    session.requireOpen();
    if (closed) {
      throw new IllegalStateException("this executable is closed; compile the program again");
    }
  }

  @Override
  public void close() {
    if (!closed && !session.isClosed()) {
      closed = true;
      states.forEach(AwkwardState::close);
      session
          .thread()
          .call(() -> {
            entries.values().forEach(AwkwardEntry::free);
            return closed;
          });
    }
  }
}
