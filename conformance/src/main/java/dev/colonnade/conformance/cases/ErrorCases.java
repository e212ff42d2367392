// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.CaseContext;
import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/** A caller's mistakes are reported at once, in words, and harm nothing. */
final class ErrorCases {
  private ErrorCases() {}

  static List<ConformanceCase> all() {
    return List.of(
        ConformanceCase.protocol("errors/submit-arguments", Level.MLP, ErrorCases::submit),
        ConformanceCase.protocol("errors/variables", Level.MLP, ErrorCases::variables),
        ConformanceCase.protocol("errors/foreign-states", Level.MLP, ErrorCases::foreign));
  }

  private static void submit(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(2, false);
    try (Rig rig = new Rig(context, net.program())) {
      net.initialise(context.random("weights"), rig::write);
      HostTensor x = net.images(context.random("x"), 1).row(0);
      HostTensor labels = net.labels(context.random("labels"), 1).row(0);
      HostTensor rate = HostTensor.scalar(0.1f);
      Feeds good = new Feeds().constant("x", x).constant("labels", labels).constant("rate", rate);
      refused(rig, "an unknown entry", "learn", good, 1);
      refused(rig, "0 steps", "train", good, 0);
      refused(rig, "-1 steps", "train", good, -1);
      refused(
          rig, "a missing feed", "train", new Feeds().constant("x", x).constant("rate", rate), 1);
      refused(
          rig,
          "an unknown feed",
          "evaluate",
          new Feeds().constant("x", x).constant("colour", rate),
          1);
      refused(
          rig,
          "a feed of another shape",
          "evaluate",
          new Feeds().constant("x", HostTensor.zeros(TensorType.f32(3, 9))),
          1);
      refused(
          rig,
          "a feed of another element type",
          "evaluate",
          new Feeds().constant("x", HostTensor.zeros(TensorType.i32(2, 9))),
          1);
      refused(
          rig,
          "a stack of 2 for 3 steps",
          "evaluate",
          new Feeds().stacked("x", net.images(context.random("x"), 2)),
          3);
      refused(rig, "a stacked feed without a stack", "evaluate", new Feeds().stacked("x", x), 1);
      // Nothing of that took effect.
      rig.checkVariables();
      rig.submit("train", good, 1);
      rig.checkVariables();
    }
  }

  private static void refused(Rig rig, String what, String entry, Feeds feeds, int steps) {
    Check.throwsAny(
        "submit() of " + what,
        () -> rig.executable().submit(rig.state(), entry, feeds, steps),
        IllegalArgumentException.class);
  }

  private static void variables(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(2, false);
    Variable known = net.weights().get(0);
    Variable unknown = new Variable("nobody", known.type());
    try (Rig rig = new Rig(context, net.program())) {
      net.initialise(context.random("weights"), rig::write);
      HostTensor other = HostTensor.of(Shape.of(2), 1f, 2f);
      Check.throwsAny(
          "write() of another type",
          () -> rig.state().write(known, other),
          IllegalArgumentException.class);
      Check.throwsAny(
          "read() into memory of another type",
          () -> rig.state().read(known, other),
          IllegalArgumentException.class);
      Check.throwsAny(
          "read() of an unknown variable",
          () -> rig.state().read(unknown),
          IllegalArgumentException.class);
      Check.throwsAny(
          "write() of an unknown variable",
          () -> rig.state().write(unknown, HostTensor.zeros(unknown.type())),
          IllegalArgumentException.class);
      rig.checkVariables();
    }
  }

  private static void foreign(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(2, false);
    TrainingProgram other = SmallNets.mlp(2, true);
    try (Executable executable =
            Rig.compile(context.session(), net.program(), context.compileOptions());
        Executable otherExecutable =
            Rig.compile(context.session(), other.program(), context.compileOptions());
        State state = executable.newState();
        State foreign = otherExecutable.newState()) {
      Feeds feeds = new Feeds().constant("x", net.images(context.random("x"), 1).row(0));
      Check.throwsAny(
          "submit() with a state of another executable",
          () -> executable.submit(foreign, "evaluate", feeds, 1),
          IllegalArgumentException.class);
      Check.throwsAny(
          "copyFrom() a state of another executable",
          () -> state.copyFrom(foreign),
          IllegalArgumentException.class);
    }
  }
}
