// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.autodiff;

import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.Convert;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.op.Random;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.op.Select;
import dev.colonnade.core.op.UnaryOp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The derivative of each primitive, one line each. Where a primitive is not differentiable at a
 * point (|x| at 0, equal operands of a maximum) the rule's choice is stated beside it.
 *
 * <p>Primitives that are constant almost everywhere (sign, floor, comparisons, argMax, conversions
 * to integers) have rules without gradients. {@code gridSample}, {@code maxPoolGradient} and the
 * structural operations have none: asking for one is an error that names the node.
 */
final class GradientTable {
  private static final Map<Class<?>, GradientRule<Primitive>> RULES = new HashMap<>();

  static {
    elementwise();
    comparisons();
    ShapeRules.register();
    linear();
  }

  private GradientTable() {}

  static GradientRule<Primitive> rule(Node node, Primitive op) {
    GradientRule<Primitive> rule = RULES.get(op.getClass());
    if (rule == null) {
      throw new IllegalArgumentException(
          node
              + " has no gradient; compute it outside the path from the weights to the loss, for"
              + " example while preparing inputs");
    }
    return rule;
  }

  @SuppressWarnings("unchecked") // The class given is the key, so the cast holds by construction.
  static <P extends Primitive> void add(Class<P> primitive, GradientRule<P> rule) {
    RULES.put(primitive, (b, op, x, y, dy) -> rule.apply(b, (P) op, x, y, dy));
  }

  static List<Optional<Value>> to(Value gradient) {
    return List.of(Optional.of(gradient));
  }

  static List<Optional<Value>> to(Value first, Value second) {
    return List.of(Optional.of(first), Optional.of(second));
  }

  private static <P extends Primitive> void none(Class<P> primitive) {
    add(
        primitive,
        (b, op, x, y, dy) -> x.stream().map(operand -> Optional.<Value>empty()).toList());
  }

  private static void elementwise() {
    add(UnaryOp.Negate.class, (b, op, x, y, dy) -> to(b.negate(dy)));
    add(UnaryOp.Absolute.class, (b, op, x, y, dy) -> to(b.multiply(dy, b.sign(x.get(0)))));
    add(UnaryOp.Exp.class, (b, op, x, y, dy) -> to(b.multiply(dy, y)));
    add(UnaryOp.Log.class, (b, op, x, y, dy) -> to(b.divide(dy, x.get(0))));
    add(UnaryOp.SquareRoot.class, (b, op, x, y, dy) -> to(b.divide(b.multiply(dy, 0.5f), y)));
    add(UnaryOp.Tanh.class, (b, op, x, y, dy) -> to(b.multiply(dy, oneMinus(b, b.multiply(y, y)))));
    add(
        UnaryOp.Sigmoid.class,
        (b, op, x, y, dy) -> to(b.multiply(dy, b.multiply(y, oneMinus(b, y)))));
    add(UnaryOp.Sine.class, (b, op, x, y, dy) -> to(b.multiply(dy, b.cosine(x.get(0)))));
    add(UnaryOp.Cosine.class, (b, op, x, y, dy) -> to(b.negate(b.multiply(dy, b.sine(x.get(0))))));
    add(BinaryOp.Add.class, (b, op, x, y, dy) -> to(dy, dy));
    add(BinaryOp.Subtract.class, (b, op, x, y, dy) -> to(dy, b.negate(dy)));
    add(
        BinaryOp.Multiply.class,
        (b, op, x, y, dy) -> to(b.multiply(dy, x.get(1)), b.multiply(dy, x.get(0))));
    add(
        BinaryOp.Divide.class,
        (b, op, x, y, dy) ->
            to(b.divide(dy, x.get(1)), b.negate(b.divide(b.multiply(dy, y), x.get(1)))));
    // Equal operands: the second takes the gradient, so that max(x, 0) has slope 0 at x = 0.
    add(BinaryOp.Maximum.class, (b, op, x, y, dy) -> routed(b, Compare.Relation.GREATER, x, dy));
    add(BinaryOp.Minimum.class, (b, op, x, y, dy) -> routed(b, Compare.Relation.LESS, x, dy));
    add(BinaryOp.Power.class, (b, op, x, y, dy) -> power(b, x, y, dy));
    add(
        Select.class,
        (b, op, x, y, dy) ->
            List.of(
                Optional.empty(),
                Optional.of(b.select(x.get(0), dy, b.constant(0f))),
                Optional.of(b.select(x.get(0), b.constant(0f), dy))));
  }

  private static void comparisons() {
    none(UnaryOp.Sign.class);
    none(UnaryOp.Floor.class);
    none(UnaryOp.LogicalNot.class);
    none(BinaryOp.LogicalAnd.class);
    none(BinaryOp.LogicalOr.class);
    none(Compare.class);
    none(Reduction.ArgMax.class);
    none(Convert.class);
    none(Random.class);
  }

  private static void linear() {
    add(MatMul.class, (b, op, x, y, dy) -> matMul(b, op, x, dy));
    add(
        ConvolutionOp.Convolution.class,
        (b, op, x, y, dy) ->
            to(
                b.convolutionInputGradient(dy, x.get(1), op.geometry(), x.get(0).type().shape()),
                b.convolutionFilterGradient(x.get(0), dy, op.geometry(), x.get(1).type().shape())));
    add(
        ConvolutionOp.ConvolutionInputGradient.class,
        (b, op, x, y, dy) ->
            to(
                b.convolution(dy, x.get(1), op.geometry()),
                b.convolutionFilterGradient(dy, x.get(0), op.geometry(), x.get(1).type().shape())));
    add(
        ConvolutionOp.ConvolutionFilterGradient.class,
        (b, op, x, y, dy) ->
            to(
                b.convolutionInputGradient(x.get(1), dy, op.geometry(), x.get(0).type().shape()),
                b.convolution(x.get(0), dy, op.geometry())));
    add(
        PoolOp.MaxPool.class,
        (b, op, x, y, dy) -> to(b.maxPoolGradient(x.get(0), dy, op.geometry())));
    add(
        PoolOp.AveragePool.class,
        (b, op, x, y, dy) ->
            to(
                b.applyOne(
                    new PoolOp.AveragePoolGradient(
                        op.geometry(), op.countPadding(), x.get(0).type().shape()),
                    List.of(dy))));
    add(
        PoolOp.AveragePoolGradient.class,
        (b, op, x, y, dy) -> to(b.averagePool(dy, op.geometry(), op.countPadding())));
  }

  private static Value oneMinus(OpBuilder<Value> b, Value value) {
    return b.subtract(b.constant(1f), value);
  }

  private static List<Optional<Value>> routed(
      OpBuilder<Value> b, Compare.Relation firstWins, List<Value> x, Value dy) {
    Value first = b.compare(firstWins, x.get(0), x.get(1));
    Value zero = b.constant(0f);
    return to(b.select(first, dy, zero), b.select(first, zero, dy));
  }

  /**
   * The exponent's gradient is taken as 0 where the base is not positive, as its log is not real;
   * the base's as 0 where the exponent is 0, also at base 0.
   */
  private static List<Optional<Value>> power(OpBuilder<Value> b, List<Value> x, Value y, Value dy) {
    Value base = x.get(0);
    Value exponent = x.get(1);
    Value lower = b.power(base, b.subtract(exponent, b.constant(1f)));
    Value slope =
        b.select(
            b.compare(Compare.Relation.EQUAL, exponent, b.constant(0f)),
            b.constant(0f),
            b.multiply(exponent, lower));
    Value positive = b.compare(Compare.Relation.GREATER, base, b.constant(0f));
    Value safe = b.select(positive, base, b.constant(1f));
    return to(b.multiply(dy, slope), b.multiply(dy, b.multiply(y, b.log(safe))));
  }

  private static List<Optional<Value>> matMul(
      OpBuilder<Value> b, MatMul op, List<Value> x, Value dy) {
    Value first = x.get(0);
    Value second = x.get(1);
    return to(
        op.transposeA()
            ? b.matMul(second, dy, op.transposeB(), true)
            : b.matMul(dy, second, false, !op.transposeB()),
        op.transposeB()
            ? b.matMul(dy, first, true, op.transposeA())
            : b.matMul(first, dy, !op.transposeA(), false));
  }
}
