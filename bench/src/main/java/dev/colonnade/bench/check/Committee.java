// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.check;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Ticket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** 35 columns on one device: states of one executable, each trained on-line. */
public final class Committee {
  private static final int COLUMNS = 35;
  private static final int TRIAL = 10;
  private static final int MOST_STEPS = 1000;
  private static final double WANTED_SECONDS = 5;

  private Committee() {}

  /** Trains all columns, checks that they do not touch each other, and says how fast it was. */
  public static ChildStep.Read check(Device device) {
    Map<String, Object> figures = new LinkedHashMap<>();
    List<String> failures = new ArrayList<>();
    List<State> states = new ArrayList<>();
    try (Session session = device.open();
        OnlineColumn column = new OnlineColumn(session)) {
      for (int i = 0; i < COLUMNS; i++) {
        states.add(column.newState(1 + i));
      }
      State alone = column.newState(1);
      int steps = affordable(column);
      column.submit(alone, 0, steps).await();
      float[] expected = column.weights(alone);
      long start = System.nanoTime();
      List<Ticket> tickets = new ArrayList<>();
      for (State state : states) {
        tickets.add(column.submit(state, 0, steps));
      }
      tickets.forEach(Ticket::await);
      double all = (double) COLUMNS * steps * 1e9 / (System.nanoTime() - start);
      float[] first = column.weights(states.getFirst());
      // Last, when a JVM's kernels have been compiled by use; as long as the committee took.
      start = System.nanoTime();
      for (int i = 0; i < COLUMNS; i++) {
        column.submit(alone, 0, steps).await();
      }
      double single = (double) COLUMNS * steps * 1e9 / (System.nanoTime() - start);
      figures.put("columns", COLUMNS);
      figures.put("steps of each column", steps);
      figures.put("steps/s of all columns together", all);
      figures.put("steps/s of a column alone", single);
      figures.put("bytes on the device", session.bytesInUse());
      if (!Arrays.equals(expected, first)) {
        failures.add("a column of the committee ends with other weights than alone");
      }
      if (Arrays.equals(first, column.weights(states.get(1)))) {
        failures.add("two columns with different initial weights end with the same");
      }
      alone.close();
      states.forEach(State::close);
    }
    return new ChildStep.Read(figures, String.join("; ", failures));
  }

  private static int affordable(OnlineColumn column) {
    try (State state = column.newState(1)) {
      column.submit(state, 0, TRIAL).await();
      long start = System.nanoTime();
      column.submit(state, 0, TRIAL).await();
      double seconds = (System.nanoTime() - start) / 1e9 / TRIAL;
      return (int) Math.clamp(WANTED_SECONDS / (2 * COLUMNS * seconds), TRIAL, MOST_STEPS);
    }
  }
}
