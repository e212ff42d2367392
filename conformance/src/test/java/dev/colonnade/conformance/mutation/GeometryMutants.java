// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.mutation;

import dev.colonnade.conformance.skeleton.KernelTable;
import dev.colonnade.conformance.skeleton.OracleKernels;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import java.util.List;

/** Kernels that are right for even, square, dense shapes and wrong where an attribute matters. */
final class GeometryMutants {
  private static final KernelTable RIGHT = new OracleKernels();

  private GeometryMutants() {}

  /** Where a convolution looks; one mutant overrides one of these. */
  private static class Taps {
    int row(ConvolutionGeometry g, int output, int tap) {
      return output * g.strideHeight() + tap * g.dilationHeight() - g.padTop();
    }

    int column(ConvolutionGeometry g, int output, int tap) {
      return output * g.strideWidth() + tap * g.dilationWidth() - g.padLeft();
    }

    int group(ConvolutionGeometry g, int map, int maps) {
      return map / (maps / g.groups());
    }
  }

  private static KernelTable convolution(Taps taps) {
    return (op, operands, y) -> {
      if (op instanceof ConvolutionOp.Convolution(ConvolutionGeometry geometry)) {
        convolve(geometry, taps, operands.get(0), operands.get(1), y);
      } else {
        RIGHT.run(op, operands, y);
      }
    };
  }

  private static void convolve(
      ConvolutionGeometry g, Taps taps, HostTensor x, HostTensor filter, HostTensor y) {
    Shape in = x.type().shape();
    Shape f = filter.type().shape();
    Shape out = y.type().shape();
    for (int i = 0; i < y.type().elementCount(); i++) {
      int column = i % out.dimension(3);
      int row = i / out.dimension(3) % out.dimension(2);
      int map = i / out.dimension(3) / out.dimension(2) % out.dimension(1);
      int image = i / out.dimension(3) / out.dimension(2) / out.dimension(1);
      double sum = 0;
      for (int c = 0; c < f.dimension(1); c++) {
        int channel = taps.group(g, map, out.dimension(1)) * f.dimension(1) + c;
        for (int r = 0; r < f.dimension(2); r++) {
          for (int s = 0; s < f.dimension(3); s++) {
            int h = taps.row(g, row, r);
            int w = taps.column(g, column, s);
            if (h >= 0 && h < in.dimension(2) && w >= 0 && w < in.dimension(3)) {
              sum +=
                  x.getDouble(
                          ((image * in.dimension(1) + channel) * in.dimension(2) + h)
                                  * in.dimension(3)
                              + w)
                      * filter.getDouble(
                          ((map * f.dimension(1) + c) * f.dimension(2) + r) * f.dimension(3) + s);
            }
          }
        }
      }
      y.set(i, (float) sum);
    }
  }

  /** The loops without a mistake, against which the mutants are to be seen. */
  static KernelTable rightLoops() {
    return convolution(new Taps());
  }

  /** Rows go by the stride of columns. */
  static KernelTable oneStride() {
    return convolution(
        new Taps() {
          @Override
          int row(ConvolutionGeometry g, int output, int tap) {
            return output * g.strideWidth() + tap * g.dilationHeight() - g.padTop();
          }
        });
  }

  /** Columns are dilated as rows are. */
  static KernelTable oneDilation() {
    return convolution(
        new Taps() {
          @Override
          int column(ConvolutionGeometry g, int output, int tap) {
            return output * g.strideWidth() + tap * g.dilationHeight() - g.padLeft();
          }
        });
  }

  /** The padding below is taken for that above. */
  static KernelTable symmetricPadding() {
    return convolution(
        new Taps() {
          @Override
          int row(ConvolutionGeometry g, int output, int tap) {
            return output * g.strideHeight() + tap * g.dilationHeight() - g.padBottom();
          }
        });
  }

  /** Every group reads the first group's maps. */
  static KernelTable firstGroup() {
    return convolution(
        new Taps() {
          @Override
          int group(ConvolutionGeometry g, int map, int maps) {
            return 0;
          }
        });
  }

  /** Of the input that no window reads, the last row keeps a gradient from somewhere. */
  static KernelTable gradientInTheUnusedTail() {
    return (op, operands, dx) -> {
      RIGHT.run(op, operands, dx);
      if (op instanceof ConvolutionOp.ConvolutionInputGradient(ConvolutionGeometry g, Shape ignored)
          && g.strideHeight() > 1) {
        dx.set(dx.type().elementCount() - 1, 0.125f);
      }
    };
  }

  /** A window that reaches beyond the border in ceil mode gives what lies in its corner. */
  static KernelTable partialWindows() {
    return (op, operands, y) -> {
      RIGHT.run(op, operands, y);
      if (op instanceof PoolOp.MaxPool(PoolGeometry g) && g.ceilMode() && g.padTop() == 0) {
        Shape in = operands.get(0).type().shape();
        Shape out = y.type().shape();
        int row = out.dimension(2) - 1;
        if (row * g.strideHeight() + g.windowHeight() > in.dimension(2)) {
          for (int plane = 0; plane < out.dimension(0) * out.dimension(1); plane++) {
            int to = (plane * out.dimension(2) + row) * out.dimension(3);
            int from = (plane * in.dimension(2) + row * g.strideHeight()) * in.dimension(3);
            y.set(to, operands.get(0).getFloat(from));
          }
        }
      }
    };
  }

  /** Windows stay together, whatever dilation was asked for. */
  static KernelTable undilatedWindows() {
    return (op, operands, y) -> {
      if (!(op instanceof PoolOp.MaxPool(PoolGeometry g))
          || (g.dilationHeight() == 1 && g.dilationWidth() == 1)) {
        RIGHT.run(op, operands, y);
        return;
      }
      PoolOp.MaxPool undilated =
          new PoolOp.MaxPool(
              new PoolGeometry(
                  g.windowHeight(),
                  g.windowWidth(),
                  g.strideHeight(),
                  g.strideWidth(),
                  g.padTop(),
                  g.padBottom(),
                  g.padLeft(),
                  g.padRight(),
                  1,
                  1,
                  g.ceilMode()));
      HostTensor larger = HostTensor.zeros(undilated.infer(List.of(operands.get(0).type())).get(0));
      RIGHT.run(undilated, operands, larger);
      Shape all = larger.type().shape();
      Shape part = y.type().shape();
      for (int i = 0; i < y.type().elementCount(); i++) {
        int column = i % part.dimension(3);
        int row = i / part.dimension(3) % part.dimension(2);
        int plane = i / part.dimension(3) / part.dimension(2);
        int from = (plane * all.dimension(2) + row) * all.dimension(3) + column;
        y.set(i, larger.getFloat(from));
      }
    };
  }

  /** Divides by the whole window where padding does not count. */
  static KernelTable paddingCounts() {
    return (op, operands, y) ->
        RIGHT.run(
            op instanceof PoolOp.AveragePool(PoolGeometry g, boolean ignored)
                ? new PoolOp.AveragePool(g, true)
                : op,
            operands,
            y);
  }

  /** Vectors of eight, and nothing for what is left of an odd size: it keeps the first factor. */
  static KernelTable noTail() {
    return (op, operands, y) -> {
      RIGHT.run(op, operands, y);
      if (op instanceof BinaryOp.Multiply && y.type().dtype().isFloating()) {
        for (long i = y.type().elementCount() / 8 * 8; i < y.type().elementCount(); i++) {
          y.set(i, operands.get(0).getFloat(i));
        }
      }
    };
  }

  /** The path for one row leaves out the last product of each sum. */
  static KernelTable oneRow() {
    return (op, operands, y) -> {
      if (op instanceof MatMul(boolean a, boolean b)
          && y.type().shape().rank() == 2
          && y.type().shape().dimension(0) == 1) {
        HostTensor row = operands.get(0).copy();
        row.set(row.type().elementCount() - 1, 0f);
        RIGHT.run(new MatMul(a, b), List.of(row, operands.get(1)), y);
      } else {
        RIGHT.run(op, operands, y);
      }
    };
  }
}
