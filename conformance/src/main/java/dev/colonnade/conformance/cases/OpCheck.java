// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.CaseContext;
import dev.colonnade.conformance.CaseFailure;
import dev.colonnade.conformance.CaseUnsupported;
import dev.colonnade.conformance.judge.Judge;
import dev.colonnade.conformance.judge.LocalError;
import dev.colonnade.conformance.judge.Reference;
import dev.colonnade.conformance.judge.Tolerance;
import dev.colonnade.conformance.oracle.Oracle;
import dev.colonnade.conformance.oracle.OracleTensor;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Support;
import dev.colonnade.core.backend.UnsupportedProgramException;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Asks one operation of the device in every way a program can: on feeds and on variables, into
 * outputs and into variables, guarded and not, twice; a composite also as its decomposition.
 */
final class OpCheck {
  private final CaseContext context;
  private final Op op;
  private final Comparing comparing;
  private final List<HostTensor> operands = new ArrayList<>();
  private final List<TensorType> types = new ArrayList<>();

  OpCheck(CaseContext context, Op op, List<Input> inputs, Comparing comparing) {
    this.context = context;
    this.op = op;
    this.comparing = comparing;
    SplittableRandom random = context.random();
    for (Input input : inputs) {
      operands.add(input.draw(random));
      types.add(input.type());
    }
  }

  void run() {
    Support support = context.session().support(op, types);
    context.note(support);
    if (support instanceof Support.Unsupported(String reason)) {
      requireRefused(onFeeds(false), reason);
      throw new CaseUnsupported(reason);
    }
    if (op instanceof Primitive && support instanceof Support.Decomposed) {
      throw new CaseFailure(
          "support() answers Decomposed for the primitive "
              + op.name()
              + "; a primitive is Native or Unsupported with a reason");
    }
    Expectation expectation = expectation();
    fed(onFeeds(false), "on feeds", expectation);
    throughVariables(RunMode.NORMAL, expectation);
    throughVariables(RunMode.GUARDED, expectation);
    if (op instanceof Composite && support instanceof Support.Native) {
      fed(onFeeds(true), "decomposed", expectation);
    }
  }

  private void requireRefused(Program program, String reason) {
    try {
      context.session().compile(program, context.compileOptions()).close();
    } catch (UnsupportedProgramException e) {
      if (e.nodes().stream()
          .noneMatch(node -> node.contains(op.name()) || op instanceof Composite)) {
        throw new CaseFailure(
            "the compile error should list the node " + op.name() + "; it says " + e.getMessage(),
            e);
      }
      return;
    }
    throw new CaseFailure(
        "support() answers Unsupported (" + reason + "), but a program of it compiles");
  }

  private Program onFeeds(boolean decomposed) {
    GraphBuilder builder = new GraphBuilder("run");
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      values.add(builder.feed("operand" + i, types.get(i)));
    }
    List<Value> results =
        decomposed && op instanceof Composite composite
            ? composite.decompose(builder, values)
            : builder.apply(op, values);
    for (int i = 0; i < results.size(); i++) {
      builder.output("result" + i, results.get(i));
    }
    return Program.of(builder.build());
  }

  private Feeds feeds() {
    Feeds feeds = new Feeds();
    for (int i = 0; i < operands.size(); i++) {
      feeds.constant("operand" + i, operands.get(i));
    }
    return feeds;
  }

  /** Runs on feeds, twice: the second run must repeat the first bit for bit. */
  private void fed(Program program, String how, Expectation expectation) {
    try (Executable executable = context.session().compile(program, context.compileOptions());
        State state = executable.newState()) {
      Outputs outputs = executable.submit(state, "run", feeds(), 1).await();
      Outputs again = executable.submit(state, "run", feeds(), 1).await();
      List<HostTensor> results = new ArrayList<>();
      Check.that(!outputs.stacked().isEmpty(), "the program returned no outputs");
      for (int i = 0; i < outputs.stacked().size(); i++) {
        String name = "result" + i;
        results.add(outputs.last(name));
        Judge.identical(name + " " + how + ", second run", again.last(name), outputs.last(name));
      }
      Explained.compare(executable, () -> expectation.check(results, how));
    }
  }

  /** Operands in variables, results assigned to variables, which are then read. */
  private void throughVariables(RunMode mode, Expectation expectation) {
    String how = mode == RunMode.GUARDED ? "through variables, guarded" : "through variables";
    GraphBuilder builder = new GraphBuilder("run");
    List<Variable> sources = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Variable variable = new Variable("operand" + i, types.get(i));
      sources.add(variable);
      values.add(builder.read(variable));
    }
    List<Variable> targets = new ArrayList<>();
    List<Value> results = builder.apply(op, values);
    for (int i = 0; i < results.size(); i++) {
      Variable target = new Variable("target" + i, results.get(i).type());
      builder.assign(target, results.get(i));
      targets.add(target);
    }
    CompileOptions options = context.compileOptions().withRun(mode);
    try (Executable executable = context.session().compile(Program.of(builder.build()), options);
        State state = executable.newState()) {
      for (int i = 0; i < sources.size(); i++) {
        state.write(sources.get(i), operands.get(i));
      }
      executable.submit(state, "run", Feeds.NONE, 1).await();
      Explained.compare(
          executable, () -> expectation.check(targets.stream().map(state::read).toList(), how));
      for (int i = 0; i < sources.size(); i++) {
        Judge.moved("operand" + i + " afterwards", state.read(sources.get(i)), operands.get(i));
      }
    }
  }

  /** Compares results, obtained in the way {@code how} says, with the oracle's. */
  private interface Expectation {
    void check(List<HostTensor> results, String how);
  }

  /** Asks the oracle, once for all ways of running. */
  private Expectation expectation() {
    return switch (op) {
      case Primitive primitive -> expectation(primitive);
      case Composite composite -> expectation(composite);
    };
  }

  private Expectation expectation(Composite composite) {
    Reference reference = new Reference(onFeeds(false), context.compileOptions().math());
    Map<String, Reference.Expected> expected = reference.submit("run", feeds(), 1);
    return (results, how) -> {
      Check.that(
          results.size() == expected.size(),
          composite.name() + " should have " + expected.size() + " results, not " + results.size());
      int i = 0;
      for (Reference.Expected wanted : expected.values()) {
        HostTensor result = results.get(i);
        wanted.check(
            "result " + i + " of " + composite.name() + " " + how,
            result.reshape(result.type().shape().stacked(1)));
        i++;
      }
    };
  }

  private Expectation expectation(Primitive primitive) {
    List<OracleTensor> widened = operands.stream().map(OracleTensor::of).toList();
    OracleTensor expected = Oracle.primitive(primitive, widened);
    LocalError error = LocalError.of(primitive, widened, expected, context.compileOptions().math());
    Tolerance tolerance = error == null ? Tolerance.exact(expected) : error.tolerance(expected);
    List<OracleTensor> answers = new ArrayList<>(List.of(expected));
    if (comparing == Comparing.FLUSHABLE) {
      answers.add(Oracle.primitive(primitive, widened.stream().map(OpCheck::flushed).toList()));
    }
    HostTensor moved = expected.toHost();
    return (results, how) -> {
      String what = "result of " + primitive.name() + " " + how;
      if (comparing == Comparing.MOVED) {
        Judge.moved(what, results.get(0), moved);
      } else {
        Judge.compare(what, results.get(0), answers, tolerance);
      }
    };
  }

  private static OracleTensor flushed(OracleTensor tensor) {
    OracleTensor result = tensor.copy();
    if (tensor.dtype() == DType.F32) {
      for (int i = 0; i < result.size(); i++) {
        double value = result.get(i);
        result.set(i, Math.abs(value) < Float.MIN_NORMAL ? Math.copySign(0.0, value) : value);
      }
    }
    return result;
  }
}
