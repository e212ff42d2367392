// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import java.util.Optional;

/**
 * How a study's picture is drawn, as far as the study says; what it leaves open follows from what
 * differs between its points.
 *
 * @param across quantity of the horizontal axis
 * @param up quantity of the vertical axis
 * @param acrossLabel what stands at the horizontal axis instead of the quantity's name
 * @param upLabel what stands at the vertical axis
 */
public record Drawing(
    Optional<Across> across,
    Optional<Up> up,
    Optional<String> acrossLabel,
    Optional<String> upLabel) {

  /** Nothing said. */
  public static final Drawing UNSAID =
      new Drawing(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** A quantity of the horizontal axis. */
  public enum Across {
    /** Multiply-accumulates of one forward pass of one image. */
    MACS("macs"),
    /** Trainable parameters. */
    WEIGHTS("weights"),
    /** Images in one step. */
    BATCH("batch"),
    /** Size of the thread team. */
    THREADS("threads");

    private final String key;

    Across(String key) {
      this.key = key;
    }

    /** Its name in study files. */
    public String key() {
      return key;
    }
  }

  /** A quantity of the vertical axis. */
  public enum Up {
    /** Seconds for each image. */
    TIME("time-per-image", "time per image"),
    /** Images in a second. */
    RATE("images-per-second", "images per second"),
    /** Weights times steps in a second: every step changes every weight once. */
    UPDATES("weight-updates-per-second", "weight updates per second");

    private final String key;
    private final String title;

    Up(String key, String title) {
      this.key = key;
      this.title = title;
    }

    /** What stands at the axis if the study says nothing else. */
    public String title() {
      return title;
    }

    /** Its name in study files. */
    public String key() {
      return key;
    }
  }
}
