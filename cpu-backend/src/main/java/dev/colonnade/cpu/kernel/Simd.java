// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector length of all kernels, chosen once per JVM: the machine's preferred one, at most 512
 * bits, unless the system property {@value #PROPERTY} forces 128, 256 or 512.
 *
 * <p>The species are constants of the class because the JIT compiler turns vector operations into
 * single instructions only where it sees the species as a constant.
 */
public final class Simd {

  /** Name of the system property that forces the vector length, in bits. */
  public static final String PROPERTY = "colonnade.cpu.vectorBits";

  /** The species of fp32 vectors. */
  public static final VectorSpecies<Float> FLOAT =
      VectorSpecies.of(float.class, VectorShape.forBitSize(chosenBits()));

  /** The species of int32 vectors with as many lanes as {@link #FLOAT}. */
  public static final VectorSpecies<Integer> INT = FLOAT.withLanes(int.class);

  /** The number of fp32 lanes: 4, 8 or 16. */
  public static final int LANES = FLOAT.length();

  private static final VectorShuffle<Float> ROTATE_8 = rotation(8);
  private static final VectorShuffle<Float> ROTATE_4 = rotation(4);
  private static final VectorShuffle<Float> ROTATE_2 = rotation(2);
  private static final VectorShuffle<Float> ROTATE_1 = rotation(1);

  private Simd() {}

  private static int chosenBits() {
    String forced = System.getProperty(PROPERTY);
    if (forced == null) {
      return Math.max(128, Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize()));
    }
    return switch (forced.strip()) {
      case "128" -> 128;
      case "256" -> 256;
      case "512" -> 512;
      default ->
          throw new IllegalArgumentException(
              "The system property "
                  + PROPERTY
                  + " is '"
                  + forced
                  + "'; expected 128, 256 or 512, or no such property for the machine's own length.");
    };
  }

  private static VectorShuffle<Float> rotation(int distance) {
    return VectorShuffle.fromOp(FLOAT, i -> (i + distance) % LANES);
  }

  /** Returns the vector length in bits: 128, 256 or 512. */
  public static int bits() {
    return FLOAT.vectorBitSize();
  }

  /**
   * Returns the sum of all lanes, added pairwise in a fixed order. ({@code reduceLanes(ADD)} leaves
   * the order open, and interpreted and compiled code may then differ in the last bit.)
   */
  public static float sum(FloatVector v) {
    FloatVector s = v;
    if (LANES > 8) {
      s = s.add(s.rearrange(ROTATE_8));
    }
    if (LANES > 4) {
      s = s.add(s.rearrange(ROTATE_4));
    }
    s = s.add(s.rearrange(ROTATE_2));
    s = s.add(s.rearrange(ROTATE_1));
    return s.lane(0);
  }

  /** Returns {@code n} rounded up to a multiple of {@code step}. */
  public static int roundUp(int n, int step) {
    return Math.multiplyExact(Math.ceilDiv(n, step), step);
  }
}
