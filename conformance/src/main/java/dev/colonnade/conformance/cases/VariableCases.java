// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.CaseContext;
import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.conformance.judge.Judge;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a step does to variables: reads see its start, assignments take effect at its end. */
final class VariableCases {
  private static final TensorType MATRIX = TensorType.f32(3, 5);
  private static final Variable A = new Variable("a", MATRIX);
  private static final Variable B = new Variable("b", MATRIX);
  private static final Variable C = new Variable("c", MATRIX);

  private VariableCases() {}

  static List<ConformanceCase> all() {
    List<ConformanceCase> cases = new ArrayList<>();
    semantics(cases);
    aliases(cases);
    cases.add(ConformanceCase.protocol("variables/round-trip", Level.MLP, c -> roundTrip(c, 0)));
    cases.add(
        ConformanceCase.protocol(
            "variables/round-trip-all-types", Level.ALL, c -> roundTrip(c, 1)));
    cases.add(
        ConformanceCase.protocol("variables/two-entries", Level.MLP, VariableCases::twoEntries));
    cases.add(
        ConformanceCase.protocol(
            "variables/write-takes-a-copy", Level.MLP, VariableCases::writeCopies));
    return cases;
  }

  /** Three steps of {@code body} on a, b and c; every output and variable is compared. */
  private static ConformanceCase steps(String name, Consumer<GraphBuilder> body) {
    return ConformanceCase.protocol(
        "variables/" + name,
        Level.MLP,
        context -> {
          GraphBuilder builder = new GraphBuilder("step");
          body.accept(builder);
          Program program = Program.of(builder.build(), keepAll());
          for (int[] submissions : new int[][] {{1, 1, 1}, {3}}) {
            try (Rig rig = new Rig(context, program)) {
              for (Variable variable : List.of(A, B, C)) {
                rig.write(variable, Input.f32(3, 5).draw(context.random(variable.name())));
              }
              for (int steps : submissions) {
                rig.submit("step", Feeds.NONE, steps);
                rig.checkVariables();
              }
            }
          }
        });
  }

  /** An entry that reads a, b and c, so that each is a variable of the program. */
  private static Graph keepAll() {
    GraphBuilder builder = new GraphBuilder("look");
    builder.output("a", builder.read(A));
    builder.output("b", builder.read(B));
    builder.output("c", builder.read(C));
    return builder.build();
  }

  private static void semantics(List<ConformanceCase> cases) {
    cases.add(
        steps(
            "read-after-assign-sees-the-step-start",
            b -> {
              b.assign(A, b.add(b.read(A), b.constant(1f)));
              b.output("a", b.read(A));
              b.output("twice", b.multiply(b.read(A), 2f));
            }));
    cases.add(
        steps(
            "read-node-behind-the-assignment",
            b -> {
              b.assign(A, b.fill(A.type().shape(), 7f));
              // A node of its own, after the assignment: nothing but the rule says what it sees.
              Value late = b.applyOne(new StructuralOp.ReadVariable(A.name(), A.type()), List.of());
              b.output("a", b.add(late, b.constant(1f)));
              b.assign(B, late);
            }));
    cases.add(
        steps(
            "swap",
            b -> {
              b.assign(A, b.read(B));
              b.assign(B, b.read(A));
            }));
    cases.add(
        steps(
            "rotate-three",
            b -> {
              b.assign(A, b.read(B));
              b.assign(B, b.read(C));
              b.assign(C, b.read(A));
            }));
    cases.add(
        steps("unassigned-stays", b -> b.assign(A, b.add(b.multiply(b.read(B), 0.5f), b.read(C)))));
    cases.add(
        steps(
            "assigned-before-last-use",
            b -> {
              Value old = b.read(A);
              b.assign(A, b.multiply(old, -1f));
              b.assign(B, b.add(old, b.tanh(old)));
              b.assign(C, b.transpose(b.transpose(old, 1, 0), 1, 0));
            }));
  }

  private static void aliases(List<ConformanceCase> cases) {
    cases.add(steps("assigned-to-itself", b -> b.assign(A, b.read(A))));
    cases.add(
        steps(
            "one-value-to-two-variables",
            b -> {
              Value next = b.add(b.read(A), b.read(B));
              b.assign(A, next);
              b.assign(B, next);
              b.assign(C, b.multiply(b.read(A), 2f));
            }));
    cases.add(
        steps(
            "copied-while-updated",
            b -> {
              b.assign(B, b.read(A));
              b.assign(A, b.multiply(b.read(A), 0.5f));
              b.output("b", b.read(B));
            }));
    cases.add(
        steps(
            "reshaped-alias",
            b -> {
              Value flat = b.reshape(b.read(A), Shape.of(15));
              b.assign(A, b.negate(b.read(A)));
              b.output("flat", flat);
              b.assign(B, b.reshape(flat, B.type().shape()));
            }));
    cases.add(
        steps(
            "constant-and-broadcast-assigned",
            b -> {
              b.assign(A, b.fill(A.type().shape(), 3f));
              b.assign(
                  B,
                  b.constant(
                      HostTensor.of(
                          B.type().shape(),
                          1f,
                          2f,
                          3f,
                          4f,
                          5f,
                          6f,
                          7f,
                          8f,
                          9f,
                          10f,
                          11f,
                          12f,
                          13f,
                          14f,
                          15f)));
              b.output("a", b.read(A));
            }));
    cases.add(
        steps(
            "trivial-outputs",
            b -> {
              b.output("variable", b.read(A));
              b.output("again", b.read(A));
              b.output("constant", b.constant(2f));
              b.output("spread", b.fill(A.type().shape(), 4f));
              b.assign(A, b.add(b.read(A), b.constant(1f)));
            }));
    cases.add(steps("nothing-but-an-assignment", b -> b.assign(A, b.add(b.read(A), b.read(A)))));
  }

  private static void roundTrip(CaseContext context, int more) {
    GraphBuilder builder = new GraphBuilder("look");
    List<Variable> variables = new ArrayList<>();
    int[][] shapes = {{}, {1}, {7}, {3, 5}, {2, 3, 5}, {2, 1, 5, 3}, {2, 3, 1, 2, 3}, {5, 2, 4, 4}};
    List<DType> types = more == 0 ? List.of(DType.F32) : List.of(DType.values());
    for (DType dtype : types) {
      for (int[] shape : shapes) {
        Variable variable =
            new Variable("v" + variables.size(), new TensorType(dtype, Shape.of(shape)));
        variables.add(variable);
        builder.output(variable.name(), builder.read(variable));
      }
    }
    try (Rig rig = new Rig(context, Program.of(builder.build()))) {
      List<HostTensor> written = new ArrayList<>();
      for (Variable variable : variables) {
        HostTensor zero = HostTensor.zeros(variable.type());
        Judge.identical(variable + " in a new state", rig.state().read(variable), zero);
        HostTensor value =
            Input.any(variable.type().dtype(), variable.type().shape().dimensions())
                .draw(context.random(variable.name()));
        rig.write(variable, value);
        written.add(value);
      }
      var outputs = rig.executable().submit(rig.state(), "look", Feeds.NONE, 1).await();
      for (int i = 0; i < variables.size(); i++) {
        Variable variable = variables.get(i);
        HostTensor destination = HostTensor.zeros(variable.type());
        rig.state().read(variable, destination);
        Judge.moved(variable + " read into memory", destination, written.get(i));
        Judge.moved(variable + " read", rig.state().read(variable), written.get(i));
        Judge.moved(variable + " as output", outputs.last(variable.name()), written.get(i));
      }
    }
  }

  /** A convolution's filter and a matrix may want different layouts in different entries. */
  private static void twoEntries(CaseContext context) {
    Variable weights = new Variable("weights", TensorType.f32(7, 11));
    GraphBuilder forward = new GraphBuilder("forward");
    Value x = forward.feed("x", TensorType.f32(3, 11));
    forward.output("y", forward.matMul(x, forward.read(weights), false, true));
    GraphBuilder backward = new GraphBuilder("backward");
    Value dy = backward.feed("dy", TensorType.f32(5, 7));
    backward.output("dx", backward.matMul(dy, backward.read(weights)));
    backward.assign(weights, backward.multiply(backward.read(weights), 0.5f));
    GraphBuilder sums = new GraphBuilder("sums");
    sums.output("rows", sums.reduceSum(sums.read(weights), 1));
    sums.output("columns", sums.reduceSum(sums.read(weights), 0));
    Program program = Program.of(forward.build(), backward.build(), sums.build());
    try (Rig rig = new Rig(context, program)) {
      rig.write(weights, Input.f32(7, 11).draw(context.random("weights")));
      Feeds x1 = new Feeds().constant("x", Input.f32(3, 11).draw(context.random("x")));
      Feeds dy1 = new Feeds().constant("dy", Input.f32(5, 7).draw(context.random("dy")));
      for (int i = 0; i < 2; i++) {
        rig.submit("forward", x1, 1);
        rig.submit("backward", dy1, 2);
        rig.submit("sums", Feeds.NONE, 1);
        rig.checkVariables();
      }
    }
  }

  private static void writeCopies(CaseContext context) {
    try (Rig rig = new Rig(context, Program.of(keepAll()))) {
      HostTensor value = Input.f32(3, 5).draw(context.random());
      HostTensor before = value.copy();
      rig.state().write(A, value);
      value.set(0, 99f);
      Judge.moved("a after its source changed", rig.state().read(A), before);
      HostTensor read = rig.state().read(A);
      read.set(1, 77f);
      Judge.moved("a after a read copy changed", rig.state().read(A), before);
    }
  }
}
