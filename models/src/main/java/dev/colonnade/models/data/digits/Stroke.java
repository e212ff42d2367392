// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.digits;

import java.util.ArrayList;
import java.util.List;

/**
 * One movement of the pen: a curve through knots, smooth at each knot but where it is a corner.
 *
 * @param knots at least two
 * @param closed whether the curve returns smoothly to its first knot
 */
record Stroke(List<Knot> knots, boolean closed) {
  private static final int STEPS = 10;

  /**
   * A point the pen goes through, in the unit square: x to the right, y downwards.
   *
   * @param corner whether the direction may change abruptly here
   */
  record Knot(double x, double y, boolean corner) {
    Knot plus(double dx, double dy) {
      return new Knot(x + dx, y + dy, corner);
    }

    double distance(Knot other) {
      return StrictMath.sqrt((x - other.x) * (x - other.x) + (y - other.y) * (y - other.y));
    }
  }

  Stroke {
    knots = List.copyOf(knots);
  }

  /**
   * Reads knots written as {@code "0.1,0.2 0.5,0! 0.9,0.2"}: an exclamation mark makes a corner, a
   * final {@code z} closes the curve.
   */
  static Stroke parse(String text) {
    boolean closed = text.endsWith("z");
    List<Knot> knots = new ArrayList<>();
    for (String knot : (closed ? text.substring(0, text.length() - 1) : text).strip().split(" ")) {
      boolean corner = knot.endsWith("!");
      String[] numbers = (corner ? knot.substring(0, knot.length() - 1) : knot).split(",");
      knots.add(new Knot(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]), corner));
    }
    return new Stroke(knots, closed);
  }

  /**
   * The curve as short straight pieces: a centripetal Catmull-Rom spline, which neither overshoots
   * nor loops between knots. Source: C. Yuksel, S. Schaefer, J. Keyser, "On the parameterization of
   * Catmull-Rom curves", 2009.
   */
  List<Knot> polyline() {
    List<Knot> points = new ArrayList<>();
    int count = knots.size();
    int spans = closed ? count : count - 1;
    points.add(knots.getFirst());
    for (int span = 0; span < spans; span++) {
      Knot from = knots.get(span);
      Knot to = knots.get((span + 1) % count);
      Knot before = neighbour(span - 1, from, to);
      Knot after = neighbour(span + 2, to, from);
      for (int step = 1; step <= STEPS; step++) {
        points.add(onSpan(before, from, to, after, (double) step / STEPS));
      }
    }
    return points;
  }

  /** The knot beyond {@code end}, or a mirrored one where the curve ends or has a corner. */
  private Knot neighbour(int index, Knot end, Knot other) {
    int count = knots.size();
    if (end.corner() || (!closed && (index < 0 || index >= count))) {
      return new Knot(2 * end.x() - other.x(), 2 * end.y() - other.y(), false);
    }
    return knots.get(Math.floorMod(index, count));
  }

  private static Knot onSpan(Knot p0, Knot p1, Knot p2, Knot p3, double share) {
    double t1 = interval(p0, p1);
    double t2 = t1 + interval(p1, p2);
    double t3 = t2 + interval(p2, p3);
    double t = t1 + share * (t2 - t1);
    Knot a1 = between(p0, p1, 0, t1, t);
    Knot a2 = between(p1, p2, t1, t2, t);
    Knot a3 = between(p2, p3, t2, t3, t);
    return between(between(a1, a2, 0, t2, t), between(a2, a3, t1, t3, t), t1, t2, t);
  }

  private static double interval(Knot a, Knot b) {
    return Math.max(1e-6, StrictMath.sqrt(a.distance(b)));
  }

  private static Knot between(Knot a, Knot b, double from, double to, double t) {
    double share = (t - from) / (to - from);
    return new Knot(a.x() + share * (b.x() - a.x()), a.y() + share * (b.y() - a.y()), false);
  }
}
