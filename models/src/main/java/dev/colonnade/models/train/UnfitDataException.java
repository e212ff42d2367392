// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

/**
 * Net, options and data were asked for together and do not fit: a batch larger than the training
 * set, images of another size than the net's input, or classes that are not the net's outputs.
 */
public final class UnfitDataException extends TrainingException {
  private static final long serialVersionUID = 1L;

  /** With the whole sentence. */
  public UnfitDataException(String message) {
    super(message);
  }
}
