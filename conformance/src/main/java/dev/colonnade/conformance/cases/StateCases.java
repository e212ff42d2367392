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
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** States are independent sets of variables; host memory of any kind is taken. */
final class StateCases {
  private StateCases() {}

  static List<ConformanceCase> all() {
    return List.of(
        ConformanceCase.protocol("states/independent", Level.MLP, StateCases::independent),
        ConformanceCase.protocol("states/copy-from", Level.MLP, StateCases::copyFrom),
        ConformanceCase.protocol("states/many", Level.MLP, StateCases::many),
        ConformanceCase.protocol("outputs/stay-valid", Level.MLP, StateCases::outputsStay),
        ConformanceCase.protocol("feeds/kinds-of-memory", Level.MLP, StateCases::kindsOfMemory),
        ConformanceCase.protocol("feeds/reused-after-await", Level.MLP, StateCases::reused));
  }

  private static Feeds batch(TrainingProgram net, CaseContext context, String purpose) {
    return new Feeds()
        .constant("x", net.images(context.random("x" + purpose), 1).row(0))
        .constant("labels", net.labels(context.random("labels" + purpose), 1).row(0))
        .constant("rate", HostTensor.scalar(0.1f));
  }

  private static List<HostTensor> readAll(State state, TrainingProgram net) {
    List<HostTensor> values = new ArrayList<>();
    for (Variable variable : net.program().variables().values()) {
      values.add(state.read(variable));
    }
    return values;
  }

  private static void same(
      String what, State state, TrainingProgram net, List<HostTensor> expected) {
    List<HostTensor> actual = readAll(state, net);
    int i = 0;
    for (Variable variable : net.program().variables().values()) {
      Judge.identical("variable " + variable.name() + " " + what, actual.get(i), expected.get(i));
      i++;
    }
  }

  @SuppressWarnings("try") // Closing before the block ends is what the case is about.
  private static void independent(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(2, true);
    try (Executable executable =
            Rig.compile(context.session(), net.program(), context.compileOptions());
        State first = executable.newState();
        State second = executable.newState()) {
      net.initialise(context.random("first"), first::write);
      net.initialise(context.random("second"), second::write);
      List<HostTensor> secondBefore = readAll(second, net);
      executable.submit(first, "train", batch(net, context, "a"), 3).await();
      same("of a state that was not trained", second, net, secondBefore);
      List<HostTensor> firstAfter = readAll(first, net);
      executable.submit(second, "train", batch(net, context, "b"), 2).await();
      same("of a state after another was trained", first, net, firstAfter);
      second.close();
      same("of a state after another was closed", first, net, firstAfter);
      try (State third = executable.newState()) {
        for (Variable variable : net.program().variables().values()) {
          Judge.identical(
              "variable " + variable.name() + " in a new state, where memory may be reused",
              third.read(variable),
              HostTensor.zeros(variable.type()));
        }
      }
    }
  }

  private static void copyFrom(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(2, true);
    try (Executable executable =
            Rig.compile(context.session(), net.program(), context.compileOptions());
        State source = executable.newState();
        State target = executable.newState()) {
      net.initialise(context.random("weights"), source::write);
      executable.submit(source, "train", batch(net, context, "a"), 1);
      // Not awaited: copyFrom takes its place in the order of submissions.
      target.copyFrom(source);
      List<HostTensor> copied = readAll(source, net);
      same("after copyFrom", target, net, copied);
      executable.submit(source, "train", batch(net, context, "b"), 1).await();
      same("of a copy after its source went on", target, net, copied);
      executable.submit(target, "train", batch(net, context, "b"), 1).await();
      same("of a copy trained as its source was", target, net, readAll(source, net));
      source.copyFrom(source);
      same("after a state was copied from itself", target, net, readAll(source, net));
    }
  }

  /** A committee: one compilation, many states, interleaved. */
  private static void many(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(1, false);
    int columns = 9;
    try (Executable executable =
        Rig.compile(context.session(), net.program(), context.compileOptions())) {
      List<State> states = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        State state = executable.newState();
        net.initialise(context.random("column" + column), state::write);
        states.add(state);
      }
      for (int round = 0; round < 2; round++) {
        for (State state : states) {
          executable.submit(state, "train", batch(net, context, "" + round), 1);
        }
      }
      try (State alone = executable.newState()) {
        for (int column = 0; column < columns; column++) {
          net.initialise(context.random("column" + column), alone::write);
          for (int round = 0; round < 2; round++) {
            executable.submit(alone, "train", batch(net, context, "" + round), 1);
          }
          same("of column " + column, states.get(column), net, readAll(alone, net));
        }
      }
    }
  }

  @SuppressWarnings("try") // Closing before the block ends is what the case is about.
  private static void outputsStay(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(3, false);
    try (Executable executable =
            Rig.compile(context.session(), net.program(), context.compileOptions());
        State state = executable.newState()) {
      net.initialise(context.random("weights"), state::write);
      Outputs first = executable.submit(state, "train", batch(net, context, "a"), 1).await();
      HostTensor logits = first.get("logits").copy();
      executable.submit(state, "train", batch(net, context, "b"), 1).await();
      Judge.identical(
          "output logits of the first submission after a second", first.get("logits"), logits);
      executable.close();
      Judge.identical("output logits after the executable was closed", first.get("logits"), logits);
    }
  }

  private static void kindsOfMemory(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(2, false);
    try (Executable executable =
            Rig.compile(context.session(), net.program(), context.compileOptions());
        State state = executable.newState();
        Arena arena = Arena.ofShared()) {
      net.initialise(context.random("weights"), state::write);
      HostTensor onHeap = net.images(context.random("x"), 3);
      HostTensor expected = evaluate(executable, state, onHeap.row(1).copy());
      Judge.identical(
          "logits of a row of a stack on the heap",
          evaluate(executable, state, onHeap.row(1)),
          expected);
      HostTensor offHeap = HostTensor.allocate(onHeap.type(), arena);
      offHeap.copyFrom(onHeap);
      Judge.identical(
          "logits of a row of native memory",
          evaluate(executable, state, offHeap.row(1)),
          expected);
      HostTensor pinned = context.session().allocateHost(onHeap.row(1).type());
      pinned.copyFrom(onHeap.row(1));
      Judge.identical(
          "logits of memory of the session's own", evaluate(executable, state, pinned), expected);
      try (Arena own = Arena.ofConfined()) {
        // Memory that only this thread may touch: a session with threads of its own has to copy.
        HostTensor confined = HostTensor.allocate(onHeap.row(1).type(), own);
        confined.copyFrom(onHeap.row(1));
        Judge.identical(
            "logits of memory confined to this thread",
            evaluate(executable, state, confined),
            expected);
        Variable weights = net.weights().get(0);
        HostTensor destination = HostTensor.allocate(weights.type(), own);
        state.read(weights, destination);
        Judge.identical("a variable read into confined memory", destination, state.read(weights));
        state.write(weights, destination);
        Judge.identical(
            "a variable written from confined memory", state.read(weights), destination);
      }
      // Three bytes into a block: no element is aligned.
      HostTensor image = onHeap.row(1);
      HostTensor crooked =
          HostTensor.wrap(
              image.type(),
              arena.allocate(image.type().byteSize() + 8, 8).asSlice(3, image.type().byteSize()));
      crooked.copyFrom(image);
      Judge.identical(
          "logits of memory that is not aligned", evaluate(executable, state, crooked), expected);
      Variable variable = net.weights().get(0);
      HostTensor destination = context.session().allocateHost(variable.type());
      state.read(variable, destination);
      Judge.identical(
          "a variable read into memory of the session's own", destination, state.read(variable));
    }
  }

  private static HostTensor evaluate(Executable executable, State state, HostTensor x) {
    return executable
        .submit(state, "evaluate", new Feeds().constant("x", x), 1)
        .await()
        .last("logits");
  }

  private static void reused(CaseContext context) {
    TrainingProgram net = SmallNets.mlp(2, false);
    try (Executable executable =
            Rig.compile(context.session(), net.program(), context.compileOptions());
        State state = executable.newState()) {
      net.initialise(context.random("weights"), state::write);
      HostTensor x = net.images(context.random("x"), 1).row(0).copy();
      HostTensor other = net.images(context.random("other"), 1).row(0).copy();
      HostTensor expected = evaluate(executable, state, other);
      evaluate(executable, state, x);
      x.copyFrom(other);
      Judge.identical(
          "logits of a feed whose memory holds other images now",
          evaluate(executable, state, x),
          expected);
    }
  }
}
