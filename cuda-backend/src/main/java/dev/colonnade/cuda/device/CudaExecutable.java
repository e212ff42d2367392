// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.device;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.PlanSource;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.runtime.SubmissionCheck;
import dev.colonnade.cuda.compile.EntryPlan;
import dev.colonnade.cuda.execute.LoadedProgram;
import dev.colonnade.cuda.execute.StepLoop;
import dev.colonnade.cuda.execute.Submission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A compiled program on a CUDA device. */
final class CudaExecutable implements Executable {
  private final CudaSession session;
  private final Program program;
  private final CompileOptions options;
  private final Plan plan;
  private final PlanSource planSource;
  private final LoadedProgram loaded;
  private final Set<CudaState> states = new HashSet<>();
  private boolean closed;

  CudaExecutable(
      CudaSession session,
      Program program,
      CompileOptions options,
      Plan.Key key,
      CudaSession.Decisions decisions,
      Map<String, EntrySelection> entries) {
    this.session = session;
    this.program = program;
    this.options = options;
    List<Plan.Kernel> kernels = new ArrayList<>();
    Map<String, EntryPlan> plans = new LinkedHashMap<>();
    Map<String, StepLoop> loops = new HashMap<>();
    entries.forEach((name, entry) -> {
      plans.put(name, entry.plan());
      loops.put(name, entry.loop());
      entry.plan().prologue().forEach(step -> kernels.add(step.kernel()));
      entry.plan().steps().forEach(step -> kernels.add(step.kernel()));
    });
    this.loaded = session.load(program, plans, options.run(), loops);
    if (options.run() == RunMode.NORMAL) {
      entries.forEach((name, entry) -> {
        kernels.add(entry.kernels().row(name, entry.otherKernels()));
        kernels.add(loaded.row(name, entry.otherLoops()));
      });
    }
    Plan own = new Plan(key, kernels);
    this.plan = decisions.plan().map(own::withAlternativesOf).orElse(own);
    this.planSource = decisions.source();
  }

  CudaSession session() {
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
  public PlanSource planSource() {
    return planSource;
  }

  @Override
  public State newState() {
    requireOpen();
    session.requireUsable();
    CudaState state = session.onDevice(() -> new CudaState(this, loaded.newVariables()));
    states.add(state);
    return state;
  }

  @Override
  public Ticket submit(State state, String entry, Feeds feeds, int steps) {
    requireOpen();
    if (!(state instanceof CudaState own) || own.executable() != this) {
      throw new IllegalArgumentException(
          "the state belongs to another executable; make one with this executable's newState()");
    }
    own.requireOpen();
    SubmissionCheck.check(program, entry, feeds, steps);
    session.requireUsable();
    Submission submission = loaded.submission(own.variables(), entry, feeds, steps);
    CudaTicket ticket = new CudaTicket(session, submission);
    ticket.start();
    return ticket;
  }

  void forget(CudaState state) {
    states.remove(state);
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
    if (!session.isLost()) {
      session.onDevice(() -> {
        session.staging().drain();
        List.copyOf(states).forEach(CudaState::close);
        loaded.close();
      });
    }
    session.forget(this);
  }
}
