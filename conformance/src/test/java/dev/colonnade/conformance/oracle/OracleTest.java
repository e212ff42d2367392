// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Convert;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.PoolOp;
import dev.colonnade.core.op.Random;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropy;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The oracle against numbers worked out by hand, as nothing else judges it. */
final class OracleTest {
  private static OracleTensor f32(Shape shape, double... values) {
    return OracleTensor.of(new TensorType(DType.F32, shape), values);
  }

  private static OracleTensor i32(Shape shape, double... values) {
    return OracleTensor.of(new TensorType(DType.I32, shape), values);
  }

  private static double[] run(Op op, OracleTensor... operands) {
    return Oracle.evaluate(op, List.of(operands)).get(0).values();
  }

  @Test
  void convolutionDoesNotFlipTheFilter() {
    OracleTensor x = f32(Shape.of(1, 1, 3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    OracleTensor filter = f32(Shape.of(1, 1, 2, 2), 1, 10, 100, 1000);
    ConvolutionGeometry valid = ConvolutionGeometry.VALID;
    assertThat(run(new ConvolutionOp.Convolution(valid), x, filter))
        .containsExactly(5421, 6532, 8754, 9865);
    // The corner tap alone remains where padding surrounds it.
    assertThat(run(new ConvolutionOp.Convolution(valid.withPadding(1).withStride(3, 3)), x, filter))
        .containsExactly(1000, 300 + 0 * 1000, 70, 9);
  }

  @Test
  void convolutionGradientsAreItsAdjoints() {
    OracleTensor x = f32(Shape.of(1, 1, 2, 3), 1, 2, 3, 4, 5, 6);
    OracleTensor filter = f32(Shape.of(1, 1, 2, 2), 1, 10, 100, 1000);
    OracleTensor dy = f32(Shape.of(1, 1, 1, 2), 1, 2);
    ConvolutionGeometry valid = ConvolutionGeometry.VALID;
    assertThat(run(new ConvolutionOp.ConvolutionInputGradient(valid, x.shape()), dy, filter))
        .containsExactly(1, 10 + 2, 20, 100, 1000 + 200, 2000);
    assertThat(run(new ConvolutionOp.ConvolutionFilterGradient(valid, filter.shape()), x, dy))
        .containsExactly(1 + 2 * 2, 2 + 2 * 3, 4 + 2 * 5, 5 + 2 * 6);
  }

  @Test
  void groupsSplitTheMaps() {
    OracleTensor x = f32(Shape.of(1, 2, 1, 1), 3, 5);
    OracleTensor filter = f32(Shape.of(4, 1, 1, 1), 1, 10, 100, 1000);
    assertThat(
            run(new ConvolutionOp.Convolution(ConvolutionGeometry.VALID.withGroups(2)), x, filter))
        .containsExactly(3, 30, 500, 5000);
  }

  @Test
  void theFirstOfTiesTakesTheGradient() {
    OracleTensor x = f32(Shape.of(1, 1, 2, 4), 1, 1, 2, 3, 1, 1, 3, 3);
    OracleTensor dy = f32(Shape.of(1, 1, 1, 2), 5, 7);
    PoolGeometry tiles = PoolGeometry.tiles(2);
    assertThat(run(new PoolOp.MaxPool(tiles), x)).containsExactly(1, 3);
    assertThat(run(new PoolOp.MaxPoolGradient(tiles), x, dy))
        .containsExactly(5, 0, 0, 7, 0, 0, 0, 0);
  }

  @Test
  void averagesDivideByWhatCounts() {
    OracleTensor x = f32(Shape.of(1, 1, 1, 3), 3, 6, 9);
    PoolGeometry padded = new PoolGeometry(1, 2, 1, 2, 0, 0, 1, 0, 1, 1, false);
    assertThat(run(new PoolOp.AveragePool(padded, false), x)).containsExactly(3, 7.5);
    assertThat(run(new PoolOp.AveragePool(padded, true), x)).containsExactly(1.5, 7.5);
    PoolGeometry ceil = new PoolGeometry(1, 2, 1, 2, 0, 0, 0, 0, 1, 1, true);
    assertThat(run(new PoolOp.AveragePool(ceil, true), x)).containsExactly(4.5, 9);
  }

  @Test
  void matricesMultiply() {
    OracleTensor a = f32(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    OracleTensor b = f32(Shape.of(2, 3), 1, 0, 2, 0, 1, 1);
    assertThat(run(new MatMul(false, true), a, b)).containsExactly(7, 5, 16, 11);
    assertThat(run(new MatMul(true, false), a, b)).containsExactly(1, 4, 6, 2, 5, 9, 3, 6, 12);
  }

  @Test
  void nanIsTheLargest() {
    OracleTensor x = f32(Shape.of(4), 1, Double.NaN, 5, Double.NaN);
    assertThat(run(new Reduction.ArgMax(0), x)).containsExactly(1);
    assertThat(run(new Reduction.ReduceMax(List.of(0)), x)).containsExactly(Double.NaN);
  }

  @Test
  void conversionsSaturate() {
    OracleTensor x = f32(Shape.of(5), -1.9, 1.9, 300, 1e12, Double.NaN);
    assertThat(run(new Convert(DType.I32), x)).containsExactly(-1, 1, 300, Integer.MAX_VALUE, 0);
    assertThat(run(new Convert(DType.U8), x)).containsExactly(0, 1, 255, 255, 0);
    assertThat(run(new Convert(DType.BOOL), x)).containsExactly(1, 1, 1, 1, 1);
  }

  @Test
  void powersFollowC() {
    OracleTensor a = f32(Shape.of(3), 1, -1, Double.NaN);
    OracleTensor b = f32(Shape.of(3), Double.NaN, Double.POSITIVE_INFINITY, 0);
    assertThat(run(new BinaryOp.Power(), a, b)).containsExactly(1, 1, 1);
  }

  @Test
  void integersWrap() {
    OracleTensor a = i32(Shape.of(2), Integer.MAX_VALUE, 65536);
    OracleTensor b = i32(Shape.of(2), 1, 65536);
    assertThat(run(new BinaryOp.Add(), a, b)).containsExactly(Integer.MIN_VALUE, 131072);
    assertThat(run(new BinaryOp.Multiply(), a, b)).containsExactly(Integer.MAX_VALUE, 0);
    assertThat(run(new Reduction.ReduceSum(List.of(0)), i32(Shape.of(2), Integer.MAX_VALUE, 2)))
        .containsExactly(Integer.MIN_VALUE + 1);
  }

  @Test
  void boxesAreClamped() {
    OracleTensor x = f32(Shape.of(4), 1, 2, 3, 4);
    assertThat(run(new ShapeOp.DynamicSlice(Shape.of(2)), x, i32(Shape.of(1), 9)))
        .containsExactly(3, 4);
    assertThat(
            run(new ShapeOp.DynamicUpdateSlice(), x, f32(Shape.of(2), 8, 9), i32(Shape.of(1), -3)))
        .containsExactly(8, 9, 3, 4);
    assertThat(run(new ShapeOp.GatherRows(), x, i32(Shape.of(3), -1, 2, 7)))
        .containsExactly(1, 3, 4);
  }

  @Test
  void interiorPaddingSpreadsElements() {
    ShapeOp pad = new ShapeOp.Pad(List.of(1), List.of(2), List.of(1));
    assertThat(run(pad, f32(Shape.of(2), 5, 6), f32(Shape.SCALAR, -1)))
        .containsExactly(-1, 5, -1, 6, -1, -1);
  }

  @Test
  void samplingWeighsFourNeighbours() {
    OracleTensor x = f32(Shape.of(1, 1, 2, 2), 0, 4, 8, 12);
    OracleTensor grid = f32(Shape.of(1, 1, 3, 2), 0.5, 0.5, 0.25, 0, 1.5, 1);
    assertThat(run(new GridSample(GridSample.Border.ZERO), x, grid)).containsExactly(6, 1, 6);
    assertThat(run(new GridSample(GridSample.Border.REPLICATE), x, grid)).containsExactly(6, 1, 12);
  }

  @Test
  void randomWordsFollowTheCounter() {
    OracleTensor zero = i32(Shape.of(2), 0, 0);
    // The first block of Random123's published vectors: key and counter zero.
    assertThat(run(new Random(Shape.of(4), Random.Distribution.BITS), zero, zero))
        .containsExactly(0x6627e8d5, (int) 0xe169c58dL, (int) 0xbc57ac4cL, (int) 0x9b00dbd8L);
    assertThat(run(new Random(Shape.of(1), Random.Distribution.UNIFORM), zero, zero)[0])
        .isEqualTo(0x6627e8 / 0x1p24);
  }

  @Test
  void compositesRunThroughTheirDecomposition() {
    double[] loss =
        run(
            new SoftmaxCrossEntropy(),
            f32(Shape.of(2, 2), 0, Math.log(3), 1000, 1000),
            i32(Shape.of(2), 1, 0));
    assertThat(loss[0]).isCloseTo(Math.log(4.0 / 3), within(1e-15));
    assertThat(loss[1]).isCloseTo(Math.log(2), within(1e-15));
  }

  @Test
  void whatNeedsAProgramIsRefusedWithoutOne() {
    assertThatThrownBy(
            () -> Oracle.evaluate(new StructuralOp.Feed("x", TensorType.f32(1)), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("OracleProgram");
  }

  @Test
  void roundingHappensOnTheWayToTheHost() {
    HostTensor host = f32(Shape.of(2), 1 + 0x1p-30, 1e300).toHost();
    assertThat(host.getFloat(0)).isEqualTo(1f);
    assertThat(host.getFloat(1)).isEqualTo(Float.POSITIVE_INFINITY);
  }
}
