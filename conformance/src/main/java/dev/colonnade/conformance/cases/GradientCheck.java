// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.CaseContext;
import dev.colonnade.conformance.CaseFailure;
import dev.colonnade.conformance.oracle.OracleProgram;
import dev.colonnade.conformance.oracle.OracleTensor;
import dev.colonnade.core.autodiff.Gradients;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks the gradient of an operation twice: its rule, by central differences of the oracle in
 * double precision; and the device's result of that rule's graph, by the oracle.
 */
final class GradientCheck {
  /** Small against the distance to any kink of the inputs, large against double's roundoff. */
  private static final double STEP = 1e-6;

  /** Room for the third derivative times STEP squared, and for attributes rounded to fp32. */
  private static final double RELATIVE = 2e-6;

  private final CaseContext context;
  private final List<Variable> operands = new ArrayList<>();
  private final List<Integer> differentiable = new ArrayList<>();
  private final List<HostTensor> inputs = new ArrayList<>();
  private final Program program;

  GradientCheck(CaseContext context, Op op, List<Input> drawn) {
    this.context = context;
    for (int i = 0; i < drawn.size(); i++) {
      operands.add(new Variable("operand" + i, drawn.get(i).type()));
      inputs.add(drawn.get(i).draw(context.random("operand" + i)));
      if (drawn.get(i).type().dtype() == DType.F32) {
        differentiable.add(i);
      }
    }
    GraphBuilder loss = new GraphBuilder("loss");
    loss.output("loss", loss(loss, op, read(loss)));
    GraphBuilder gradient = new GraphBuilder("gradient");
    List<Value> values = read(gradient);
    List<Value> targets = differentiable.stream().map(values::get).toList();
    List<Value> gradients = Gradients.of(gradient, loss(gradient, op, values), targets);
    for (int i = 0; i < targets.size(); i++) {
      gradient.output("gradient" + differentiable.get(i), gradients.get(i));
    }
    this.program = Program.of(loss.build(), gradient.build());
  }

  private List<Value> read(GraphBuilder builder) {
    return operands.stream().map(builder::read).toList();
  }

  /** A scalar in which each element of each result counts with a weight of its own. */
  private Value loss(GraphBuilder builder, Op op, List<Value> values) {
    Value sum = builder.constant(0f);
    List<Value> results = builder.apply(op, values);
    for (int i = 0; i < results.size(); i++) {
      int[] dimensions = results.get(i).type().shape().dimensions();
      HostTensor weights = Input.uniform(0.5, 1.5, dimensions).draw(context.random("weights" + i));
      Value weighted = builder.multiply(results.get(i), builder.constant(weights));
      sum = builder.add(sum, builder.sum(weighted));
    }
    return sum;
  }

  void run() {
    checkRule();
    try (Rig rig = new Rig(context, program)) {
      for (int i = 0; i < operands.size(); i++) {
        rig.write(operands.get(i), inputs.get(i));
      }
      rig.submit("loss", Feeds.NONE, 1);
      rig.submit("gradient", Feeds.NONE, 1);
    }
  }

  /** The rule against central differences; needs no device. */
  void checkRule() {
    OracleProgram oracle = new OracleProgram(program);
    for (int i = 0; i < operands.size(); i++) {
      oracle.write(operands.get(i), inputs.get(i));
    }
    Map<String, OracleTensor> gradients = oracle.submit("gradient", Feeds.NONE, 1);
    for (int operand : differentiable) {
      OracleTensor gradient = gradients.get("gradient" + operand);
      if (gradient == null) {
        throw new CaseFailure("there is no gradient of operand " + operand);
      }
      checkOperand(oracle, operand, gradient);
    }
  }

  private void checkOperand(OracleProgram oracle, int operand, OracleTensor gradient) {
    Variable variable = operands.get(operand);
    OracleTensor exact = OracleTensor.of(inputs.get(operand));
    double scale = 1;
    for (double value : gradient.values()) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < exact.size(); i++) {
      double difference =
          (loss(oracle, variable, exact, i, STEP) - loss(oracle, variable, exact, i, -STEP))
              / (2 * STEP);
      double error = Math.abs(difference - gradient.get(i));
      if (!(error <= RELATIVE * scale)) {
        throw new CaseFailure(
            "the gradient rule gives "
                + gradient.get(i)
                + " for element "
                + i
                + " of operand "
                + operand
                + "; central differences give "
                + difference);
      }
    }
    oracle.write(variable, exact);
  }

  private static double loss(
      OracleProgram oracle, Variable variable, OracleTensor exact, int element, double step) {
    OracleTensor moved = exact.copy();
    moved.set(element, exact.get(element) + step);
    oracle.write(variable, moved);
    return oracle.submit("loss", Feeds.NONE, 1).values().iterator().next().get(0);
  }
}
