// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

/**
 * Something about a valid net that a reader of its string may not expect. Worth showing, never an
 * error.
 *
 * @param layer position of the layer, from 1
 * @param notation the layer's text
 * @param kind which rule it is about
 * @param message one sentence
 */
public record NetNote(int layer, String notation, Kind kind, String message) {

  /** What the note is about. */
  public enum Kind {
    /** Pooling windows do not tile their input, and the last ones are clipped at the border. */
    POOLING_ROUNDS_UP,
    /** Pooling windows do not tile their input, and the pixels left over are dropped. */
    POOLING_DROPS_BORDER,
    /** A strided convolution never reads the last rows or columns of its input. */
    CONVOLUTION_DROPS_BORDER
  }

  @Override
  public String toString() {
    return "layer " + layer + " (" + notation + "): " + message;
  }
}
