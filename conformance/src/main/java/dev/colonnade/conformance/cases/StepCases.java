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
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** n steps in one submission equal n submissions of one step, bit for bit. */
final class StepCases {
  private StepCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> cases = new ArrayList<>();
    for (int steps : new int[] {1, 2, 7}) {
      for (boolean stackedRate : new boolean[] {false, true}) {
        String suffix = steps + (stackedRate ? "-all-stacked" : "-rate-constant");
        cases.add(
            ConformanceCase.protocol(
                "steps/mlp-" + suffix,
                Level.MLP,
                c -> compare(c, SmallNets.mlp(2, true), steps, stackedRate)));
        cases.add(
            ConformanceCase.protocol(
                "steps/dannet-" + suffix,
                Level.DANNET,
                c -> compare(c, SmallNets.dannet(1, false), steps, stackedRate)));
      }
    }
    cases.add(
        ConformanceCase.protocol(
            "steps/all-feeds-constant", Level.MLP, c -> constant(c, SmallNets.mlp(3, false))));
    cases.add(ConformanceCase.protocol("steps/order-of-submissions", Level.MLP, StepCases::order));
    return cases;
  }

  private static void compare(
      CaseContext context, TrainingProgram net, int steps, boolean stackedRate) {
    try (Executable executable =
            Rig.compile(context.session(), net.program(), context.compileOptions());
        State together = executable.newState();
        State single = executable.newState()) {
      net.initialise(context.random("weights"), together::write);
      net.initialise(context.random("weights"), single::write);
      HostTensor x = net.images(context.random("x"), steps);
      HostTensor labels = net.labels(context.random("labels"), steps);
      HostTensor rates = Input.uniform(0.01, 0.1, steps).draw(context.random("rate"));
      Feeds all = new Feeds().stacked("x", x).stacked("labels", labels);
      if (stackedRate) {
        all.stacked("rate", rates);
      } else {
        all.constant("rate", rates.row(0));
      }
      Outputs stacked = executable.submit(together, "train", all, steps).await();
      for (int step = 0; step < steps; step++) {
        Feeds one =
            new Feeds()
                .constant("x", x.row(step))
                .constant("labels", labels.row(step))
                .constant("rate", rates.row(stackedRate ? step : 0));
        Outputs alone = executable.submit(single, "train", one, 1).await();
        for (Map.Entry<String, HostTensor> output : stacked.stacked().entrySet()) {
          Judge.identical(
              "output " + output.getKey() + " of step " + step + " of " + steps,
              output.getValue().row(step),
              alone.last(output.getKey()));
        }
      }
      for (Variable variable : net.program().variables().values()) {
        Judge.identical(
            "variable " + variable.name() + " after " + steps + " steps in one submission",
            together.read(variable),
            single.read(variable));
      }
    }
  }

  private static void constant(CaseContext context, TrainingProgram net) {
    try (Rig rig = new Rig(context, net.program())) {
      net.initialise(context.random("weights"), rig::write);
      Feeds feeds =
          new Feeds()
              .constant("x", net.images(context.random("x"), 1).row(0))
              .constant("labels", net.labels(context.random("labels"), 1).row(0))
              .constant("rate", HostTensor.scalar(0.05f));
      rig.submit("train", feeds, 4);
      rig.checkVariables();
    }
  }

  /** Submissions not awaited one by one still take effect in order, and reads take their place. */
  private static void order(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(2, false);
    try (Rig rig = new Rig(context, net.program())) {
      net.initialise(context.random("weights"), rig::write);
      List<Ticket> tickets = new ArrayList<>();
      List<Outputs> expected = new ArrayList<>();
      List<Feeds> feeds = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        feeds.add(
            new Feeds()
                .stacked("x", net.images(context.random("x" + i), 2))
                .stacked("labels", net.labels(context.random("labels" + i), 2))
                .constant("rate", HostTensor.scalar(0.1f)));
      }
      try (State other = rig.executable().newState()) {
        other.copyFrom(rig.state());
        for (Feeds each : feeds) {
          tickets.add(rig.executable().submit(rig.state(), "train", each, 2));
        }
        Variable weights = net.program().variables().values().iterator().next();
        HostTensor read = rig.state().read(weights);
        for (Feeds each : feeds) {
          expected.add(rig.executable().submit(other, "train", each, 2).await());
        }
        Judge.identical(
            "variable " + weights.name() + " read behind 5 submissions", read, other.read(weights));
        for (int i = tickets.size() - 1; i >= 0; i--) {
          Ticket ticket = tickets.get(i);
          Outputs outputs = ticket.await();
          Check.that(ticket.isDone(), "a ticket should be done after await() returned");
          int submission = i;
          outputs
              .stacked()
              .forEach((name, value) ->
                  Judge.identical(
                      "output " + name + " of submission " + submission + " of 5",
                      value,
                      expected.get(submission).get(name)));
          Check.that(
              ticket.await().equals(outputs), "a second await() should return the same outputs");
          Check.that(
              ticket.deviceNanos().isEmpty() || ticket.deviceNanos().getAsLong() >= 0,
              "deviceNanos() is negative: " + ticket.deviceNanos());
        }
      }
    }
  }
}
