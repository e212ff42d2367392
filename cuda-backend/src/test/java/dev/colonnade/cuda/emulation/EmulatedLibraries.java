// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.cuda.blas.Blas;
import dev.colonnade.cuda.blas.HostBlasLt;
import dev.colonnade.cuda.blas.MatMulProblem;
import dev.colonnade.cuda.blas.OperandType;
import dev.colonnade.cuda.dnn.Algorithm;
import dev.colonnade.cuda.dnn.ConvolutionProblem;
import dev.colonnade.cuda.dnn.Direction;
import dev.colonnade.cuda.dnn.Dnn;
import dev.colonnade.cuda.dnn.MathType;
import dev.colonnade.cuda.driver.Context;
import dev.colonnade.cuda.kernel.Libraries;
import java.util.List;
import java.util.Optional;

/**
 * Stand-ins for cuBLAS, cuBLASLt and cuDNN that compute at once, by plain loops, in the emulated
 * device's memory: what the call asks, in the precision it asks. They cannot be recorded, so
 * programs that use them run guarded or profiled.
 */
final class EmulatedLibraries {
  private EmulatedLibraries() {}

  static Libraries open(Context context) {
    return new Libraries(
        Optional.of(new HostBlas(context)),
        Optional.of(HostBlasLt.on(context)),
        Optional.of(new HostDnn(context, false)),
        Optional.of(new HostDnnGraph(context)));
  }

  /** With a cuDNN for whose trials there is no memory, and nothing else. */
  static Libraries withoutRoomForTrials(Context context) {
    return new Libraries(
        Optional.empty(),
        Optional.empty(),
        Optional.of(new HostDnn(context, true)),
        Optional.empty());
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
      boolean bfloat16 = p.operands() == OperandType.BFLOAT16;
      MathMode mode = bfloat16 ? MathMode.STRICT_FP32 : p.mathMode();
      HostNumbers left = new HostNumbers(a, bfloat16, mode);
      HostNumbers right = new HostNumbers(b, bfloat16, mode);
      HostNumbers result = HostNumbers.floats(c);
      for (int batch = 0; batch < p.batch(); batch++) {
        for (int row = 0; row < p.m(); row++) {
          for (int column = 0; column < p.n(); column++) {
            double sum = 0;
            for (int k = 0; k < p.k(); k++) {
              sum +=
                  (double)
                          left.get(
                              batch * p.strideA()
                                  + (p.transposeA() ? k * p.m() + row : row * p.k() + k))
                      * right.get(
                          batch * p.strideB()
                              + (p.transposeB() ? column * p.k() + k : k * p.n() + column));
            }
            result.set(batch * p.strideC() + (long) row * p.n() + column, sum);
          }
        }
      }
    }

    @Override
    public void close() {}
  }

  private record HostDnn(Context context, boolean full) implements Dnn {
    private static final int WORKSPACE = 64;

    @Override
    public String version() {
      return "emulated";
    }

    @Override
    public List<Algorithm> find(
        ConvolutionProblem problem, Direction direction, Addresses addresses, long stream) {
      if (full) {
        throw new OutOfDeviceMemoryException("no memory is left for a trial");
      }
      MathType math = problem.mathMode() == MathMode.TF32 ? MathType.DEFAULT : MathType.FMA;
      // The fastest is one that strict fp32 forbids.
      return List.of(
          new Algorithm(direction, 4, 10, 0, true, math),
          new Algorithm(direction, 0, 15, 0, false, math),
          new Algorithm(direction, 1, 20, WORKSPACE, true, math));
    }

    @Override
    public long workspaceBytes(ConvolutionProblem problem, Algorithm algorithm) {
      return algorithm.code() == 1 ? WORKSPACE : 0;
    }

    @Override
    public void run(
        ConvolutionProblem p,
        Algorithm algorithm,
        Addresses at,
        float alpha,
        float beta,
        long stream) {
      if (algorithm.code() == 0
          || (at.workspace() == 0) != (algorithm.code() == 4)
          || at.workspaceBytes() != workspaceBytes(p, algorithm)) {
        throw new IllegalArgumentException("algorithm " + algorithm + " at " + at);
      }
      context.synchronize(stream);
      Direction direction = algorithm.direction();
      new HostConvolution(
              p,
              operand(at.x(), p, direction == Direction.BACKWARD_DATA),
              operand(at.w(), p, direction == Direction.BACKWARD_FILTER),
              operand(at.y(), p, direction == Direction.FORWARD))
          .run(direction);
    }

    private static HostNumbers operand(long address, ConvolutionProblem p, boolean result) {
      return result ? HostNumbers.floats(address) : new HostNumbers(address, false, p.mathMode());
    }

    @Override
    public void close() {}
  }
}
