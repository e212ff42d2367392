// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.mutation;

import dev.colonnade.conformance.skeleton.KernelTable;
import dev.colonnade.conformance.skeleton.OracleKernels;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.op.Random;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Kernels that are wrong in one way each, as kernels tend to be wrong. */
final class KernelMutants {
  private static final KernelTable RIGHT = new OracleKernels();

  private KernelMutants() {}

  private interface After {
    void change(List<HostTensor> operands, HostTensor result);
  }

  /** Right kernels, but the result of {@code kind} is changed afterwards. */
  private static KernelTable after(Class<? extends Primitive> kind, After change) {
    return (op, operands, result) -> {
      RIGHT.run(op, operands, result);
      if (kind.isInstance(op)) {
        change.change(operands, result);
      }
    };
  }

  private static int last(HostTensor tensor) {
    return (int) tensor.type().elementCount() - 1;
  }

  /** The last pixel of a convolution lost a little: a tap of its border was left out. */
  static KernelTable borderPixel() {
    return after(
        ConvolutionOp.Convolution.class,
        (operands, y) -> y.set(last(y), y.getFloat(last(y)) * 0.9999f));
  }

  /** Filter gradients forget the last image of a batch. */
  static KernelTable lastImage() {
    return (op, operands, result) -> {
      if (op instanceof ConvolutionOp.ConvolutionFilterGradient
          && operands.get(0).type().shape().dimension(0) > 1) {
        HostTensor dy = operands.get(1).copy();
        HostTensor image = dy.row(dy.type().shape().dimension(0) - 1);
        image.copyFrom(HostTensor.zeros(image.type()));
        RIGHT.run(op, List.of(operands.get(0), dy), result);
      } else {
        RIGHT.run(op, operands, result);
      }
    };
  }

  /** Of equal elements the last wins. */
  static KernelTable lastTieWins(Class<? extends Primitive> kind) {
    return (op, operands, result) -> {
      if (!kind.isInstance(op)) {
        RIGHT.run(op, operands, result);
        return;
      }
      HostTensor x = operands.get(0).copy();
      for (int i = 0; i <= last(x); i++) {
        x.set(i, x.getFloat(i) + 1e-6f * i);
      }
      RIGHT.run(op, operands.size() == 1 ? List.of(x) : List.of(x, operands.get(1)), result);
    };
  }

  /** Padding takes part in a maximum as zero. */
  static KernelTable paddingWins() {
    return (op, operands, result) -> {
      RIGHT.run(op, operands, result);
      if (op instanceof PoolOp.MaxPool(var geometry) && geometry.padTop() > 0) {
        result.set(0, Math.max(0, result.getFloat(0)));
      }
    };
  }

  /** A maximum drops NaN, as the hardware's does. */
  static KernelTable maximumDropsNan() {
    return after(
        Reduction.ReduceMax.class,
        (operands, y) -> {
          for (int i = 0; i <= last(y); i++) {
            y.set(i, Float.isNaN(y.getFloat(i)) ? 2f : y.getFloat(i));
          }
        });
  }

  /** Matrix products of operands rounded to ten mantissa bits, where fp32 was asked for. */
  static KernelTable tf32() {
    return (op, operands, result) -> {
      if (op instanceof MatMul) {
        RIGHT.run(op, operands.stream().map(KernelMutants::rounded).toList(), result);
      } else {
        RIGHT.run(op, operands, result);
      }
    };
  }

  private static HostTensor rounded(HostTensor tensor) {
    HostTensor result = tensor.copy();
    for (int i = 0; i <= last(result); i++) {
      int bits = Float.floatToRawIntBits(result.getFloat(i));
      result.set(i, Float.intBitsToFloat((bits + 0x1000) & ~0x1FFF));
    }
    return result;
  }

  /** Every sum is off by a little that no single element betrays. */
  static KernelTable biasedSum() {
    return after(
        Reduction.ReduceSum.class,
        (operands, y) -> {
          double magnitude = 0;
          for (int i = 0; i <= last(operands.get(0)); i++) {
            magnitude += Math.abs(operands.get(0).getDouble(i));
          }
          for (int i = 0; i <= last(y); i++) {
            y.set(i, (float) (y.getFloat(i) + 5e-5 * magnitude / (last(y) + 1)));
          }
        });
  }

  /** A polynomial for tanh that is good to four digits. */
  static KernelTable roughTanh() {
    return after(
        UnaryOp.Tanh.class,
        (operands, y) -> {
          for (int i = 0; i <= last(y); i++) {
            y.set(i, y.getFloat(i) * 1.0001f);
          }
        });
  }

  /** Random numbers of the next counter. */
  static KernelTable wrongCounter() {
    return (op, operands, result) -> {
      if (op instanceof Random) {
        HostTensor counter = operands.get(1).copy();
        counter.set(0, counter.getInt(0) + 1);
        RIGHT.run(op, List.of(operands.get(0), counter), result);
      } else {
        RIGHT.run(op, operands, result);
      }
    };
  }

  /** Sampling that takes the nearest pixel for what lies outside, though zero was asked for. */
  static KernelTable wrongBorder() {
    return (op, operands, result) ->
        RIGHT.run(
            op instanceof GridSample ? new GridSample(GridSample.Border.REPLICATE) : op,
            operands,
            result);
  }

  /** A transposition that flushes denormals, as if it computed. */
  static KernelTable flushingMove() {
    return after(
        ShapeOp.Transpose.class,
        (operands, y) -> {
          if (y.type().dtype() == DType.F32) {
            for (int i = 0; i <= last(y); i++) {
              y.set(i, Math.abs(y.getFloat(i)) < Float.MIN_NORMAL ? 0 : y.getFloat(i));
            }
          }
        });
  }

  /** Writes one word behind its result, wherever there is something behind it. */
  static KernelTable writesOutside() {
    return after(
        UnaryOp.Exp.class,
        (operands, y) -> {
          MemorySegment segment = y.segment();
          int[] array = (int[]) segment.heapBase().orElseThrow();
          int behind = Math.toIntExact((segment.address() + segment.byteSize()) / Integer.BYTES);
          if (behind < array.length) {
            array[behind] = 0x3f800000;
          }
        });
  }

  /** Does not write when it has written before, and goes by what the buffer still holds. */
  static KernelTable unwritten() {
    Set<HostTensor> written = Collections.newSetFromMap(new IdentityHashMap<>());
    return (op, operands, result) -> {
      if (!(op instanceof UnaryOp.Exp) || written.add(result)) {
        RIGHT.run(op, operands, result);
      }
    };
  }

  /** Sums in an order that changes from run to run. */
  static KernelTable unsteady() {
    int[] runs = {0};
    return after(
        Reduction.ReduceSum.class,
        (operands, y) -> {
          if (y.type().dtype().isFloating() && ++runs[0] % 2 == 0) {
            y.set(0, Math.nextUp(y.getFloat(0)));
          }
        });
  }

  /** One scratch buffer for all sessions. */
  static KernelTable sharedScratch() {
    float[][] scratch = new float[1][];
    return after(
        MatMul.class,
        (operands, y) -> {
          scratch[0] = y.toFloatArray();
          LockSupport.parkNanos(100_000);
          float[] mine = scratch[0];
          for (int i = 0; i <= last(y); i++) {
            y.set(i, mine[i % mine.length]);
          }
        });
  }
}
