// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.MathMode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * The arguments of {@link ForeignBlas}, taken by a cuBLAS that computes column-major on the host.
 */
class ForeignBlasTest {
  /** Computes as cuBLAS's documentation defines it, in host memory. */
  private static final class HostBlas implements BlasFunctions {
    final List<String> calls = new ArrayList<>();
    int createStatus;

    @Override
    public int cublasCreate(MemorySegment handle) {
      handle.set(JAVA_LONG, 0, 7);
      return createStatus;
    }

    @Override
    public int cublasDestroy(long handle) {
      calls.add("destroy " + handle);
      return 0;
    }

    @Override
    public int cublasSetStream(long handle, long stream) {
      calls.add("stream " + stream);
      return 0;
    }

    @Override
    public int cublasSetWorkspace(long handle, long workspace, long bytes) {
      calls.add("workspace " + workspace + " " + bytes);
      return 0;
    }

    @Override
    public int cublasSetMathMode(long handle, int mode) {
      calls.add("math " + mode);
      return 0;
    }

    @Override
    public int cublasSetAtomicsMode(long handle, int mode) {
      calls.add("atomics " + mode);
      return 0;
    }

    @Override
    public int cublasGemmStridedBatchedEx(
        long handle,
        int transposeA,
        int transposeB,
        int m,
        int n,
        int k,
        MemorySegment alpha,
        long a,
        int typeA,
        int leadingA,
        long strideA,
        long b,
        int typeB,
        int leadingB,
        long strideB,
        MemorySegment beta,
        long c,
        int typeC,
        int leadingC,
        long strideC,
        int batch,
        int computeType,
        int algorithm) {
      calls.add("gemm " + computeType);
      for (int one = 0; one < batch; one++) {
        for (int row = 0; row < m; row++) {
          for (int column = 0; column < n; column++) {
            float sum = 0f;
            for (int i = 0; i < k; i++) {
              sum +=
                  at(
                          a,
                          one * strideA,
                          transposeA == 0 ? row : i,
                          transposeA == 0 ? i : row,
                          leadingA)
                      * at(
                          b,
                          one * strideB,
                          transposeB == 0 ? i : column,
                          transposeB == 0 ? column : i,
                          leadingB);
            }
            MemorySegment cell = cell(c, one * strideC, row, column, leadingC);
            float before = cell.get(JAVA_FLOAT, 0);
            float scale = beta.get(JAVA_FLOAT, 0);
            cell.set(
                JAVA_FLOAT,
                0,
                alpha.get(JAVA_FLOAT, 0) * sum + (scale == 0f ? 0f : scale * before));
          }
        }
      }
      return 0;
    }

    private static float at(long matrix, long offset, int row, int column, int leading) {
      return cell(matrix, offset, row, column, leading).get(JAVA_FLOAT, 0);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment cell(long matrix, long offset, int row, int column, int leading) {
      long element = offset + row + (long) column * leading;
      return MemorySegment.ofAddress(matrix + element * Float.BYTES).reinterpret(Float.BYTES);
    }

    @Override
    public long cublasGetStatusName(int status) {
      return 0;
    }
  }

  @Property(tries = 200)
  void rowMajorProductsComeOut(
      @ForAll @IntRange(min = 1, max = 5) int m,
      @ForAll @IntRange(min = 1, max = 5) int n,
      @ForAll @IntRange(min = 1, max = 5) int k,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll boolean transposeA,
      @ForAll boolean transposeB,
      @ForAll boolean sameB,
      @ForAll long seed) {
    MatMulProblem problem =
        new MatMulProblem(
            m,
            n,
            k,
            transposeA,
            transposeB,
            2f,
            0.5f,
            batch,
            (long) m * k,
            sameB ? 0 : (long) k * n,
            (long) m * n + 1,
            MathMode.STRICT_FP32,
            true,
            OperandType.FLOAT);
    Random random = new Random(seed);
    try (Arena arena = Arena.ofConfined();
        ForeignBlas blas = new ForeignBlas(new HostBlas(), "a host's BLAS")) {
      MemorySegment a = whole(arena, random, (long) batch * m * k);
      MemorySegment b = whole(arena, random, (long) batch * k * n);
      MemorySegment c = whole(arena, random, batch * ((long) m * n + 1));
      float[] before = c.toArray(JAVA_FLOAT);
      blas.gemm(problem, a.address(), b.address(), c.address(), 1);
      float[] expected = before.clone();
      for (int one = 0; one < batch; one++) {
        for (int row = 0; row < m; row++) {
          for (int column = 0; column < n; column++) {
            float sum = 0f;
            for (int i = 0; i < k; i++) {
              long ofA = one * problem.strideA() + (transposeA ? i * m + row : row * k + i);
              long ofB = one * problem.strideB() + (transposeB ? column * k + i : i * n + column);
              sum += a.getAtIndex(JAVA_FLOAT, ofA) * b.getAtIndex(JAVA_FLOAT, ofB);
            }
            int at = one * (m * n + 1) + row * n + column;
            expected[at] = 2f * sum + 0.5f * before[at];
          }
        }
      }
      assertThat(c.toArray(JAVA_FLOAT)).isEqualTo(expected);
    }
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
  void theWorkspaceSurvivesAChangeOfStream() {
    HostBlas host = new HostBlas();
    try (Arena arena = Arena.ofConfined();
        ForeignBlas blas = new ForeignBlas(host, "a host's BLAS")) {
      long data = arena.allocate(64, 8).address();
      blas.setWorkspace(4096, 512);
      for (long stream : new long[] {5, 5, 6}) {
        blas.gemm(
            MatMulProblem.single(1, 1, 1, false, false, MathMode.TF32, stream == 6),
            data,
            data,
            data,
            stream);
      }
    }
    assertThat(host.calls)
        .containsExactly(
            "math 0",
            "workspace 4096 512",
            "stream 5",
            "workspace 4096 512",
            "atomics 1",
            "gemm 77",
            "gemm 77",
            "stream 6",
            "workspace 4096 512",
            "atomics 0",
            "gemm 77",
            "destroy 7");
  }

  @Test
  void aLibraryThatDoesNotStartIsAnErrorAndNothingIsEnded() {
    HostBlas host = new HostBlas();
    host.createStatus = BlasStatus.NOT_INITIALIZED;
    assertThatThrownBy(() -> new ForeignBlas(host, "a host's BLAS"))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no usable NVIDIA GPU");
    assertThat(host.calls).isEmpty();
  }
}
