// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What one timed step does; times of different passes are never compared. */
public enum Pass {
  /** Forward, backward and weight update of one batch; nothing else. */
  TRAIN_STEP("train-step", "training step (forward, backward, update)"),
  /** Forward pass of one batch with the error count. */
  EVALUATE("evaluate", "evaluation (forward only)"),
  /** A training step together with the drawing of distorted images. */
  TRAIN_DISTORT("train+distort", "training step with distortion"),
  /**
   * The epoch of the 2011 papers: training one by one, distortion, validation on the undistorted
   * training set, test, transfers. Only this stands beside published seconds.
   */
  PAPER_EPOCH("paper-epoch", "epoch as the papers time it"),
  /** Drawing distorted images on the device, where they stay. */
  DISTORT("distort", "drawing distorted images on the device"),
  /** Copying distorted images, drawn by the host, to the device. */
  UPLOAD("upload", "copying distorted images from the host to the device"),
  /** Training until the test error is small enough; its records are {@link TrainingRecord}s. */
  TRAIN_TO_ERROR("train-to-error", "training to a fixed test error"),
  /** Training columns whose outputs are averaged; its records are {@link TrainingRecord}s. */
  COMMITTEE("committee", "training a committee of columns");

  private final String key;
  private final String description;

  Pass(String key, String description) {
    this.key = key;
    this.description = description;
  }

  /** Name in records and study files. */
  @JsonValue
  public String key() {
    return key;
  }

  /** A few words for people. */
  public String description() {
    return description;
  }

  /** Whether it trains nets to the end instead of timing steps. */
  public boolean isTraining() {
    return this == TRAIN_TO_ERROR || this == COMMITTEE;
  }

  /** Whether it needs a recipe: what is distorted, and how large an epoch is. */
  public boolean needsRecipe() {
    return switch (this) {
      case TRAIN_DISTORT, PAPER_EPOCH, DISTORT, UPLOAD, TRAIN_TO_ERROR, COMMITTEE -> true;
      case TRAIN_STEP, EVALUATE -> false;
    };
  }

  /**
   * Returns the pass with this key.
   *
   * @throws IllegalArgumentException if there is none; the message lists them
   */
  public static Pass of(String key) {
    for (Pass pass : values()) {
      if (pass.key.equals(key)) {
        return pass;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "\"%s\" is not a pass; expected one of %s",
            key,
            Arrays.stream(values()).map(Pass::key).collect(Collectors.joining(", "))));
  }
}
