// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.cuda.blas.BlasLt.Candidate;
import dev.colonnade.cuda.blas.BlasLt.Epilogue;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What {@link ForeignBlasLt} gives to the library and takes from it. */
class ForeignBlasLtTest {
  /** Flags of an algorithm that multiplies by FMA in binary32. */
  private static final long FMA = 0x80201;

  /** Flags of an algorithm on tensor cores, with TF32 operands. */
  private static final long TENSOR = 0x40202;

  private static MatMulProblem problem(MathMode mode, boolean deterministic) {
    return MatMulProblem.single(2, 3, 4, false, false, mode, deterministic);
  }

  @Property(tries = 200)
  void rowMajorProductsWithBiasAndReluComeOut(
      @ForAll @IntRange(min = 1, max = 5) int m,
      @ForAll @IntRange(min = 1, max = 5) int n,
      @ForAll @IntRange(min = 1, max = 5) int k,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll boolean transposeA,
      @ForAll boolean transposeB,
      @ForAll Epilogue epilogue,
      @ForAll long seed) {
    MatMulProblem problem =
        new MatMulProblem(
            m,
            n,
            k,
            transposeA,
            transposeB,
            2f,
            -1f,
            batch,
            (long) m * k,
            (long) k * n,
            (long) m * n,
            MathMode.TF32,
            true,
            OperandType.FLOAT);
    Random random = new Random(seed);
    HostBlasLt host = new HostBlasLt();
    try (Arena arena = Arena.ofConfined();
        ForeignBlasLt blas = new ForeignBlasLt(host, "a host's BLAS")) {
      MemorySegment a = whole(arena, random, (long) batch * m * k);
      MemorySegment b = whole(arena, random, (long) batch * k * n);
      MemorySegment c = whole(arena, random, (long) batch * m * n);
      MemorySegment bias = whole(arena, random, n);
      float[] before = c.toArray(JAVA_FLOAT);
      Candidate candidate = blas.candidates(problem, epilogue, 1 << 20).getFirst();
      blas.matmul(
          problem,
          epilogue,
          candidate,
          new BlasLt.Addresses(
              a.address(),
              b.address(),
              c.address(),
              epilogue.hasBias() ? bias.address() : 0,
              4096,
              candidate.workspaceBytes()),
          1);
      float[] expected = before.clone();
      for (int one = 0; one < batch; one++) {
        for (int row = 0; row < m; row++) {
          for (int column = 0; column < n; column++) {
            float sum = 0f;
            for (int i = 0; i < k; i++) {
              int ofA = one * m * k + (transposeA ? i * m + row : row * k + i);
              int ofB = one * k * n + (transposeB ? column * k + i : i * n + column);
              sum += a.getAtIndex(JAVA_FLOAT, ofA) * b.getAtIndex(JAVA_FLOAT, ofB);
            }
            int at = (one * m + row) * n + column;
            float value = 2f * sum - before[at];
            value += epilogue.hasBias() ? bias.getAtIndex(JAVA_FLOAT, column) : 0f;
            boolean relu = epilogue == Epilogue.RELU || epilogue == Epilogue.RELU_BIAS;
            expected[at] = relu ? Math.max(value, 0f) : value;
          }
        }
      }
      assertThat(c.toArray(JAVA_FLOAT)).isEqualTo(expected);
    }
    assertThat(host.objects).as("everything made is ended").isEmpty();
  }

  /** Small whole numbers, whose sums are exact in any order. */
  private static MemorySegment whole(Arena arena, Random random, long count) {
    MemorySegment values = arena.allocate(JAVA_FLOAT, count);
    for (long i = 0; i < count; i++) {
      values.setAtIndex(JAVA_FLOAT, i, random.nextInt(-8, 9));
    }
    return values;
  }

  @Test
  void strictModeLeavesTensorCoresOut() {
    HostBlasLt host = new HostBlasLt();
    host.offered = new long[] {TENSOR, FMA, TENSOR};
    try (ForeignBlasLt blas = new ForeignBlasLt(host, "a host's BLAS")) {
      List<Candidate> strict =
          blas.candidates(problem(MathMode.STRICT_FP32, false), Epilogue.NONE, 1000);
      assertThat(strict).hasSize(1);
      assertThat(strict.getFirst().algorithm()).hasSize(128).startsWith("02");
      assertThat(strict.getFirst().workspaceBytes()).isEqualTo(101);
      assertThat(strict.getFirst().description())
          .isEqualTo("algorithm 20 tile 21 split-k 22 reduction 23 stages 26");
      assertThat(blas.candidates(problem(MathMode.TF32, false), Epilogue.NONE, 1000)).hasSize(3);
      host.offered = new long[] {TENSOR};
      assertThatThrownBy(
              () -> blas.candidates(problem(MathMode.STRICT_FP32, false), Epilogue.BIAS, 1000))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("no algorithm for this product")
          .hasMessageContaining("BIAS");
    }
  }

  @Test
  void preferencesSayWorkspaceAndDeterminism() {
    HostBlasLt host = new HostBlasLt();
    try (ForeignBlasLt blas = new ForeignBlasLt(host, "a host's BLAS")) {
      blas.candidates(problem(MathMode.TF32, false), Epilogue.NONE, 1234);
      assertThat(host.preference).containsOnlyKeys(ForeignBlasLt.MAX_WORKSPACE);
      assertThat(host.preference).containsEntry(ForeignBlasLt.MAX_WORKSPACE, 1234L);
      blas.candidates(problem(MathMode.TF32, true), Epilogue.NONE, 1234);
      assertThat(host.preference)
          .containsEntry(ForeignBlasLt.REDUCTION_SCHEMES, (long) ForeignBlasLt.SEPARATE_STEP);
    }
  }

  @Test
  void aCandidateIsUsedAsItWasListed() {
    HostBlasLt host = new HostBlasLt();
    host.offered = new long[] {TENSOR, TENSOR};
    MatMulProblem problem = problem(MathMode.TF32, true);
    try (Arena arena = Arena.ofConfined();
        ForeignBlasLt blas = new ForeignBlasLt(host, "a host's BLAS")) {
      long data = arena.allocate(256, 16).address();
      Candidate second = blas.candidates(problem, Epilogue.NONE, 1000).get(1);
      blas.matmul(
          problem, Epilogue.NONE, second, new BlasLt.Addresses(data, data, data, 0, 8, 101), 1);
      assertThat(host.algorithmUsed).isEqualTo(2);
      for (Candidate wrong :
          List.of(
              new Candidate("", "00", 0),
              new Candidate("", second.algorithm(), second.workspaceBytes() + 1))) {
        assertThatThrownBy(() ->
                blas.matmul(
                    problem,
                    Epilogue.NONE,
                    wrong,
                    new BlasLt.Addresses(data, data, data, 0, 8, 101),
                    1))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("expected 64 and at least");
      }
    }
  }
}
