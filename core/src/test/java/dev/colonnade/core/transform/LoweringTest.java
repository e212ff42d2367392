// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.autodiff.Gradients;
import dev.colonnade.core.backend.Support;
import dev.colonnade.core.backend.UnsupportedProgramException;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.op.composite.BiasAdd;
import dev.colonnade.core.op.composite.ConvolutionBiasActivation;
import dev.colonnade.core.op.composite.FullyConnected;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoweringTest {
  private static final SupportQuery EVERYTHING = (op, types) -> Support.NATIVE;
  private static final SupportQuery PRIMITIVES =
      (op, types) -> op instanceof Composite ? Support.DECOMPOSED : Support.NATIVE;
  private static final Variable FILTER = new Variable("filter", TensorType.f32(4, 1, 3, 3));
  private static final Variable BIAS = new Variable("bias", TensorType.f32(4));

  private static Graph convolutionStep() {
    GraphBuilder b = new GraphBuilder("train");
    Value x = b.feed("x", TensorType.f32(2, 1, 8, 8));
    Value rate = b.feed("rate", TensorType.f32());
    Value filter = b.read(FILTER);
    Value bias = b.read(BIAS);
    Value product = b.convolution(x, filter, ConvolutionGeometry.VALID);
    Value biased = b.applyOne(new BiasAdd(), List.of(product, bias));
    Value y = Activation.ScaledTanh.DANNET.build(b, biased);
    Value loss = b.mean(b.multiply(y, y));
    List<Value> gradients = Gradients.of(b, loss, List.of(filter, bias));
    b.assign(FILTER, b.applyOne(new SgdStep(0), List.of(filter, gradients.get(0), rate)));
    b.assign(BIAS, b.applyOne(new SgdStep(0), List.of(bias, gradients.get(1), rate)));
    b.output("loss", loss);
    return b.build();
  }

  private static List<Object> kinds(Program program) {
    return program.entries().values().stream()
        .flatMap(entry -> entry.nodes().stream())
        .map(node -> (Object) node.op().getClass())
        .toList();
  }

  @Test
  void fusesAfterGradientsWhereClaimed() {
    Program lowered = Lowering.lower(Program.of(convolutionStep()), EVERYTHING, "test:0");
    assertThat(kinds(lowered))
        .contains(ConvolutionBiasActivation.class, SgdStep.class)
        .doesNotContain(ConvolutionOp.Convolution.class, BiasAdd.class)
        // The first layer's input needs no gradient: never computed.
        .doesNotContain(ConvolutionOp.ConvolutionInputGradient.class);
  }

  @Test
  void decomposesWhatIsNotClaimed() {
    Program lowered = Lowering.lower(Program.of(convolutionStep()), PRIMITIVES, "test:0");
    assertThat(lowered.entry("train").nodes())
        .extracting(Node::op)
        .allMatch(op -> op instanceof Primitive);
    assertThat(lowered.variables()).containsOnlyKeys("filter", "bias");
    assertThat(lowered.entry("train").outputs()).containsOnlyKeys("loss");
  }

  @Test
  void doesNotFuseWhatHasAnotherUse() {
    GraphBuilder b = new GraphBuilder("g");
    Value x = b.feed("x", TensorType.f32(2, 3));
    Value w = b.feed("w", TensorType.f32(4, 3));
    Value bias = b.feed("b", TensorType.f32(4));
    Value product = b.matMul(x, w, false, true);
    b.output("y", b.tanh(b.add(product, bias)));
    b.output("product", product);
    Program lowered = Lowering.lower(Program.of(b.build()), EVERYTHING, "test:0");
    assertThat(kinds(lowered)).contains(BiasAdd.class).doesNotContain(FullyConnected.class);
  }

  @Test
  void raisesWrittenOutLayers() {
    GraphBuilder b = new GraphBuilder("g");
    Value x = b.feed("x", TensorType.f32(2, 3));
    Value w = b.feed("w", TensorType.f32(4, 3));
    Value bias = b.feed("b", TensorType.f32(4));
    Value inner = b.multiply(b.add(b.matMul(x, w, false, true), bias), 0.6666f);
    b.output("y", b.multiply(b.tanh(inner), 1.7159f));
    Program lowered = Lowering.lower(Program.of(b.build()), EVERYTHING, "test:0");
    assertThat(lowered.entry("g").outputs().get("y").producer().op())
        .isEqualTo(new FullyConnected(Activation.ScaledTanh.DANNET));
  }

  @Test
  void removesDeadAndRepeatedCodeAndIdentities() {
    GraphBuilder b = new GraphBuilder("g");
    Value x = b.feed("x", TensorType.f32(2, 3));
    b.exp(x);
    Value one = b.add(b.tanh(x), b.tanh(x));
    Value same = b.multiply(b.transpose(b.transpose(one, 1, 0), 1, 0), 1f);
    b.output("y", b.reshape(b.reshape(same, Shape.of(6)), same.type().shape()));
    Graph lowered = Lowering.lower(Program.of(b.build()), PRIMITIVES, "test:0").entry("g");
    assertThat(lowered.nodes())
        .extracting(node -> node.op().name())
        .containsExactly("feed", "tanh", "add");
  }

  @Test
  void keepsWhatRoundingOrNanWouldSee() {
    GraphBuilder b = new GraphBuilder("g");
    Value x = b.feed("x", TensorType.f32(3));
    b.output("sum", b.add(x, b.constant(0f)));
    b.output("product", b.multiply(x, 0f));
    Graph lowered = Lowering.lower(Program.of(b.build()), PRIMITIVES, "test:0").entry("g");
    assertThat(lowered.nodes()).extracting(node -> node.op().name()).contains("add", "multiply");
  }

  @Test
  void listsEveryNodeADeviceCannotRun() {
    SupportQuery noTanh =
        (op, types) ->
            op instanceof UnaryOp.Tanh
                ? Support.unsupported("this device has no tanh")
                : Support.NATIVE;
    GraphBuilder b = new GraphBuilder("g");
    Value x = b.feed("x", TensorType.f32(3));
    Value y = b.scoped("layer1", () -> b.tanh(x));
    b.output("y", b.scoped("layer2", () -> b.tanh(y)));
    Program program = Program.of(b.build());
    assertThatThrownBy(() -> Lowering.lower(program, noTanh, "test:0"))
        .isInstanceOf(UnsupportedProgramException.class)
        .hasMessageContaining("test:0 cannot run 2 nodes")
        .hasMessageContaining("layer1")
        .hasMessageContaining("layer2")
        .hasMessageContaining("this device has no tanh");
  }
}
