// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.execute;

import dev.colonnade.core.tensor.DType;

/**
 * Where the buffers of an entry lie at this moment: for each buffer, known by its number, an array
 * and the offset of its first element.
 *
 * <p>Arrays of intermediate results stay the same for the life of an executable. Those of variables
 * are bound at each submission, those of stacked feeds and outputs move from step to step. U8 and
 * BOOL share byte arrays. Used by one thread at a time.
 */
public final class Frame {
  private static final float[] NO_FLOATS = {};
  private static final int[] NO_INTS = {};
  private static final byte[] NO_BYTES = {};

  private final float[][] floats;
  private final int[][] ints;
  private final byte[][] bytes;
  private final int[] offsets;

  /** A frame of so many buffers, none bound yet. */
  public Frame(int buffers) {
    floats = new float[buffers][];
    ints = new int[buffers][];
    bytes = new byte[buffers][];
    offsets = new int[buffers];
    for (int buffer = 0; buffer < buffers; buffer++) {
      unbind(buffer);
    }
  }

  /** The array in which an F32 buffer lies. */
  public float[] floats(int buffer) {
    return floats[buffer];
  }

  /** The array in which an I32 buffer lies. */
  public int[] ints(int buffer) {
    return ints[buffer];
  }

  /** The array in which a U8 or BOOL buffer lies. */
  public byte[] bytes(int buffer) {
    return bytes[buffer];
  }

  /** Index of the buffer's first element in its array. */
  public int offset(int buffer) {
    return offsets[buffer];
  }

  /** Whether two buffers start at the same element of the same array. */
  @SuppressWarnings("ReferenceEquality") // The same array, not an equal one.
  public boolean same(int a, int b) {
    return offsets[a] == offsets[b]
        && floats[a] == floats[b]
        && ints[a] == ints[b]
        && bytes[a] == bytes[b];
  }

  /**
   * Binds a buffer.
   *
   * @param array a {@code float[]}, {@code int[]} or {@code byte[]}
   * @param offset index of the first element
   */
  public void bind(int buffer, Object array, int offset) {
    switch (array) {
      case float[] values -> floats[buffer] = values;
      case int[] values -> ints[buffer] = values;
      case byte[] values -> bytes[buffer] = values;
      default -> throw new IllegalArgumentException("no buffer lies in a " + array.getClass());
    }
    offsets[buffer] = offset;
  }

  /** Moves a bound buffer to another place in its array. */
  public void move(int buffer, int offset) {
    offsets[buffer] = offset;
  }

  /** Forgets the array of a buffer, so that it can be collected. */
  public void unbind(int buffer) {
    floats[buffer] = NO_FLOATS;
    ints[buffer] = NO_INTS;
    bytes[buffer] = NO_BYTES;
    offsets[buffer] = 0;
  }

  /** The array of a buffer of this element type. */
  public Object array(int buffer, DType dtype) {
    return switch (dtype) {
      case F32 -> floats[buffer];
      case I32 -> ints[buffer];
      case U8, BOOL -> bytes[buffer];
    };
  }
}
