// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.skeleton;

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

/** A compiled program: its plan, a runner for each entry, and the states made of it. */
final class SkeletonExecutable implements Executable {
  private final Program program;
  private final CompileOptions options;
  private final Plan plan;
  private final DeviceMemory memory;
  private final Map<String, EntryRunner> runners = new LinkedHashMap<>();
  private final List<SkeletonState> states = new ArrayList<>();
  private boolean closed;

  SkeletonExecutable(
      SkeletonDevice device,
      Program program,
      Program lowered,
      CompileOptions options,
      KernelTable kernels,
      DeviceMemory memory) {
    this.program = program;
    this.options = options;
    this.memory = memory;
    Plan.Key key =
        new Plan.Key(
            program.fingerprint(),
            device.id() + " " + device.name(),
            device.properties(),
            options.math() + " " + options.storage() + " deterministic=" + options.deterministic());
    // A plan for something else is refused, not ignored. This backend has nothing to choose, so a
    // plan that fits brings no news; one with measured alternatives would be followed here.
    options
        .plan()
        .filter(given -> !given.key().equals(key))
        .ifPresent(given -> {
          throw new BackendException(
              "the plan is for " + given.key() + ", not for " + key + "; compile without it");
        });
    List<Plan.Kernel> all = new ArrayList<>();
    for (Graph entry : lowered.entries().values()) {
      EntryRunner runner =
          new EntryRunner(entry, kernels, memory, options.run() == RunMode.GUARDED);
      runners.put(entry.name(), runner);
      all.addAll(runner.kernels());
    }
    this.plan = new Plan(key, all);
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
    SkeletonState state = new SkeletonState(this, memory, options.run() == RunMode.GUARDED);
    states.add(state);
    return state;
  }

  @Override
  public Ticket submit(State state, String entry, Feeds feeds, int steps) {
    requireOpen();
    // Mistakes of the caller are reported here and now; what fails on the device, by the ticket.
    SubmissionCheck.check(program, entry, feeds, steps);
    if (!(state instanceof SkeletonState own) || !own.belongsTo(this)) {
      throw new IllegalArgumentException(
          "the state belongs to another executable; make one with this executable's newState()");
    }
    own.requireOpen();
    EntryRunner runner = runners.get(entry);
    if (runner == null) {
      throw new IllegalStateException("entry " + entry + " was not compiled");
    }
    // The simplest legal submit: the work is done before it returns, so the ticket is done when it
    // is handed out. A device with a queue would only enqueue here.
    try {
      long[] nanos = new long[runner.kernels().size()];
      Map<String, HostTensor> outputs = runner.allocateOutputs(program.entry(entry), steps);
      for (int step = 0; step < steps; step++) {
        runner.step(own, feeds, step, outputs, nanos);
      }
      Optional<Profile> profile =
          options.run() == RunMode.PROFILED
              ? Optional.of(runner.profile(nanos, steps))
              : Optional.empty();
      return new SkeletonTicket(new Outputs(outputs), profile);
    } catch (BackendException e) {
      return new SkeletonTicket(e);
    } catch (RuntimeException e) {
      return new SkeletonTicket(
          new BackendException("entry " + entry + " failed on the skeleton: " + e, e));
    }
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this executable is closed; compile the program again");
    }
  }

  @Override
  public void close() {
    closed = true;
    states.forEach(SkeletonState::close);
    states.clear();
    runners.values().forEach(EntryRunner::close);
  }
}
