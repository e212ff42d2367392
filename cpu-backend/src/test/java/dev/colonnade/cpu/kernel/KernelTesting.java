// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

/** What the kernels' tests share: data, comparison with double-precision references, allocation. */
public final class KernelTesting {

  /** One half unit in the last place of 1, relative. */
  public static final double EPSILON = 0x1p-24;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private KernelTesting() {}

  /** Returns uniform numbers in [-1, 1). */
  public static float[] random(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextFloat() * 2 - 1;
    }
    return values;
  }

  /** Returns scratch memory full of NaN, so that reading what was not written shows. */
  public static float[] scratch(int length) {
    float[] values = new float[length];
    Arrays.fill(values, Float.NaN);
    return values;
  }

  /**
   * Asserts that sums are as near to the reference as summation in fp32 allows.
   *
   * @param magnitude for each element the sum of the absolute values of its terms
   * @param terms the number of terms of a sum
   */
  public static void assertSums(
      float[] actual, int offset, double[] expected, double[] magnitude, int terms) {
    for (int i = 0; i < expected.length; i++) {
      double bound = (terms + 4) * EPSILON * magnitude[i] + Float.MIN_VALUE;
      double error = Math.abs(actual[offset + i] - expected[i]);
      if (!(error <= bound)) {
        assertThat((double) actual[offset + i])
            .as("element %d of %d, bound %g", i, expected.length, bound)
            .isEqualTo(expected[i]);
      }
    }
  }

  /** Asserts that two arrays have the same bits. */
  public static void assertSameBits(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      if (Float.floatToRawIntBits(actual[i]) != Float.floatToRawIntBits(expected[i])) {
        assertThat(actual[i]).as("element %d", i).isEqualTo(expected[i]);
        throw new AssertionError("element " + i + " differs in sign of zero or NaN bits");
      }
    }
  }

  /**
   * Asserts that a kernel stops allocating once it is compiled: within 60 s there are 20 runs in a
   * row after which the calling thread has allocated nothing more.
   */
  public static void assertAllocatesNothing(Runnable kernel) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    long id = Thread.currentThread().threadId();
    long allocated = -1;
    while (System.nanoTime() - deadline < 0) {
      for (int i = 0; i < 200; i++) {
        kernel.run();
      }
      long before = THREADS.getThreadAllocatedBytes(id);
      for (int i = 0; i < 20; i++) {
        kernel.run();
      }
      allocated = THREADS.getThreadAllocatedBytes(id) - before;
      if (allocated == 0) {
        return;
      }
    }
    assertThat(allocated).as("bytes allocated by 20 runs, running for 60 s").isZero();
  }
}
