// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.digits;

/**
 * The random numbers of one example: SplitMix64 started from (seed, stream, index), so that an
 * example depends on nothing but those three, however many examples there are and in whatever order
 * they are drawn. Uses {@link StrictMath} alone; the numbers are the same on every JVM.
 *
 * <p>Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014, with the finaliser called "Mix13" by D. Stafford.
 */
final class ExampleRandom {
  private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

  private long state;

  ExampleRandom(long seed, int stream, int index) {
    state = mix(mix(mix(seed + GOLDEN_RATIO) + stream + GOLDEN_RATIO) + index + GOLDEN_RATIO);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  long nextLong() {
    state += GOLDEN_RATIO;
    return mix(state);
  }

  /** Uniform in [0, 1), with 53 random bits. */
  double uniform() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** Uniform in [low, high). */
  double uniform(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Uniform in {0, ..., bound - 1}; the bias, below 2^-32, is the same everywhere. */
  int below(int bound) {
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  boolean chance(double probability) {
    return uniform() < probability;
  }

  /** Normal with mean 0 and standard deviation 1, by Box and Muller's method. */
  double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
  }

  /** Normal with mean 0, cut at two standard deviations so that no example is torn apart. */
  double boundedNormal(double deviation) {
    return deviation * Math.max(-2, Math.min(2, normal()));
  }
}
