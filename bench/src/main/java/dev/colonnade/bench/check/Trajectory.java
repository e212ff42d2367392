// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.check;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * On-line training on a device against another one: the weights after 1, 10, 100 and 1,000 steps,
 * and how fast steps are by the number of them in a submission.
 */
public final class Trajectory {
  /**
   * Largest root mean square of the difference, as a share of that of the weights' change since the
   * start. Two orders of summation in binary32 bring the CPU's two implementations to 5e-6 to 2e-5
   * at each of the marks; a step lost, or taken at another rate, shows at the first mark that it is
   * part of as the share of the steps done so far that it is.
   */
  static final double TOLERANCE = 1e-3;

  private static final int[] MARKS = {1, 10, 100, 1000};
  private static final long ENOUGH_NANOS = 1_000_000_000;
  private static final int MOST_REPEATS = 50;

  private Trajectory() {}

  /**
   * Compares and times.
   *
   * @param device the one under test
   * @param reference the one it is held against
   * @param steps how far, up to 1000
   */
  public static ChildStep.Read check(Device device, Device reference, int steps) {
    int[] marks = Arrays.stream(MARKS).filter(mark -> mark <= steps).toArray();
    Map<String, Object> figures = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    List<float[]> got;
    try (Session session = device.open();
        OnlineColumn column = new OnlineColumn(session)) {
      got = weights(column, marks);
      int different = oneByOne(column, marks[marks.length - 1], got.getLast());
      figures.put("weights that differ between steps in one submission and single ones", different);
      if (different > 0) {
        failures.add(
            different + " weights differ between n steps in a submission and n single ones");
      }
      for (int n : marks) {
        figures.put("steps/s with " + n + " in a submission", stepsPerSecond(column, n));
      }
    }
    List<float[]> wanted;
    try (Session session = reference.open();
        OnlineColumn column = new OnlineColumn(session)) {
      wanted = weights(column, marks);
    }
    for (int i = 0; i < marks.length; i++) {
      Difference difference = Difference.of(wanted.getFirst(), wanted.get(i + 1), got.get(i + 1));
      String at = " of weights against " + reference.id() + " after step " + marks[i];
      figures.put("max difference" + at, difference.max());
      figures.put("rms difference" + at, difference.rms());
      figures.put("rms difference over rms change" + at, difference.relative());
      if (!(difference.relative() <= TOLERANCE)) {
        failures.add(
            "after step "
                + marks[i]
                + " the weights differ from "
                + reference.id()
                + "'s by "
                + difference.relative()
                + " of their change, more than "
                + TOLERANCE);
      }
    }
    return new ChildStep.Read(figures, String.join("; ", failures));
  }

  /** The start, and the weights at each mark. */
  private static List<float[]> weights(OnlineColumn column, int[] marks) {
    List<float[]> weights = new ArrayList<>();
    try (State state = column.newState(1)) {
      weights.add(column.weights(state));
      int done = 0;
      for (int mark : marks) {
        column.submit(state, done, mark - done).await();
        done = mark;
        weights.add(column.weights(state));
      }
    }
    return weights;
  }

  private static int oneByOne(OnlineColumn column, int steps, float[] wanted) {
    try (State state = column.newState(1)) {
      for (int step = 0; step < steps; step++) {
        column.submit(state, step, 1).await();
      }
      float[] got = column.weights(state);
      int different = 0;
      for (int i = 0; i < got.length; i++) {
        if (Float.floatToRawIntBits(got[i]) != Float.floatToRawIntBits(wanted[i])) {
          different++;
        }
      }
      return different;
    }
  }

  /** The median of some submissions, the first one not counted. */
  private static double stepsPerSecond(OnlineColumn column, int steps) {
    try (State state = column.newState(1)) {
      column.submit(state, 0, steps).await();
      List<Long> nanos = new ArrayList<>();
      long start = System.nanoTime();
      while (nanos.isEmpty()
          || (System.nanoTime() - start < ENOUGH_NANOS && nanos.size() < MOST_REPEATS)) {
        long begin = System.nanoTime();
        column.submit(state, 0, steps).await();
        nanos.add(System.nanoTime() - begin);
      }
      nanos.sort(null);
      return steps * 1e9 / nanos.get(nanos.size() / 2);
    }
  }

  /**
   * How far two sets of weights are apart.
   *
   * @param max largest difference of a weight
   * @param rms root of the mean square of all
   * @param relative the same over the root mean square of the change since the start
   */
  record Difference(double max, double rms, double relative) {
    static Difference of(float[] start, float[] wanted, float[] got) {
      double max = 0;
      double squares = 0;
      double changes = 0;
      for (int i = 0; i < wanted.length; i++) {
        double difference = Math.abs((double) wanted[i] - got[i]);
        double change = (double) wanted[i] - start[i];
        // Not Math.max: a NaN has to stay.
        max = difference <= max ? max : difference;
        squares += difference * difference;
        changes += change * change;
      }
      return new Difference(max, Math.sqrt(squares / wanted.length), Math.sqrt(squares / changes));
    }
  }
}
