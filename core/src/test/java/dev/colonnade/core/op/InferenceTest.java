// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.op.composite.SoftmaxCrossEntropy;
import dev.colonnade.core.op.composite.TableConvolution;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InferenceTest {
  @Test
  void danNetsLayersHaveThePapersSizes() {
    ConvolutionOp.Convolution valid = new ConvolutionOp.Convolution(ConvolutionGeometry.VALID);
    TensorType c1 =
        valid.infer(List.of(TensorType.f32(1, 1, 29, 29), TensorType.f32(20, 1, 4, 4))).get(0);
    assertThat(c1).isEqualTo(TensorType.f32(1, 20, 26, 26));
    TensorType p1 = new PoolOp.MaxPool(PoolGeometry.tiles(2)).infer(List.of(c1)).get(0);
    TensorType c2 = valid.infer(List.of(p1, TensorType.f32(40, 20, 5, 5))).get(0);
    TensorType p2 = new PoolOp.MaxPool(PoolGeometry.tiles(3)).infer(List.of(c2)).get(0);
    assertThat(p2).isEqualTo(TensorType.f32(1, 40, 3, 3));
  }

  /** The CVPR 2012 CIFAR-10 net works only if pooling rounds up: 30-15-14-7-5-3-2-1. */
  @Test
  void ceilModeGivesTheCifarNetOfCvpr2012() {
    PoolGeometry ceil = PoolGeometry.tiles(2).withCeilMode();
    assertThat(ceil.outputHeight(30)).isEqualTo(15);
    assertThat(ceil.outputHeight(5)).isEqualTo(3);
    assertThat(PoolGeometry.tiles(2).outputHeight(5)).isEqualTo(2);
  }

  /** The papers' rule: (M - K) / (S + 1) + 1 with skipping factor S = stride - 1. */
  @Property
  void convolutionExtentIsTheNumberOfPlacesThatFit(
      @ForAll @IntRange(min = 1, max = 40) int input,
      @ForAll @IntRange(min = 1, max = 9) int filter,
      @ForAll @IntRange(min = 1, max = 5) int stride,
      @ForAll @IntRange(min = 1, max = 3) int dilation,
      @ForAll @IntRange(min = 0, max = 3) int before,
      @ForAll @IntRange(min = 0, max = 3) int after) {
    int places = 0;
    for (int o = 0; o * stride + dilation * (filter - 1) < input + before + after; o++) {
      places++;
    }
    ConvolutionGeometry geometry =
        ConvolutionGeometry.VALID
            .withStride(stride, 1)
            .withDilation(dilation, 1)
            .withPadding(before, after, 0, 0);
    assertThat(Math.max(0, geometry.outputHeight(input, filter))).isEqualTo(places);
  }

  @Property
  void everyPoolingWindowTouchesTheInput(
      @ForAll @IntRange(min = 1, max = 30) int input,
      @ForAll @IntRange(min = 1, max = 6) int window,
      @ForAll @IntRange(min = 1, max = 7) int stride,
      @ForAll @IntRange(min = 0, max = 3) int pad,
      @ForAll boolean ceil) {
    int padding = Math.min(pad, window / 2);
    PoolGeometry geometry =
        new PoolGeometry(window, 1, stride, 1, padding, padding, 0, 0, 1, 1, ceil);
    int count = geometry.outputHeight(input);
    if (count >= 1) {
      int lastStart = (count - 1) * stride - padding;
      assertThat(lastStart).isLessThan(input);
      if (!ceil) {
        assertThat(lastStart + window).isLessThanOrEqualTo(input + padding);
      }
    }
  }

  @Test
  void errorsNameOperationExpectationGivenAndRemedy() {
    assertThatThrownBy(() ->
            new MatMul(false, false).infer(List.of(TensorType.f32(2, 3), TensorType.f32(4, 5))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("matMul")
        .hasMessageContaining("inner extents")
        .hasMessageContaining("f32[2x3], f32[4x5]")
        .hasMessageContaining("transposeA");
    assertThatThrownBy(() -> new UnaryOp.Tanh().infer(List.of(TensorType.i32(3))))
        .hasMessageContaining("tanh")
        .hasMessageContaining("convert()");
    assertThatThrownBy(() ->
            new ConvolutionOp.Convolution(ConvolutionGeometry.VALID)
                .infer(List.of(TensorType.f32(1, 3, 3, 3), TensorType.f32(2, 3, 5, 5))))
        .hasMessageContaining("larger than its padded input");
    assertThatThrownBy(() ->
            new SoftmaxCrossEntropy().infer(List.of(TensorType.f32(4, 10), TensorType.i32(5))))
        .hasMessageContaining("softmaxCrossEntropy")
        .hasMessageContaining("[4]");
    assertThatThrownBy(() ->
            new TableConvolution(ConvolutionGeometry.VALID, List.of(List.of(0), List.of(7)))
                .infer(List.of(TensorType.f32(1, 3, 5, 5), TensorType.f32(2, 3, 2, 2))))
        .hasMessageContaining("input maps that exist");
  }

  @Test
  void shapeOperationsCheckTheirAttributes() {
    TensorType x = TensorType.f32(4, 6);
    assertThat(
            new ShapeOp.Slice(List.of(1, 0), List.of(4, 6), List.of(2, 4)).infer(List.of(x)).get(0))
        .isEqualTo(TensorType.f32(2, 2));
    assertThat(
            new ShapeOp.Pad(List.of(1, 0), List.of(2, 0), List.of(1, 0))
                .infer(List.of(x, TensorType.f32()))
                .get(0))
        .isEqualTo(TensorType.f32(10, 6));
    assertThatThrownBy(() -> new ShapeOp.Transpose(List.of(0, 0)).infer(List.of(x)))
        .hasMessageContaining("each axis");
    assertThatThrownBy(() -> new ShapeOp.Reshape(Shape.of(5, 5)).infer(List.of(x)))
        .hasMessageContaining("as many elements");
    assertThatThrownBy(() -> new ShapeOp.Broadcast(Shape.of(4, 5), List.of(0, 1)).infer(List.of(x)))
        .hasMessageContaining("extent");
    assertThatThrownBy(
            () -> new ShapeOp.DynamicSlice(Shape.of(5, 1)).infer(List.of(x, TensorType.i32(2))))
        .hasMessageContaining("fits");
    assertThatThrownBy(() ->
            new Random(Shape.of(3, 4), Random.Distribution.UNIFORM)
                .infer(List.of(TensorType.i32(2), TensorType.i32(4, 2))))
        .hasMessageContaining("[rows, 2]");
  }

  @Test
  void aWindowWhollyInThePaddingIsRefused() {
    PoolGeometry dilated = new PoolGeometry(2, 2, 1, 1, 1, 1, 1, 1, 2, 2, false);
    assertThatThrownBy(() -> new PoolOp.MaxPool(dilated).infer(List.of(TensorType.f32(1, 1, 1, 1))))
        .hasMessageContaining("wholly in the padding");
    assertThat(new PoolOp.MaxPool(dilated).infer(List.of(TensorType.f32(1, 1, 3, 3))).get(0))
        .isEqualTo(TensorType.f32(1, 1, 3, 3));
  }

  @Test
  void broadcastingFollowsNumPy() {
    assertThat(Broadcasting.common(Shape.of(2, 1, 4), Shape.of(3, 1))).isEqualTo(Shape.of(2, 3, 4));
    assertThat(Broadcasting.common(Shape.SCALAR, Shape.of(5))).isEqualTo(Shape.of(5));
    assertThatThrownBy(() -> Broadcasting.common(Shape.of(2, 3), Shape.of(2)))
        .hasMessageContaining("3 and 2");
  }

  @Test
  void namesAndAttributesComeFromTheRecord() {
    Op op = new Convert(DType.I32);
    assertThat(op.name()).isEqualTo("convert");
    assertThat(op.attributes()).containsExactly(Map.entry("dtype", DType.I32));
    assertThat(
            new ConvolutionOp.ConvolutionInputGradient(ConvolutionGeometry.VALID, Shape.of(1))
                .name())
        .isEqualTo("convolutionInputGradient");
  }
}
