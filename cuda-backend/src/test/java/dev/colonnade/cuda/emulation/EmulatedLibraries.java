// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import dev.colonnade.cuda.blas.Blas;
import dev.colonnade.cuda.blas.MatMulProblem;
import dev.colonnade.cuda.dnn.Algorithm;
import dev.colonnade.cuda.dnn.ConvolutionProblem;
import dev.colonnade.cuda.dnn.Direction;
import dev.colonnade.cuda.dnn.Dnn;
import dev.colonnade.cuda.dnn.MathType;
import dev.colonnade.cuda.driver.Context;
import dev.colonnade.cuda.kernel.Libraries;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/**
 * Stand-ins for cuBLAS and cuDNN that compute at once, by plain loops, in the emulated device's
 * memory. They cannot be recorded, so programs that use them run guarded or profiled.
 */
final class EmulatedLibraries {
  private EmulatedLibraries() {}

  static Libraries open(Context context) {
    return new Libraries(Optional.of(new HostBlas(context)), Optional.of(new HostDnn(context)));
  }

  @SuppressWarnings("restricted") // An emulated device's addresses are the host's.
  private static MemorySegment floats(long address, long count) {
    return MemorySegment.ofAddress(address).reinterpret(count * Float.BYTES);
  }

  private static float get(MemorySegment memory, long index) {
    return memory.getAtIndex(ValueLayout.JAVA_FLOAT, index);
  }

  private record HostBlas(Context context) implements Blas {
    @Override
    public String version() {
      return "emulated";
    }

    @Override
    public void setWorkspace(long address, long bytes) {
      if (address == 0 || bytes < 1 << 20) {
        throw new IllegalArgumentException("no workspace");
      }
    }

    @Override
    public void gemm(MatMulProblem p, long a, long b, long c, long stream) {
      context.synchronize(stream);
      for (int batch = 0; batch < p.batch(); batch++) {
        MemorySegment left = floats(a + 4L * batch * p.strideA(), (long) p.m() * p.k());
        MemorySegment right = floats(b + 4L * batch * p.strideB(), (long) p.k() * p.n());
        MemorySegment result = floats(c + 4L * batch * p.strideC(), (long) p.m() * p.n());
        for (int row = 0; row < p.m(); row++) {
          for (int column = 0; column < p.n(); column++) {
            double sum = 0;
            for (int k = 0; k < p.k(); k++) {
              sum +=
                  (double) get(left, p.transposeA() ? k * p.m() + row : row * p.k() + k)
                      * get(right, p.transposeB() ? column * p.k() + k : k * p.n() + column);
            }
            result.setAtIndex(ValueLayout.JAVA_FLOAT, row * p.n() + column, (float) sum);
          }
        }
      }
    }

    @Override
    public void close() {}
  }

  private record HostDnn(Context context) implements Dnn {
    @Override
    public String version() {
      return "emulated";
    }

    @Override
    public List<Algorithm> find(
        ConvolutionProblem problem, Direction direction, Addresses addresses, long stream) {
      // The fastest is one that strict fp32 forbids.
      return List.of(
          new Algorithm(direction, 4, 10, 0, true, MathType.FMA),
          new Algorithm(direction, 0, 15, 0, false, MathType.FMA),
          new Algorithm(direction, 1, 20, 64, true, MathType.FMA));
    }

    @Override
    public long workspaceBytes(ConvolutionProblem problem, Algorithm algorithm) {
      return algorithm.code() == 1 ? 64 : 0;
    }

    @Override
    public void run(
        ConvolutionProblem p,
        Algorithm algorithm,
        Addresses at,
        float alpha,
        float beta,
        long stream) {
      if (algorithm.code() != 1 || at.workspace() == 0 || at.workspaceBytes() != 64) {
        throw new IllegalArgumentException("algorithm " + algorithm + " at " + at);
      }
      context.synchronize(stream);
      int rows = p.outputHeight();
      int columns = p.outputWidth();
      int inputs = p.c() / p.groups();
      MemorySegment x = floats(at.x(), (long) p.n() * p.c() * p.h() * p.w());
      MemorySegment w = floats(at.w(), (long) p.m() * inputs * p.r() * p.s());
      MemorySegment y = floats(at.y(), (long) p.n() * p.m() * rows * columns);
      MemorySegment result =
          switch (algorithm.direction()) {
            case FORWARD -> y;
            case BACKWARD_DATA -> x;
            case BACKWARD_FILTER -> w;
          };
      result.fill((byte) 0);
      for (int n = 0; n < p.n(); n++) {
        for (int m = 0; m < p.m(); m++) {
          int group = m / (p.m() / p.groups());
          for (int place = 0; place < rows * columns; place++) {
            for (int tap = 0; tap < inputs * p.r() * p.s(); tap++) {
              int map = tap / (p.r() * p.s());
              int row =
                  place / columns * p.strideH() - p.padH() + tap / p.s() % p.r() * p.dilationH();
              int column = place % columns * p.strideW() - p.padW() + tap % p.s() * p.dilationW();
              if (row < 0 || row >= p.h() || column < 0 || column >= p.w()) {
                continue;
              }
              int in = ((n * p.c() + group * inputs + map) * p.h() + row) * p.w() + column;
              int filter = m * inputs * p.r() * p.s() + tap;
              int out = (n * p.m() + m) * rows * columns + place;
              switch (algorithm.direction()) {
                case FORWARD -> add(y, out, get(x, in) * get(w, filter));
                case BACKWARD_DATA -> add(x, in, get(y, out) * get(w, filter));
                case BACKWARD_FILTER -> add(w, filter, get(x, in) * get(y, out));
              }
            }
          }
        }
      }
    }

    private static void add(MemorySegment memory, int index, float value) {
      memory.setAtIndex(ValueLayout.JAVA_FLOAT, index, get(memory, index) + value);
    }

    @Override
    public void close() {}
  }
}
