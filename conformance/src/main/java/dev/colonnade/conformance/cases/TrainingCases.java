// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.CaseContext;
import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.conformance.judge.Judge;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Whole training steps of small nets against the oracle, and training that is interrupted. */
final class TrainingCases {
  private TrainingCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> cases = new ArrayList<>();
    for (int batch : new int[] {1, 5}) {
      for (boolean momentum : new boolean[] {false, true}) {
        String name = (momentum ? "momentum" : "sgd") + "-batch-" + batch;
        train(cases, Level.MLP, "mlp-" + name, () -> SmallNets.mlp(batch, momentum));
        train(cases, Level.DANNET, "dannet-" + name, () -> SmallNets.dannet(batch, momentum));
      }
    }
    cases.add(
        ConformanceCase.protocol(
            "training/resumed-from-a-checkpoint", Level.MLP, TrainingCases::resumed));
    return cases;
  }

  private static void train(
      List<ConformanceCase> cases, Level level, String name, Supplier<TrainingProgram> net) {
    cases.add(
        ConformanceCase.protocol("training/" + name, level, context -> train(context, net.get())));
  }

  private static void train(CaseContext context, TrainingProgram net) {
    try (Rig rig = new Rig(context, net.program())) {
      net.initialise(context.random("weights"), rig::write);
      for (int submission = 0; submission < 2; submission++) {
        int steps = 1 + 2 * submission;
        rig.submit("train", batches(net, context, "" + submission, steps), steps);
        rig.checkVariables();
      }
      HostTensor x = net.images(context.random("evaluate"), 1).row(0);
      rig.submit("evaluate", new Feeds().constant("x", x), 1);
    }
  }

  private static Feeds batches(
      TrainingProgram net, CaseContext context, String purpose, int steps) {
    return new Feeds()
        .stacked("x", net.images(context.random("x" + purpose), steps))
        .stacked("labels", net.labels(context.random("labels" + purpose), steps))
        .constant("rate", HostTensor.scalar(0.05f));
  }

  /** Variables read, and written into a state of another executable, continue bit for bit. */
  private static void resumed(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(2, true);
    try (Executable executable =
            Rig.compile(context.session(), net.program(), context.compileOptions());
        Executable later =
            Rig.compile(
                context.session(),
                net.program(),
                context.compileOptions().withPlan(executable.plan()));
        State state = executable.newState();
        State resumed = later.newState()) {
      net.initialise(context.random("weights"), state::write);
      executable.submit(state, "train", batches(net, context, "first", 3), 3);
      for (Variable variable : net.program().variables().values()) {
        resumed.write(variable, state.read(variable));
      }
      Feeds feeds = batches(net, context, "second", 3);
      Outputs expected = executable.submit(state, "train", feeds, 3).await();
      Outputs actual = later.submit(resumed, "train", feeds, 3).await();
      expected
          .stacked()
          .forEach((name, value) ->
              Judge.identical("output " + name + " after resuming", actual.get(name), value));
      for (Variable variable : net.program().variables().values()) {
        Judge.identical(
            "variable " + variable.name() + " after resuming",
            resumed.read(variable),
            state.read(variable));
      }
    }
  }
}
