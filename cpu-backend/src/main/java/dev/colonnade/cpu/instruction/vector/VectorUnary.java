// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction.vector;

import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.elementwise.VectorMath;
import dev.colonnade.cpu.team.WorkerTeam;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Functions of one F32 operand that have a vector form. */
final class VectorUnary extends Spans {
  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int WORTH_A_THREAD = 16_384;

  private enum Function {
    NEGATE,
    ABSOLUTE,
    EXP,
    LOG,
    SQUARE_ROOT,
    TANH,
    SIGMOID
  }

  private final Function function;
  private final int x;
  private final int y;

  VectorUnary(UnaryOp op, Call call, WorkerTeam team) {
    super(team, (int) call.resultType(0).elementCount(), WORTH_A_THREAD);
    this.function = function(op);
    this.x = call.operand(0);
    this.y = call.result(0);
  }

  /** Whether there is a vector form. */
  static boolean has(UnaryOp op) {
    return switch (op) {
      case UnaryOp.Negate negate -> true;
      case UnaryOp.Absolute absolute -> true;
      case UnaryOp.Exp exp -> true;
      case UnaryOp.Log log -> true;
      case UnaryOp.SquareRoot root -> true;
      case UnaryOp.Tanh tanh -> true;
      case UnaryOp.Sigmoid sigmoid -> true;
      case UnaryOp.Sign sign -> false;
      case UnaryOp.Sine sine -> false;
      case UnaryOp.Cosine cosine -> false;
      case UnaryOp.Floor floor -> false;
      case UnaryOp.LogicalNot not -> false;
    };
  }

  private static Function function(UnaryOp op) {
    return switch (op) {
      case UnaryOp.Negate negate -> Function.NEGATE;
      case UnaryOp.Absolute absolute -> Function.ABSOLUTE;
      case UnaryOp.Exp exp -> Function.EXP;
      case UnaryOp.Log log -> Function.LOG;
      case UnaryOp.SquareRoot root -> Function.SQUARE_ROOT;
      case UnaryOp.Tanh tanh -> Function.TANH;
      case UnaryOp.Sigmoid sigmoid -> Function.SIGMOID;
      default -> throw new IllegalArgumentException(op.name() + " has no vector form");
    };
  }

  @Override
  void span(Frame frame, int from, int to) {
    float[] in = frame.floats(x);
    float[] out = frame.floats(y);
    int inAt = frame.offset(x);
    int outAt = frame.offset(y);
    switch (function) {
      case NEGATE -> negate(in, inAt, out, outAt, from, to);
      case ABSOLUTE -> absolute(in, inAt, out, outAt, from, to);
      case EXP -> exp(in, inAt, out, outAt, from, to);
      case LOG -> log(in, inAt, out, outAt, from, to);
      case SQUARE_ROOT -> squareRoot(in, inAt, out, outAt, from, to);
      case TANH -> tanh(in, inAt, out, outAt, from, to);
      case SIGMOID -> sigmoid(in, inAt, out, outAt, from, to);
    }
  }

  private static void negate(float[] x, int xAt, float[] y, int yAt, int from, int to) {
    int bound = from + FLOAT.loopBound(to - from);
    int i = from;
    for (; i < bound; i += Simd.LANES) {
      FloatVector.fromArray(FLOAT, x, xAt + i).neg().intoArray(y, yAt + i);
    }
    for (; i < to; i++) {
      y[yAt + i] = -x[xAt + i];
    }
  }

  private static void absolute(float[] x, int xAt, float[] y, int yAt, int from, int to) {
    int bound = from + FLOAT.loopBound(to - from);
    int i = from;
    for (; i < bound; i += Simd.LANES) {
      FloatVector.fromArray(FLOAT, x, xAt + i).abs().intoArray(y, yAt + i);
    }
    for (; i < to; i++) {
      y[yAt + i] = Math.abs(x[xAt + i]);
    }
  }

  private static void exp(float[] x, int xAt, float[] y, int yAt, int from, int to) {
    int bound = from + FLOAT.loopBound(to - from);
    int i = from;
    for (; i < bound; i += Simd.LANES) {
      VectorMath.exp(FloatVector.fromArray(FLOAT, x, xAt + i)).intoArray(y, yAt + i);
    }
    if (i < to) {
      VectorMask<Float> rest = FLOAT.indexInRange(i, to);
      VectorMath.exp(FloatVector.fromArray(FLOAT, x, xAt + i, rest)).intoArray(y, yAt + i, rest);
    }
  }

  private static void log(float[] x, int xAt, float[] y, int yAt, int from, int to) {
    int bound = from + FLOAT.loopBound(to - from);
    int i = from;
    for (; i < bound; i += Simd.LANES) {
      VectorMath.log(FloatVector.fromArray(FLOAT, x, xAt + i)).intoArray(y, yAt + i);
    }
    if (i < to) {
      VectorMask<Float> rest = FLOAT.indexInRange(i, to);
      VectorMath.log(FloatVector.fromArray(FLOAT, x, xAt + i, rest)).intoArray(y, yAt + i, rest);
    }
  }

  private static void squareRoot(float[] x, int xAt, float[] y, int yAt, int from, int to) {
    int bound = from + FLOAT.loopBound(to - from);
    int i = from;
    for (; i < bound; i += Simd.LANES) {
      FloatVector.fromArray(FLOAT, x, xAt + i).lanewise(VectorOperators.SQRT).intoArray(y, yAt + i);
    }
    for (; i < to; i++) {
      y[yAt + i] = (float) Math.sqrt(x[xAt + i]);
    }
  }

  private static void tanh(float[] x, int xAt, float[] y, int yAt, int from, int to) {
    int bound = from + FLOAT.loopBound(to - from);
    int i = from;
    for (; i < bound; i += Simd.LANES) {
      VectorMath.tanh(FloatVector.fromArray(FLOAT, x, xAt + i)).intoArray(y, yAt + i);
    }
    if (i < to) {
      VectorMask<Float> rest = FLOAT.indexInRange(i, to);
      VectorMath.tanh(FloatVector.fromArray(FLOAT, x, xAt + i, rest)).intoArray(y, yAt + i, rest);
    }
  }

  private static void sigmoid(float[] x, int xAt, float[] y, int yAt, int from, int to) {
    int bound = from + FLOAT.loopBound(to - from);
    int i = from;
    for (; i < bound; i += Simd.LANES) {
      VectorMath.sigmoid(FloatVector.fromArray(FLOAT, x, xAt + i)).intoArray(y, yAt + i);
    }
    if (i < to) {
      VectorMask<Float> rest = FLOAT.indexInRange(i, to);
      VectorMath.sigmoid(FloatVector.fromArray(FLOAT, x, xAt + i, rest))
          .intoArray(y, yAt + i, rest);
    }
  }
}
