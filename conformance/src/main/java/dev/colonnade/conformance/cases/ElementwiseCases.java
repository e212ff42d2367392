// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.Convert;
import dev.colonnade.core.op.Select;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import java.util.List;
import java.util.Locale;

/** Element-wise operations: odd sizes, ranks 0 to 5, special values, every element type. */
final class ElementwiseCases {
  private ElementwiseCases() {}

  static List<ConformanceCase> all() {
    OpCases cases = new OpCases();
    unary(cases);
    binary(cases);
    compare(cases);
    select(cases);
    convert(cases);
    return cases.all();
  }

  private static void unary(OpCases cases) {
    function(cases, Level.MLP, new UnaryOp.Negate(), -9, 9);
    function(cases, Level.ALL, new UnaryOp.Absolute(), -9, 9);
    function(cases, Level.ALL, new UnaryOp.Sign(), -9, 9);
    function(cases, Level.MLP, new UnaryOp.Exp(), -20, 20);
    function(cases, Level.MLP, new UnaryOp.Log(), 1e-3, 50);
    function(cases, Level.ALL, new UnaryOp.SquareRoot(), 0, 50);
    function(cases, Level.MLP, new UnaryOp.Tanh(), -6, 6);
    function(cases, Level.MLP, new UnaryOp.Sigmoid(), -12, 12);
    function(cases, Level.DISTORTION, new UnaryOp.Sine(), -10, 10);
    function(cases, Level.DISTORTION, new UnaryOp.Cosine(), -10, 10);
    function(cases, Level.DISTORTION, new UnaryOp.Floor(), -9, 9);
    cases.add(Level.ALL, new UnaryOp.Exp(), "over-and-underflow", Input.uniform(-110, 95, 257));
    cases.add(Level.ALL, new UnaryOp.Exp(), "near-zero", Input.wide(-9, -2, 129));
    cases.add(Level.ALL, new UnaryOp.Log(), "around-one", Input.uniform(0.9, 1.1, 131));
    cases.add(Level.ALL, new UnaryOp.Tanh(), "near-zero", Input.wide(-9, -2, 129));
    cases.add(Level.ALL, new UnaryOp.Tanh(), "saturated", Input.wide(0.5, 4, 65));
    cases.add(Level.ALL, new UnaryOp.Sigmoid(), "tails", Input.uniform(-95, 95, 129));
    cases.add(Level.DISTORTION, new UnaryOp.Sine(), "to-1000", Input.uniform(-1000, 1000, 513));
    cases.add(Level.DISTORTION, new UnaryOp.Cosine(), "to-1000", Input.uniform(-1000, 1000, 513));
    cases.add(
        Level.ALL,
        new UnaryOp.Floor(),
        "large-and-integral",
        Input.values(Shape.of(6), -3f, 3f, 8388609f, -8388609f, 3e10f, -0.25f));
    cases.add(Level.ALL, new UnaryOp.Negate(), "signs", Comparing.MOVED, Input.any(DType.F32, 67));
    cases.add(
        Level.ALL,
        new UnaryOp.Sign(),
        "signed-zero",
        Comparing.MOVED,
        Input.values(Shape.of(4), 0f, -0f, 3f, -3f));
    for (UnaryOp op : List.of(new UnaryOp.Negate(), new UnaryOp.Absolute())) {
      cases.add(
          Level.ALL,
          op,
          "i32",
          Input.values(Shape.of(5), 0, 7, -7, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    cases.add(Level.ALL, new UnaryOp.LogicalNot(), "bool", Input.any(DType.BOOL, 3, 11));
  }

  private static void function(OpCases cases, Level level, UnaryOp op, double low, double high) {
    cases.add(level, op, "f32-37", Input.uniform(low, high, 37));
    cases.add(Level.ALL, op, "scalar", Input.uniform(low, high));
    cases.add(Level.ALL, op, "f32-2x1x3x2x5", Input.uniform(low, high, 2, 1, 3, 2, 5));
    cases.add(Level.ALL, op, "f32-1x1031", Input.uniform(low, high, 1, 1031));
    boolean bounded = op instanceof UnaryOp.Sine || op instanceof UnaryOp.Cosine;
    if (bounded) {
      // Beyond 1000 the error is open, and so are the largest numbers.
      cases.add(
          Level.ALL,
          op,
          "special-values",
          Comparing.FLUSHABLE,
          Input.values(
              Shape.of(8),
              0f,
              -0f,
              Float.NaN,
              Float.POSITIVE_INFINITY,
              Float.NEGATIVE_INFINITY,
              1e-40f,
              1e-20f,
              1000f));
    } else {
      cases.add(Level.ALL, op, "special-values", Comparing.FLUSHABLE, Input.special());
    }
  }

  private static void binary(OpCases cases) {
    List<BinaryOp> mlp =
        List.of(
            new BinaryOp.Add(),
            new BinaryOp.Subtract(),
            new BinaryOp.Multiply(),
            new BinaryOp.Divide(),
            new BinaryOp.Maximum());
    for (BinaryOp op : mlp) {
      binary(cases, Level.MLP, op);
    }
    binary(cases, Level.ALL, new BinaryOp.Minimum());
    cases.add(
        Level.ALL,
        new BinaryOp.Power(),
        "positive",
        Input.uniform(0.1, 6, 71),
        Input.uniform(-4, 4, 71));
    cases.add(
        Level.ALL,
        new BinaryOp.Power(),
        "integral-exponents",
        Input.uniform(-3, 3, 64),
        exponents(64));
    cases.add(Level.ALL, new BinaryOp.Power(), "scalar", Input.uniform(1, 2), Input.f32());
    pairs(cases, new BinaryOp.Power());
    List<BinaryOp> integral =
        List.of(
            new BinaryOp.Add(),
            new BinaryOp.Subtract(),
            new BinaryOp.Multiply(),
            new BinaryOp.Maximum(),
            new BinaryOp.Minimum());
    for (BinaryOp op : integral) {
      cases.add(
          Level.ALL, op, "i32-wrapping", Input.any(DType.I32, 5, 7), Input.any(DType.I32, 5, 7));
    }
    for (BinaryOp op : List.of(new BinaryOp.LogicalAnd(), new BinaryOp.LogicalOr())) {
      cases.add(Level.ALL, op, "bool", Input.any(DType.BOOL, 41), Input.any(DType.BOOL, 41));
    }
  }

  private static Input exponents(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i % 7 - 3;
    }
    return Input.values(Shape.of(count), values);
  }

  private static void binary(OpCases cases, Level level, BinaryOp op) {
    cases.add(level, op, "f32-5x13", Input.f32(5, 13), Input.uniform(0.5, 2, 5, 13));
    cases.add(Level.ALL, op, "scalar", Input.f32(), Input.uniform(1, 2));
    cases.add(Level.ALL, op, "f32-2x3x1x2x3", Input.f32(2, 3, 1, 2, 3), Input.f32(2, 3, 1, 2, 3));
    cases.add(Level.ALL, op, "f32-1025", Input.wide(-3, 3, 1025), Input.wide(-3, 3, 1025));
    pairs(cases, op);
  }

  /** All pairs of special values. */
  private static void pairs(OpCases cases, BinaryOp op) {
    int count = Input.SPECIAL.length;
    float[] left = new float[count * count];
    float[] right = new float[count * count];
    for (int i = 0; i < left.length; i++) {
      left[i] = Input.SPECIAL[i / count];
      right[i] = Input.SPECIAL[i % count];
    }
    cases.add(
        Level.ALL,
        op,
        "special-values",
        Comparing.FLUSHABLE,
        Input.values(Shape.of(count, count), left),
        Input.values(Shape.of(count, count), right));
  }

  private static void compare(OpCases cases) {
    for (Compare.Relation relation : Compare.Relation.values()) {
      Compare op = new Compare(relation);
      String name = relation.name().toLowerCase(Locale.ROOT).replace('_', '-');
      Level level = relation == Compare.Relation.EQUAL ? Level.MLP : Level.ALL;
      cases.add(level, op, name + "-i32", Input.i32(-2, 2, 4, 9), Input.i32(-2, 2, 4, 9));
      cases.add(Level.ALL, op, name + "-f32", Input.ties(3, 17), Input.ties(3, 17));
      cases.add(Level.ALL, op, name + "-u8", Input.any(DType.U8, 133), Input.any(DType.U8, 133));
      cases.add(
          Level.ALL,
          op,
          name + "-special-values",
          Comparing.FLUSHABLE,
          Input.values(
              Shape.of(9),
              Float.NaN,
              1f,
              Float.NaN,
              0f,
              -0f,
              Float.POSITIVE_INFINITY,
              Float.NEGATIVE_INFINITY,
              Float.MIN_NORMAL,
              1f),
          Input.values(
              Shape.of(9),
              Float.NaN,
              Float.NaN,
              1f,
              -0f,
              0f,
              Float.POSITIVE_INFINITY,
              Float.POSITIVE_INFINITY,
              0f,
              0x1.000002p0f));
    }
  }

  private static void select(OpCases cases) {
    for (DType dtype : DType.values()) {
      String name = dtype.name().toLowerCase(Locale.ROOT);
      cases.add(
          dtype == DType.F32 ? Level.MLP : Level.ALL,
          new Select(),
          name,
          Comparing.MOVED,
          Input.any(DType.BOOL, 3, 15),
          Input.any(dtype, 3, 15),
          Input.any(dtype, 3, 15));
    }
    cases.add(
        Level.ALL,
        new Select(),
        "scalar",
        Comparing.MOVED,
        Input.any(DType.BOOL),
        Input.f32(),
        Input.f32());
  }

  private static void convert(OpCases cases) {
    for (DType from : DType.values()) {
      for (DType to : DType.values()) {
        String name = from + "-to-" + to;
        boolean early =
            to == DType.F32 && (from == DType.U8 || from == DType.BOOL || from == DType.I32);
        cases.add(
            early ? Level.MLP : Level.ALL,
            new Convert(to),
            name.toLowerCase(Locale.ROOT),
            from == to ? Comparing.MOVED : Comparing.FLUSHABLE,
            Input.any(from, 7, 19));
      }
    }
    Input edges =
        Input.values(
            Shape.of(16),
            -0.9f,
            0.9f,
            254.9f,
            255f,
            256f,
            -1f,
            1e9f,
            0x1.fffffep30f,
            0x1p31f,
            -0x1p31f,
            -3e9f,
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            -0f,
            1.5f);
    for (DType to : List.of(DType.I32, DType.U8, DType.BOOL)) {
      cases.add(Level.ALL, new Convert(to), "edges-of-" + to, edges);
    }
    cases.add(
        Level.ALL,
        new Convert(DType.F32),
        "i32-ties-to-even",
        Input.values(
            Shape.of(6),
            16777217,
            16777219,
            -16777217,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            33554435));
    cases.add(
        Level.ALL,
        new Convert(DType.U8),
        "i32-saturates",
        Input.values(Shape.of(6), -1, 0, 255, 256, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }
}
