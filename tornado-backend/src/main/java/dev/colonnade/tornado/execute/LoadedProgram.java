// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.execute;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.tornado.compile.EntryPlan;
import dev.colonnade.tornado.compile.ScratchPlan;
import dev.colonnade.tornado.compile.Step;
import dev.colonnade.tornado.engine.Engine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A program with its memory. All of it is used on the engine's thread only. */
public final class LoadedProgram {
  private final Engine engine;
  private final Map<String, EntryPlan> plans;
  private final Collection<Variable> variables;
  private final RunMode mode;
  private final ProgramMemory memory;
  private final Map<VariableMemory, Map<String, Submission>> bound = new HashMap<>();

  /** Takes the memory, and computes what depends on constants alone. */
  public LoadedProgram(Engine engine, Program program, Map<String, EntryPlan> plans, RunMode mode) {
    this.engine = engine;
    this.plans = Map.copyOf(plans);
    this.variables = program.variables().values();
    this.mode = mode;
    memory = ProgramMemory.take(engine, plans.values(), variables, mode);
    for (EntryPlan plan : plans.values()) {
      Binding binding = new Binding(engine, memory, plan, Optional.empty());
      for (Step step : plan.prologue()) {
        binding.run(step);
      }
      binding.finish();
    }
  }

  /** A new set of variables, all zero. */
  public VariableMemory newVariables() {
    VariableMemory state =
        new VariableMemory(engine, variables, mode == RunMode.GUARDED ? ScratchPlan.GUARD : 0);
    Map<String, Submission> entries = new HashMap<>();
    plans.forEach((name, plan) -> {
      Binding binding = new Binding(engine, memory, plan, Optional.of(state));
      entries.put(name, new Submission(engine, memory, binding, runner(plan, state)));
    });
    bound.put(state, entries);
    return state;
  }

  private StepRunner runner(EntryPlan plan, VariableMemory state) {
    return switch (mode) {
      case NORMAL -> new StepRunner.Plain();
      case PROFILED -> new StepRunner.Timed(plan.steps());
      case GUARDED -> {
        var others = new ArrayList<>(memory.constantBlocks());
        others.addAll(state.blocks());
        yield new GuardedRunner(
            engine, plan.graph().name(), new ArrayList<>(memory.scratchBlocks()), others);
      }
    };
  }

  /** Frees a set of variables. */
  public void release(VariableMemory state) {
    bound.remove(state);
    state.release();
  }

  /**
   * What a submission gave.
   *
   * @param outputs stacked by step
   * @param profile if it was timed
   */
  public record Result(Outputs outputs, Optional<Profile> profile) {}

  /** Runs steps of an entry. */
  public Result run(
      VariableMemory state, String entry, Feeds feeds, Map<String, HostTensor> stacked, int steps) {
    Submission submission =
        Optional.ofNullable(bound.get(state))
            .map(entries -> entries.get(entry))
            .orElseThrow(() -> new BackendException("entry " + entry + " is not loaded"));
    return new Result(new Outputs(stacked), submission.run(feeds, stacked, steps));
  }

  /** Bytes beside the variables. */
  public long byteSize() {
    return memory.byteSize();
  }

  /** Frees it; the states are freed before. */
  public void close() {
    memory.release();
  }
}
