// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which nodes become units, what is folded, and what shares memory. */
final class EntryFlowTest {
  private final GraphBuilder b = new GraphBuilder("step");

  private EntryFlow flow() {
    return EntryFlow.of(b.build(), true);
  }

  private static Buffer buffer(EntryFlow flow, Value value) {
    return flow.buffer(value).orElseThrow();
  }

  private static List<String> operations(Iterable<Unit> units) {
    List<String> names = new ArrayList<>();
    units.forEach(unit -> names.add(unit.node().map(node -> node.op().name()).orElse("copy")));
    return names;
  }

  @Test
  void aReshapeIsItsOperandsBuffer() {
    Value x = b.feed("x", TensorType.f32(2, 3));
    Value flat = b.reshape(b.negate(x), Shape.of(6));
    b.output("y", b.exp(flat));
    EntryFlow flow = flow();
    assertThat(operations(flow.order())).containsExactly("negate", "exp", "copy");
    assertThat(buffer(flow, flat)).isSameAs(flow.order().get(0).writes().get(0));
  }

  @Test
  void whatNobodyNeedsHasNoUnitAndNoBuffer() {
    Value x = b.feed("x", TensorType.f32(2));
    Value dead = b.negate(b.feed("unused", TensorType.f32(2)));
    b.output("y", b.exp(x));
    EntryFlow flow = flow();
    assertThat(operations(flow.order())).containsExactly("exp", "copy");
    assertThat(flow.buffer(dead)).isEmpty();
    assertThat(flow.buffers()).hasSize(3);
  }

  @Test
  void buffersAreNumberedByPlaceAndWorkspacesFollow() {
    b.output("y", b.negate(b.feed("x", TensorType.f32(2))));
    EntryFlow flow = flow();
    Buffer workspace = flow.workspace(flow.order().get(0), DType.I32, 1L << 40);
    assertThat(flow.buffers()).last().isSameAs(workspace);
    assertThat(workspace.count()).isEqualTo(1L << 40);
    assertThat(flow.buffers()).extracting(Buffer::number).containsExactly(0, 1, 2, 3);
  }

  @Test
  void anElementwiseUnitReadsABroadcastThroughStrides() {
    Value x = b.feed("x", TensorType.f32(2, 3));
    Value bias = b.feed("bias", TensorType.f32(3));
    Value wide = b.broadcast(bias, Shape.of(2, 3));
    b.output("y", b.add(x, wide));
    EntryFlow flow = flow();
    Unit add = flow.order().get(0);
    assertThat(operations(flow.order())).containsExactly("add", "copy");
    assertThat(flow.buffer(wide)).isEmpty();
    assertThat(add.reads()).containsExactly(buffer(flow, x), buffer(flow, bias));
    assertThat(flow.view(add, 0).isDense()).isTrue();
    assertThat(flow.view(add, 1).strides()).containsExactly(0L, 1L);
    assertThatThrownBy(() -> flow.view(flow.order().get(1), 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("output y has no node");
  }

  @Test
  void aBroadcastForAnotherKernelIsWrittenOut() {
    Value bias = b.feed("bias", TensorType.f32(3));
    Value wide = b.broadcast(bias, Shape.of(2, 3));
    b.output("y", b.add(b.reverse(wide, 0), wide));
    EntryFlow flow = flow();
    assertThat(operations(flow.order())).containsExactly("broadcast", "reverse", "add", "copy");
    assertThat(flow.order().get(2).reads().get(1)).isSameAs(buffer(flow, bias));
  }

  @Test
  void whatDependsOnConstantsAloneIsFoldedUpToASize() {
    Value small = b.constant(HostTensor.of(Shape.of(2), 1f, 2f));
    Value chain = b.exp(b.negate(small));
    Value large = b.reverse(b.constant(HostTensor.zeros(TensorType.f32(3))), 0);
    Value behindLarge = b.slice(large, 0, 0, 2);
    Value x = b.feed("x", TensorType.f32(2));
    b.output("y", b.add(b.add(chain, behindLarge), x));
    EntryFlow flow = flow();
    Set<Unit> folded = flow.fold(2);
    assertThat(operations(folded)).containsExactlyInAnyOrder("negate", "exp");
    assertThat(buffer(flow, chain).home()).isEqualTo(new Buffer.Home.Folded());
    assertThat(buffer(flow, large).isScratch()).isTrue();
    SymbolicRun run = new SymbolicRun(flow, folded, flow.sharing());
    Map<String, String> expected = SymbolicRun.expected(flow.graph(), Map.of());
    assertThat(run.step(Map.of(), true)).isEqualTo(expected);
    assertThat(run.step(Map.of(), false)).isEqualTo(expected);
  }

  @Test
  void variablesFeedsAndCopiesAreNotFolded() {
    Variable v = new Variable("v", TensorType.f32(2));
    b.assign(v, b.constant(HostTensor.of(Shape.of(2), 1f, 2f)));
    b.output("y", b.negate(b.read(v)));
    b.output("z", b.exp(b.feed("x", TensorType.f32(2))));
    EntryFlow flow = flow();
    assertThat(flow.fold(100)).isEmpty();
  }

  @Test
  void aChainLiesWhereItsFirstResultLies() {
    Value first = b.reverse(b.feed("x", TensorType.f32(4)), 0);
    Value second = b.negate(first);
    Value third = b.exp(second);
    b.output("y", third);
    EntryFlow flow = flow();
    Buffer owner = buffer(flow, first);
    assertThat(flow.sharing())
        .containsOnly(
            Map.entry(buffer(flow, second), owner), Map.entry(buffer(flow, third), owner));
  }

  @Test
  void anOperandThatIsReadLaterKeepsItsPlace() {
    Value first = b.reverse(b.feed("x", TensorType.f32(4)), 0);
    Value second = b.negate(first);
    b.output("y", b.reverse(second, 0));
    b.output("z", b.reverse(first, 0));
    assertThat(flow().sharing()).isEmpty();
  }

  @Test
  void feedsConstantsAndVariablesAreNotOverwritten() {
    Variable v = new Variable("v", TensorType.f32(2));
    b.output("x", b.negate(b.feed("x", TensorType.f32(2))));
    b.output("c", b.negate(b.constant(HostTensor.of(Shape.of(2), 1f, 2f))));
    b.output("v", b.negate(b.read(v)));
    assertThat(flow().sharing()).isEmpty();
  }

  @Test
  void aSmallerOperandOrAnotherSizeOfElementIsNotOverwritten() {
    Value row = b.reverse(b.feed("row", TensorType.f32(3)), 0);
    Value sum = b.add(b.feed("x", TensorType.f32(2, 3)), row);
    b.output("y", sum);
    b.output("bytes", b.convert(b.reverse(b.feed("z", TensorType.f32(4)), 0), DType.U8));
    assertThat(flow().sharing()).isEmpty();
  }

  @Test
  void whetherTwoTypesShareIsTheBackendsChoice() {
    Value integers = b.reverse(b.feed("x", TensorType.i32(4)), 0);
    Value floats = b.convert(integers, DType.F32);
    b.output("y", floats);
    EntryFlow flow = flow();
    assertThat(flow.sharing()).containsOnlyKeys(buffer(flow, floats));
    assertThat(flow.sharing((a, other) -> a == other)).isEmpty();
  }

  @Test
  void ofTwoDyingOperandsTheFirstThatFitsIsTaken() {
    Value integers = b.reverse(b.feed("x", TensorType.i32(4)), 0);
    Value condition = b.convert(integers, DType.BOOL);
    Value left = b.reverse(b.feed("a", TensorType.f32(4)), 0);
    Value right = b.reverse(b.feed("b", TensorType.f32(4)), 0);
    Value chosen = b.select(condition, left, right);
    b.output("y", chosen);
    EntryFlow flow = flow();
    assertThat(flow.sharing()).containsOnly(Map.entry(buffer(flow, chosen), buffer(flow, left)));
  }
}
