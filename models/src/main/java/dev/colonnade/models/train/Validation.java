// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

/**
 * Which examples judge an epoch, beside the test set.
 *
 * @param kind where they come from
 * @param examples how many; for the training set at most this many, from the first
 */
public record Validation(Kind kind, int examples) {
  /** Where validation examples come from. */
  public enum Kind {
    /** Nothing is validated. */
    NONE,
    /** The training set as it is before distortion (the papers' rule). */
    TRAINING_SET,
    /** The last examples of the training set, which are not trained on. */
    HELD_OUT
  }

  /** No validation. */
  public static final Validation NONE = new Validation(Kind.NONE, 0);

  /** The whole undistorted training set, as in IJCAI 2011 and CVPR 2012. */
  public static final Validation TRAINING_SET =
      new Validation(Kind.TRAINING_SET, Integer.MAX_VALUE);

  /** Checks the number. */
  public Validation {
    if (kind == Kind.NONE ? examples != 0 : examples < 1) {
      throw new IllegalArgumentException(
          "validation on " + examples + " examples of kind " + kind + " makes no sense");
    }
  }

  /** The first {@code examples} of the undistorted training set, or all if there are fewer. */
  public static Validation firstOfTrainingSet(int examples) {
    return new Validation(Kind.TRAINING_SET, examples);
  }

  /** The last {@code examples} of the training set, taken out of it. */
  public static Validation heldOut(int examples) {
    return new Validation(Kind.HELD_OUT, examples);
  }
}
