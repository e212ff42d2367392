// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.GridSample;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropy;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropyGradient;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Structure of gradients; their values are checked by finite differences in the conformance kit.
 */
class GradientsTest {
  @Test
  void gradientsHaveTheShapeOfWhatTheyAreTakenFor() {
    GraphBuilder b = new GraphBuilder("g");
    Value x = b.feed("x", TensorType.f32(5, 3));
    Value w = b.feed("w", TensorType.f32(3, 4));
    Value bias = b.feed("b", TensorType.f32(4));
    Value unused = b.feed("u", TensorType.f32(7));
    Value loss = b.mean(b.tanh(b.add(b.matMul(x, w), bias)));
    List<Value> gradients = Gradients.of(b, loss, List.of(w, bias, x, unused));
    assertThat(gradients)
        .extracting(Value::type)
        .containsExactly(
            TensorType.f32(3, 4), TensorType.f32(4), TensorType.f32(5, 3), TensorType.f32(7));
  }

  @Test
  void compositesUseTheirOwnGradients() {
    GraphBuilder b = new GraphBuilder("g");
    Value x = b.feed("x", TensorType.f32(2, 3));
    Value labels = b.feed("labels", TensorType.i32(2));
    Value activated = Activation.ScaledTanh.DANNET.build(b, x);
    Value loss = b.mean(b.applyOne(new SoftmaxCrossEntropy(), List.of(activated, labels)));
    Gradients.of(b, loss, List.of(x));
    assertThat(b.nodes())
        .extracting(node -> (Object) node.op().getClass())
        .contains(ScaledTanhGradient.class, SoftmaxCrossEntropyGradient.class);
  }

  @Test
  void compositesWithoutAGradientAreDifferentiatedThroughTheirDecomposition() {
    GraphBuilder b = new GraphBuilder("g");
    Value w = b.feed("w", TensorType.f32(3));
    Value rate = b.feed("rate", TensorType.f32());
    Value stepped = b.applyOne(new SgdStep(0.1f), List.of(w, w, rate));
    List<Value> gradient = Gradients.of(b, b.sum(stepped), List.of(w, rate));
    assertThat(gradient)
        .extracting(Value::type)
        .containsExactly(TensorType.f32(3), TensorType.f32());
    int first = gradient.get(0).producer().id();
    assertThat(b.nodes().get(first).op()).isInstanceOf(Primitive.class);
  }

  @Test
  void whatHasNoGradientIsNamed() {
    GraphBuilder b = new GraphBuilder("g");
    Value image = b.feed("image", TensorType.f32(1, 1, 4, 4));
    Value grid = b.feed("grid", TensorType.f32(1, 4, 4, 2));
    Value sampled = b.gridSample(image, grid, GridSample.Border.ZERO);
    Value loss = b.sum(sampled);
    assertThatThrownBy(() -> Gradients.of(b, loss, List.of(image)))
        .hasMessageContaining("gridSample")
        .hasMessageContaining("no gradient");
    assertThatThrownBy(() -> Gradients.of(b, sampled, List.of(image)))
        .hasMessageContaining("f32 scalar");
    Value indices = b.feed("indices", TensorType.i32(2));
    assertThatThrownBy(() -> Gradients.of(b, loss, List.of(indices)))
        .hasMessageContaining("not f32");
  }

  @Test
  void gradientNodesCarryTheirLayersLabel() {
    GraphBuilder b = new GraphBuilder("g");
    Value x = b.feed("x", TensorType.f32(3));
    Value y = b.scoped("layer1", () -> b.tanh(x));
    Gradients.of(b, b.sum(y), List.of(x));
    assertThat(b.nodes()).extracting(node -> node.label()).contains("layer1/gradient");
  }
}
