// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.autodiff.Gradients;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.composite.BiasAdd;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropy;
import dev.colonnade.core.runtime.flow.EntryFlow;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.core.transform.Lowering;
import dev.colonnade.cuda.compile.KernelChoice;
import dev.colonnade.cuda.kernel.KernelSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes one kernel, and what must not. */
class ElementwiseFusionTest {
  private static final TensorType MATRIX = TensorType.f32(4, 6);

  private static List<String> names(Graph graph) {
    return graph.nodes().stream().map(node -> node.op().name()).toList();
  }

  private static List<FusedElementwise> fused(Graph graph) {
    return graph.nodes().stream()
        .map(Node::op)
        .filter(FusedElementwise.class::isInstance)
        .map(FusedElementwise.class::cast)
        .toList();
  }

  @Test
  void aChainBecomesOneOperationWithItsConstantsAndBroadcastsInside() {
    GraphBuilder b = new GraphBuilder("run");
    Value x = b.feed("x", MATRIX);
    Value row = b.feed("row", TensorType.f32(6));
    Value y = b.tanh(b.multiply(b.add(x, b.broadcast(row, x.type().shape())), 0.5f));
    b.output("y", y);
    Graph graph = ElementwiseFusion.run(b.build());
    assertThat(names(graph)).containsExactlyInAnyOrder("feed", "feed", "fusedElementwise");
    FusedElementwise one = fused(graph).getFirst();
    assertThat(one.operations()).containsExactly("add", "multiply", "tanh");
    assertThat(one.overwrites(0)).isTrue();
    assertThat(one.overwrites(1)).as("the row is read by every row of the result").isFalse();
    ElementwiseProgram program =
        ElementwiseProgram.of(one, List.of(MATRIX, TensorType.f32(6))).orElseThrow();
    assertThat(program.loads()).hasSize(2);
    assertThat(program.constants())
        .containsExactly(new ElementwiseProgram.Definition.Constant(Float.floatToRawIntBits(0.5f)));
    assertThat(program.calls())
        .extracting(ElementwiseProgram.Definition.Call::function)
        .containsExactly("addF32", "multiplyF32", "tanhF32");
  }

  @Test
  void whatIsUsedOutsideIsAResultToo() {
    GraphBuilder b = new GraphBuilder("run");
    Value x = b.feed("x", MATRIX);
    Value first = b.exp(x);
    Value second = b.negate(first);
    b.output("sum", b.sum(first));
    b.output("second", second);
    Graph graph = ElementwiseFusion.run(b.build());
    assertThat(fused(graph)).singleElement().extracting(op -> op.results().size()).isEqualTo(2);
    assertThat(graph.outputs().keySet()).containsExactly("sum", "second");
  }

  /** A softmax: the sum lies between, so that the quotient cannot share a kernel with the power. */
  @Test
  void whatWaitsForSomethingBetweenIsNotFused() {
    GraphBuilder b = new GraphBuilder("run");
    Value power = b.exp(b.negate(b.feed("x", MATRIX)));
    Value sum = b.reduceSum(power, 1);
    b.output("y", b.divide(power, b.broadcast(sum, MATRIX.shape(), 0)));
    Graph graph = ElementwiseFusion.run(b.build());
    assertThat(fused(graph))
        .singleElement()
        .satisfies(one -> assertThat(one.operations()).containsExactly("negate", "exp"));
    assertThat(names(graph)).contains("divide", "reduceSum");
  }

  @Test
  void whatDependsOnConstantsAloneStaysToBeComputedOnce() {
    GraphBuilder b = new GraphBuilder("run");
    Value table = b.constant(HostTensor.of(Shape.of(3), 1f, 2f, 3f));
    Value fixed = b.exp(b.negate(table));
    b.output("y", b.add(b.multiply(b.feed("x", TensorType.f32(3)), fixed), fixed));
    Graph graph = ElementwiseFusion.run(b.build());
    assertThat(names(graph)).contains("negate", "exp");
    assertThat(fused(graph))
        .singleElement()
        .satisfies(one -> assertThat(one.operations()).containsExactly("multiply", "add"));
  }

  @Test
  void aChainThatNoKernelHoldsIsCut() {
    GraphBuilder b = new GraphBuilder("run");
    Value x = b.feed("x", MATRIX);
    for (int i = 0; i < 60; i++) {
      x = b.add(b.tanh(x), b.feed("x" + i, MATRIX));
    }
    b.output("y", x);
    Graph graph = ElementwiseFusion.run(b.build());
    assertThat(fused(graph)).hasSizeGreaterThan(60 / ElementwiseProgram.MOST_LOADS);
    assertThat(fused(graph).stream().mapToInt(one -> one.operations().size()).sum()).isEqualTo(120);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof FusedElementwise one) {
        assertThat(ElementwiseProgram.of(one, node.operandTypes())).isPresent();
      }
    }
  }

  /** Three layers, the hidden ones rectified and thinned out by masks; weights with momentum. */
  private static Graph training(boolean momentum) {
    GraphBuilder b = new GraphBuilder("train");
    int[] widths = {12, 10, 8, 5};
    Value x = b.feed("x", TensorType.f32(7, widths[0]));
    Value key = b.feed("key", TensorType.i32(2));
    List<Variable> variables = new ArrayList<>();
    for (int layer = 0; layer < 3; layer++) {
      Variable weights =
          new Variable("w" + layer, TensorType.f32(widths[layer + 1], widths[layer]));
      Variable bias = new Variable("b" + layer, TensorType.f32(widths[layer + 1]));
      variables.add(weights);
      variables.add(bias);
      x =
          b.applyOne(
              new BiasAdd(), List.of(b.matMul(x, b.read(weights), false, true), b.read(bias)));
      if (layer < 2) {
        Value noise =
            b.randomUniform(key, b.feed("counter" + layer, TensorType.i32(2)), x.type().shape());
        Value mask = b.compare(Compare.Relation.LESS, noise, b.constant(0.5f));
        x = b.multiply(b.select(mask, b.maximum(x, b.constant(0f)), b.constant(0f)), 2f);
      }
    }
    Value labels = b.feed("labels", TensorType.i32(7));
    Value loss = b.mean(b.applyOne(new SoftmaxCrossEntropy(), List.of(x, labels)));
    Value rate = b.feed("rate", TensorType.f32());
    List<Value> gradients = Gradients.of(b, loss, variables.stream().map(b::read).toList());
    for (int i = 0; i < gradients.size(); i++) {
      Variable variable = variables.get(i);
      if (momentum) {
        Variable velocity = new Variable("v" + i, variable.type());
        List<Value> stepped =
            b.apply(
                new MomentumStep(0.9f, 0.0005f),
                List.of(b.read(variable), b.read(velocity), gradients.get(i), rate));
        b.assign(variable, stepped.get(0));
        b.assign(velocity, stepped.get(1));
      } else {
        b.assign(
            variable,
            b.applyOne(new SgdStep(0.0005f), List.of(b.read(variable), gradients.get(i), rate)));
      }
    }
    b.output("loss", loss);
    return Lowering.lower(Program.of(b.build()), KernelSet::support, "cuda:0")
        .entries()
        .get("train");
  }

  private static int launches(Graph graph) {
    return EntryFlow.of(graph, true).order().size();
  }

  @Test
  void aTrainingStepWithMomentumTakesFarFewerLaunches() {
    Graph lowered = training(true);
    Graph prepared = KernelChoice.SEPARATE.prepare(lowered);
    assertThat(names(lowered)).filteredOn("momentumStep"::equals).hasSize(6);
    assertThat(names(prepared)).filteredOn("steppedTensors"::equals).hasSize(1);
    assertThat(names(prepared)).doesNotContain("momentumStep", "select", "maximum", "compare");
    assertThat(launches(lowered)).isEqualTo(41);
    assertThat(launches(prepared)).isEqualTo(24);
  }

  @Test
  void plainStepsAreGroupedToo() {
    Graph prepared = KernelChoice.SEPARATE.prepare(training(false));
    assertThat(prepared.nodes())
        .extracting(Node::op)
        .contains(new SteppedTensors(new SgdStep(0.0005f), 6))
        .doesNotHaveAnyElementsOfTypes(SgdStep.class);
  }

  /** A new weight that something else reads, and one that is assigned elsewhere, are left alone. */
  @Test
  void stepsThatAreReadOrGoElsewhereAreNotGrouped() {
    GraphBuilder b = new GraphBuilder("train");
    Variable one = new Variable("one", TensorType.f32(3));
    Variable two = new Variable("two", TensorType.f32(3));
    Variable three = new Variable("three", TensorType.f32(3));
    Value rate = b.feed("rate", TensorType.f32());
    Value gradient = b.feed("gradient", TensorType.f32(3));
    SgdStep step = new SgdStep(0);
    Value first = b.applyOne(step, List.of(b.read(one), gradient, rate));
    b.assign(two, first);
    Value second = b.applyOne(step, List.of(b.read(two), gradient, rate));
    b.assign(one, second);
    Value third = b.applyOne(step, List.of(b.read(three), gradient, rate));
    b.assign(three, third);
    b.output("third", third);
    assertThat(StepGrouping.run(b.build()).nodes())
        .extracting(Node::op)
        .doesNotHaveAnyElementsOfTypes(SteppedTensors.class);
  }
}
