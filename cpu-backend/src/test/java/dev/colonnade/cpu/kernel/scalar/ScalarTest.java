// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.scalar;

import dev.colonnade.cpu.kernel.KernelTesting;
import dev.colonnade.cpu.kernel.gemm.GemmShape;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The plain matrix product; plain pooling and convolution are tested beside the vector kernels. */
final class ScalarTest {

  @Property(tries = 200)
  void theMatrixProductAgreesWithTheReference(
      @ForAll @IntRange(min = 1, max = 20) int m,
      @ForAll @IntRange(min = 1, max = 20) int n,
      @ForAll @IntRange(min = 0, max = 20) int k,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll boolean transposeA,
      @ForAll boolean transposeB,
      @ForAll boolean accumulate,
      @ForAll long seed) {
    Random random = new Random(seed);
    float beta = accumulate ? 0.5f : 0;
    GemmShape shape = GemmShape.batched(batch, transposeA, transposeB, m, n, k);
    float[] a = KernelTesting.random(random, batch * m * k);
    float[] b = KernelTesting.random(random, batch * n * k);
    float[] c = KernelTesting.random(random, batch * m * n);
    double[] expected = new double[c.length];
    double[] magnitude = new double[c.length];
    for (int i = 0; i < c.length; i++) {
      int item = i / (m * n);
      int row = i / n % m;
      int column = i % n;
      expected[i] = beta * (double) c[i];
      magnitude[i] = Math.abs(expected[i]);
      for (int p = 0; p < k; p++) {
        double left = a[item * m * k + (transposeA ? p * m + row : row * k + p)];
        double right = b[item * n * k + (transposeB ? column * k + p : p * n + column)];
        expected[i] += 2 * left * right;
        magnitude[i] += 2 * Math.abs(left * right);
      }
    }
    ScalarGemm.run(shape, 2, a, 0, b, 0, beta, c, 0);
    KernelTesting.assertSums(c, 0, expected, magnitude, k + 2);
  }
}
