// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a measuring process is about to do, as a line on its standard output between its records. If
 * the process dies or hangs, its parent knows from the last one what it was at.
 *
 * @param phase what it does
 * @param point index of the task's point it does it for, or {@link #NO_POINT}
 */
public record Progress(Phase phase, int point) {
  /** The index where no point is to blame yet. */
  public static final int NO_POINT = -1;

  /** Before a process has said anything. */
  public static final Progress STARTING = new Progress(Phase.STARTING, NO_POINT);

  private static final String PREFIX = "colonnade-progress";
  private static final Pattern FORM = Pattern.compile(PREFIX + " ([a-z-]+) (-?[0-9]{1,9})");

  /** What a measuring process does, in its order. */
  public enum Phase {
    /** The JVM starts and reads its task. */
    STARTING("starting"),
    /** The driver is loaded and a session opened. */
    OPENING("opening the device"),
    /** The device is open; its limits are measured. */
    LIMITS("measuring the device's limits"),
    /** Nets run unmeasured. */
    WARMING_UP("warming up"),
    /** A point's net is compiled and takes its first step. */
    COMPILING("compiling the net and taking its first step"),
    /** A point is sampled. */
    MEASURING("taking samples"),
    /** A net is trained to the end. */
    TRAINING("training");

    private final String words;

    Phase(String words) {
      this.words = words;
    }

    /** For a sentence that begins "while". */
    public String words() {
      return words;
    }
  }

  /** The line. */
  public String toLine() {
    return PREFIX + " " + phase.name().toLowerCase(Locale.ROOT).replace('_', '-') + " " + point;
  }

  /** Reads a line; empty if it is none of ours. */
  public static Optional<Progress> parse(String line) {
    Matcher matcher = FORM.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String name = matcher.group(1).toUpperCase(Locale.ROOT).replace('-', '_');
    for (Phase phase : Phase.values()) {
      if (phase.name().equals(name)) {
        return Optional.of(new Progress(phase, Integer.parseInt(matcher.group(2))));
      }
    }
    return Optional.empty();
  }
}
