// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op.composite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.autodiff.Gradients;
import dev.colonnade.core.backend.Support;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.op.ShapeException;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.core.transform.Lowering;
import dev.colonnade.core.transform.SupportQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ElasticDistortionTest {
  private static final List<TensorType> OPERANDS =
      List.of(
          TensorType.f32(5, 2, 9, 8),
          TensorType.f32(5, 6),
          TensorType.i32(2),
          TensorType.i32(5, 2),
          TensorType.f32(5),
          TensorType.f32(4));

  private static Graph distort(GridSample.Border border) {
    GraphBuilder builder = new GraphBuilder("distort");
    List<Value> operands = new ArrayList<>();
    for (TensorType type : OPERANDS) {
      operands.add(builder.feed("operand" + operands.size(), type));
    }
    builder.output("y", builder.applyOne(new ElasticDistortion(border), operands));
    return builder.build();
  }

  private static List<String> lowered(SupportQuery support) {
    Program program = Program.of(distort(GridSample.Border.ZERO));
    return Lowering.lower(program, support, "test:0").entry("distort").nodes().stream()
        .map(node -> node.op().name())
        .toList();
  }

  @Test
  void aBackendClaimsItWholeOrInParts() {
    assertThat(lowered((op, types) -> Support.NATIVE)).endsWith("elasticDistortion").hasSize(7);
    SupportQuery fields =
        (op, types) ->
            op instanceof Primitive || op instanceof DisplacementField
                ? Support.NATIVE
                : Support.DECOMPOSED;
    assertThat(lowered(fields))
        .contains("displacementField", "cosine", "gridSample")
        .doesNotContain("elasticDistortion", "affineGrid", "random");
    SupportQuery primitives =
        (op, types) -> op instanceof Composite ? Support.DECOMPOSED : Support.NATIVE;
    assertThat(lowered(primitives)).contains("random", "matMul", "gridSample");
  }

  @Test
  void printsItsBorderAndIsToldApartByIt() {
    assertThat(distort(GridSample.Border.REPLICATE).toString())
        .contains("f32[5x2x9x8] = elasticDistortion(%0, %1, %2, %3, %4, %5) {border=REPLICATE}");
    assertThat(Program.of(distort(GridSample.Border.ZERO)).fingerprint())
        .isEqualTo(Program.of(distort(GridSample.Border.ZERO)).fingerprint())
        .isNotEqualTo(Program.of(distort(GridSample.Border.REPLICATE)).fingerprint());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5x9x8, F32, operand 0 of rank 4",
    "1, 5x5, F32, 'operand 1 of shape [5x6]'",
    "1, 4x6, F32, 'operand 1 of shape [5x6]'",
    "2, 3, I32, 'operand 2 of shape [2]'",
    "2, 2, F32, operand 2 of type I32",
    "3, 2, I32, 'operand 3 of shape [5x2]'",
    "4, 1, F32, 'operand 4 of shape [5]'",
    "5, 4x4, F32, operand 5 of rank 1",
  })
  void wrongOperandsAreNamed(int operand, String shape, DType dtype, String message) {
    List<TensorType> operands = new ArrayList<>(OPERANDS);
    int[] dimensions = Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
    operands.set(operand, new TensorType(dtype, Shape.of(dimensions)));
    assertThatThrownBy(() -> new ElasticDistortion(GridSample.Border.ZERO).infer(operands))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("elasticDistortion {border=ZERO}")
        .hasMessageContaining(message);
  }

  @Test
  void gridsAndFieldsHaveAtLeastOnePixel() {
    assertThatThrownBy(() -> new AffineGrid(0, 3)).hasMessageContaining("not 0 x 3");
    assertThatThrownBy(() -> new DisplacementField(2, -1)).hasMessageContaining("not 2 x -1");
  }

  @Test
  void samplingHasNoGradient() {
    GraphBuilder builder = new GraphBuilder("loss");
    List<Value> operands = new ArrayList<>();
    for (TensorType type : OPERANDS) {
      operands.add(builder.feed("operand" + operands.size(), type));
    }
    Value y = builder.applyOne(new ElasticDistortion(GridSample.Border.ZERO), operands);
    Value loss = builder.mean(y);
    assertThatThrownBy(() -> Gradients.of(builder, loss, operands.subList(4, 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gridSample");
  }

  @Test
  void everyNodeOfTheDecompositionIsTyped() {
    GraphBuilder builder = new GraphBuilder("parts");
    List<Value> operands = new ArrayList<>();
    for (TensorType type : OPERANDS) {
      operands.add(builder.feed("operand" + operands.size(), type));
    }
    Composite whole = new ElasticDistortion(GridSample.Border.ZERO);
    assertThat(whole.decompose(builder, operands))
        .extracting(Value::type)
        .isEqualTo(whole.infer(OPERANDS));
    assertThat(builder.nodes())
        .extracting(Node::op)
        .filteredOn(Composite.class::isInstance)
        .containsExactly(new AffineGrid(9, 8), new DisplacementField(9, 8));
  }
}
