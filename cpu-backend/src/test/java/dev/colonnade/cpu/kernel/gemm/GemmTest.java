// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.cpu.kernel.KernelTesting;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GemmTest {

  private static final float[] FACTORS = {0, 1, -0.5f, 2.25f};

  @Property(tries = 150)
  void anyShapeAgreesWithTheReference(
      @ForAll @IntRange(min = 1, max = 70) int m,
      @ForAll @IntRange(min = 1, max = 90) int n,
      @ForAll @IntRange(min = 0, max = 60) int k,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll boolean transposeA,
      @ForAll boolean transposeB,
      @ForAll @IntRange(min = 0, max = 3) int alpha,
      @ForAll @IntRange(min = 0, max = 3) int beta,
      @ForAll @IntRange(min = 1, max = 3) int threads,
      @ForAll long seed) {
    Random random = new Random(seed);
    int lda = (transposeA ? m : k) + random.nextInt(3);
    int ldb = (transposeB ? k : n) + random.nextInt(3);
    int ldc = n + random.nextInt(3);
    GemmShape shape =
        new GemmShape(
            batch,
            transposeA,
            transposeB,
            m,
            n,
            k,
            lda,
            ldb,
            ldc,
            random.nextBoolean() ? 0 : lda * (transposeA ? k : m),
            random.nextBoolean() ? 0 : ldb * (transposeB ? n : k),
            ldc * m + random.nextInt(2));
    check(shape, FACTORS[alpha], FACTORS[beta], threads, random);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1", "1, 1, 700", "1, 300, 500", "300, 1, 500", "1, 17, 1", "33, 65, 1",
    "250, 200, 800", "241, 70, 385", "7, 1100, 400", "500, 33, 16", "12, 32, 384", "13, 33, 385"
  })
  void blocksOfEveryDimensionAgreeWithTheReference(int m, int n, int k) {
    Random random = new Random(m * 31L + n);
    for (int transposed = 0; transposed < 4; transposed++) {
      boolean transposeA = (transposed & 1) != 0;
      boolean transposeB = (transposed & 2) != 0;
      for (int threads = 1; threads <= 3; threads++) {
        check(GemmShape.of(transposeA, transposeB, m, n, k), 1, 0, threads, random);
      }
      check(GemmShape.of(transposeA, transposeB, m, n, k), 1, 1, 1, random);
    }
  }

  /** Runs a product on 1 and on {@code threads} threads, compares both and everything around C. */
  private static void check(GemmShape shape, float alpha, float beta, int threads, Random random) {
    int offset = random.nextInt(5);
    int lengthA = (shape.batch() - 1) * shape.strideA() + rows(shape, true) * shape.lda();
    int lengthB = (shape.batch() - 1) * shape.strideB() + rows(shape, false) * shape.ldb();
    int lengthC = (shape.batch() - 1) * shape.strideC() + shape.m() * shape.ldc();
    float[] a = KernelTesting.random(random, offset + lengthA);
    float[] b = KernelTesting.random(random, offset + lengthB);
    float[] before = KernelTesting.random(random, offset + lengthC + 7);
    if (beta == 0) {
      before[offset] = Float.NaN;
    }
    float[] c = run(shape, alpha, a, b, beta, before, offset, threads);
    float[] single = run(shape, alpha, a, b, beta, before, offset, 1);
    KernelTesting.assertSameBits(c, single);

    boolean[] written = new boolean[c.length];
    double[] expected = new double[1];
    double[] magnitude = new double[1];
    for (int i = 0; i < shape.batch(); i++) {
      for (int row = 0; row < shape.m(); row++) {
        for (int column = 0; column < shape.n(); column++) {
          int at = offset + i * shape.strideC() + row * shape.ldc() + column;
          written[at] = true;
          expected[0] = beta == 0 ? 0 : (double) beta * before[at];
          magnitude[0] = Math.abs(expected[0]);
          for (int p = 0; p < shape.k(); p++) {
            int fromA = shape.transposeA() ? p * shape.lda() + row : row * shape.lda() + p;
            int fromB = shape.transposeB() ? column * shape.ldb() + p : p * shape.ldb() + column;
            double term =
                (double) alpha
                    * a[offset + i * shape.strideA() + fromA]
                    * b[offset + i * shape.strideB() + fromB];
            expected[0] += term;
            magnitude[0] += Math.abs(term);
          }
          KernelTesting.assertSums(c, at, expected, magnitude, shape.k());
        }
      }
    }
    for (int i = 0; i < c.length; i++) {
      if (!written[i]) {
        assertThat(c[i]).as("outside C at %d", i).isEqualTo(before[i]);
      }
    }
  }

  private static int rows(GemmShape shape, boolean ofA) {
    if (ofA) {
      return shape.transposeA() ? shape.k() : shape.m();
    }
    return shape.transposeB() ? shape.n() : shape.k();
  }

  private static float[] run(
      GemmShape shape,
      float alpha,
      float[] a,
      float[] b,
      float beta,
      float[] before,
      int offset,
      int threads) {
    try (WorkerTeam team = new WorkerTeam(threads)) {
      Gemm gemm = new Gemm(shape, team);
      float[] c = before.clone();
      float[] workspace = KernelTesting.scratch(gemm.workspaceSize() + 3);
      gemm.run(alpha, a, offset, b, offset, beta, c, offset, workspace, 3);
      return c;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void runningAllocatesNothing(int threads) {
    Random random = new Random(5);
    for (int[] size : new int[][] {{60, 70, 80}, {1, 90, 100}, {90, 1, 100}, {30, 40, 1}}) {
      try (WorkerTeam team = new WorkerTeam(threads)) {
        Gemm gemm = new Gemm(GemmShape.of(false, true, size[0], size[1], size[2]), team);
        float[] a = KernelTesting.random(random, size[0] * size[2]);
        float[] b = KernelTesting.random(random, size[1] * size[2]);
        float[] c = new float[size[0] * size[1]];
        float[] workspace = new float[gemm.workspaceSize()];
        KernelTesting.assertAllocatesNothing(() -> gemm.run(1, a, 0, b, 0, 0, c, 0, workspace, 0));
      }
    }
  }

  @Test
  void notANumberAndInfinitySpreadWhereTheyShould() {
    try (WorkerTeam team = new WorkerTeam(1)) {
      int size = 37;
      Gemm gemm = new Gemm(GemmShape.of(false, false, size, size, size), team);
      float[] a = new float[size * size];
      float[] b = new float[size * size];
      Arrays.fill(a, 1);
      Arrays.fill(b, 1);
      a[3 * size + 5] = Float.NaN;
      b[7 * size + 36] = Float.POSITIVE_INFINITY;
      float[] c = new float[size * size];
      gemm.run(1, a, 0, b, 0, 0, c, 0, new float[gemm.workspaceSize()], 0);
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          float expected = i == 3 ? Float.NaN : j == 36 ? Float.POSITIVE_INFINITY : size;
          assertThat(Float.compare(c[i * size + j], expected)).as("%d, %d", i, j).isZero();
        }
      }
    }
  }

  @Test
  void overlappingRowsAreRefused() {
    assertThatThrownBy(() -> new GemmShape(1, false, false, 2, 3, 4, 3, 3, 3, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("matrix A");
    assertThatThrownBy(() -> new GemmShape(2, false, false, 2, 3, 4, 4, 3, 3, 0, 0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("overlap");
  }
}
