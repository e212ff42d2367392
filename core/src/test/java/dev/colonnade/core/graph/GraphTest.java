// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.ShapeException;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static final Variable WEIGHTS = new Variable("weights", TensorType.f32(3, 2));

  private static Graph step(String label) {
    GraphBuilder b = new GraphBuilder("step");
    Value x = b.feed("x", TensorType.f32(4, 3));
    Value w = b.read(WEIGHTS);
    Value y = b.scoped(label, () -> b.tanh(b.matMul(x, w)));
    b.assign(WEIGHTS, b.multiply(w, 0.5f));
    b.output("y", y);
    return b.build();
  }

  @Test
  void buildsTypedNodesInOrder() {
    Graph graph = step("layer1");
    assertThat(graph.nodes()).extracting(Node::id).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(graph.outputs().get("y").type()).isEqualTo(TensorType.f32(4, 2));
    assertThat(graph.feeds()).hasSize(1);
    assertThat(graph.variables()).containsOnlyKeys("weights");
    assertThat(graph.assignments().get("weights").producer().op())
        .isEqualTo(new BinaryOp.Multiply());
    assertThat(graph.nodes().get(3).label()).isEqualTo("layer1");
  }

  @Test
  void textNamesOperationsTypesAndLabels() {
    assertThat(step("layer1").toString())
        .contains("%2 f32[4x2] = matMul(%0, %1) {transposeA=false, transposeB=false}  // layer1")
        .contains("assign(%6) {variable=weights, type=f32[3x2]}")
        .contains("output y = %3");
    assertThat(GraphPrinter.dot(step("a \"quoted\" label")))
        .startsWith("digraph \"step\"")
        .contains("a \\\"quoted\\\" label")
        .contains("n2 -> n3");
  }

  @Test
  void fingerprintIgnoresLabelsAndSeesConstants() {
    assertThat(Program.of(step("a")).fingerprint()).isEqualTo(Program.of(step("b")).fingerprint());
    assertThat(constant(1f)).isNotEqualTo(constant(2f));
    assertThat(constant(0f)).isNotEqualTo(constant(-0f));
  }

  private static String constant(float value) {
    GraphBuilder b = new GraphBuilder("g");
    float[] many = new float[100];
    many[99] = value;
    b.output("y", b.constant(HostTensor.of(Shape.of(100), many)));
    return Program.of(b.build()).fingerprint();
  }

  @Test
  void mistakesAreReportedWhereTheyAreMade() {
    GraphBuilder b = new GraphBuilder("step");
    Value x = b.feed("x", TensorType.f32(4, 3));
    assertThatThrownBy(() -> b.scoped("layer2/full", () -> b.matMul(x, x)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("graph step, node #1 in layer2/full")
        .hasMessageContaining("matMul");
    assertThatThrownBy(() -> b.feed("x", TensorType.f32(1))).hasMessageContaining("already");
    b.assign(WEIGHTS, b.read(WEIGHTS));
    assertThatThrownBy(() -> b.assign(WEIGHTS, b.read(WEIGHTS)))
        .hasMessageContaining("assigns variable weights already");
    assertThatThrownBy(() -> b.read(new Variable("weights", TensorType.f32(1))))
        .hasMessageContaining("weights f32[3x2]");
    GraphBuilder other = new GraphBuilder("other");
    assertThatThrownBy(() -> other.tanh(x)).hasMessageContaining("belongs to another graph");
    b.build();
    assertThatThrownBy(() -> b.tanh(x)).hasMessageContaining("is built");
    assertThatThrownBy(b::build).hasMessageContaining("built already");
  }

  @Test
  void theVerifierFindsWhatABrokenPassCouldMake() {
    Node feed =
        new Node(
            0,
            new StructuralOp.Feed("x", TensorType.f32(2)),
            List.of(),
            List.of(TensorType.f32(2)),
            "");
    Node tanh =
        new Node(
            1, new UnaryOp.Tanh(), List.of(feed.result()), List.of(TensorType.f32(2)), "layer");
    Node lying =
        new Node(
            1, new UnaryOp.Tanh(), List.of(feed.result()), List.of(TensorType.f32(3)), "layer");
    Verifier.verify(new Graph("g", List.of(feed, tanh), Map.of("y", tanh.result())));
    assertThatThrownBy(() -> Verifier.verify(new Graph("g", List.of(tanh, feed), Map.of())))
        .isInstanceOf(InvalidGraphException.class)
        .hasMessageContaining("number nodes in order");
    assertThatThrownBy(() -> Verifier.verify(new Graph("g", List.of(feed, lying), Map.of())))
        .hasMessageContaining("#1 tanh (layer)")
        .hasMessageContaining("f32[3]");
    assertThatThrownBy(
            () -> Verifier.verify(new Graph("g", List.of(feed), Map.of("y", tanh.result()))))
        .hasMessageContaining("output y");
    Node early =
        new Node(0, new UnaryOp.Tanh(), List.of(feed.result()), List.of(TensorType.f32(2)), "");
    assertThatThrownBy(() -> Verifier.verify(new Graph("g", List.of(early), Map.of())))
        .hasMessageContaining("not computed before it");
  }

  @Test
  void programsShareVariablesAndRefuseConflicts() {
    GraphBuilder b = new GraphBuilder("evaluate");
    b.output("w", b.read(WEIGHTS));
    Program program = Program.of(step(""), b.build());
    assertThat(program.variables()).containsOnlyKeys("weights");
    assertThat(program.entries()).containsOnlyKeys("step", "evaluate");
    assertThatThrownBy(() -> program.entry("train"))
        .hasMessageContaining("no entry train")
        .hasMessageContaining("evaluate");
    assertThatThrownBy(() -> program.variable("bias")).hasMessageContaining("weights");
    assertThatThrownBy(() -> Program.of(step(""), step(""))).hasMessageContaining("two entries");
    GraphBuilder c = new GraphBuilder("other");
    c.output("w", c.read(new Variable("weights", TensorType.f32(1))));
    Graph conflicting = c.build();
    assertThatThrownBy(() -> Program.of(step(""), conflicting))
        .hasMessageContaining("another entry");
    assertThatThrownBy(() -> Program.of(List.of())).hasMessageContaining("at least one entry");
  }
}
