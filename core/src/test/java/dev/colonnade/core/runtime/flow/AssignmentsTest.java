// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Reads see the step's start; what is written in place, and what is copied. */
final class AssignmentsTest {
  private static final Variable X = new Variable("x", TensorType.i32(2, 2));
  private static final Variable Y = new Variable("y", TensorType.i32(2, 2));
  private static final Variable Z = new Variable("z", TensorType.i32(2, 2));
  private static final Map<String, String> START = Map.of("x", "x0", "y", "y0", "z", "z0");

  /** The flow with variables written in place; both flows are run and must give the same. */
  private static EntryFlow checked(Consumer<GraphBuilder> body) {
    GraphBuilder builder = new GraphBuilder("step");
    body.accept(builder);
    Graph graph = builder.build();
    EntryFlow inPlace = EntryFlow.of(graph, true);
    EntryFlow apart = EntryFlow.of(graph, false);
    assertThat(new SymbolicRun(inPlace, Set.of(), inPlace.sharing()).step(START, true))
        .isEqualTo(SymbolicRun.expected(graph, START));
    assertThat(new SymbolicRun(apart, Set.of(), Map.of()).step(START, true))
        .isEqualTo(SymbolicRun.expected(graph, START));
    return inPlace;
  }

  private static List<String> copies(EntryFlow flow) {
    return flow.order().stream().filter(unit -> unit.node().isEmpty()).map(Unit::name).toList();
  }

  private static List<String> operations(EntryFlow flow) {
    return flow.order().stream()
        .map(unit -> unit.node().map(node -> node.op().name()).orElse("copy"))
        .toList();
  }

  private static Value update(GraphBuilder b, Value x, Value part, int row, int column) {
    return b.dynamicUpdateSlice(x, part, b.constant(HostTensor.of(Shape.of(2), row, column)));
  }

  @Test
  void twoVariablesSwapByWayOfSavedValues() {
    EntryFlow flow =
        checked(b -> {
          b.assign(X, b.read(Y));
          b.assign(Y, b.read(X));
        });
    assertThat(copies(flow))
        .containsExactly(
            "save variable y", "save variable x", "assign variable x", "assign variable y");
  }

  @Test
  void aVariableThatTakesAnotherWhichStaysIsCopiedOnce() {
    assertThat(copies(checked(b -> b.assign(X, b.read(Y))))).containsExactly("assign variable x");
  }

  @Test
  void aVariableThatKeepsItsValueTakesNoUnit() {
    assertThat(checked(b -> b.assign(X, b.read(X))).order()).isEmpty();
  }

  @Test
  void threeVariablesRotateWhileOneChanges() {
    EntryFlow flow =
        checked(b -> {
          b.assign(X, b.read(Y));
          b.assign(Y, b.read(Z));
          b.assign(Z, b.negate(b.read(X)));
        });
    assertThat(copies(flow)).contains("save variable y", "save variable z");
  }

  @Test
  void theWriterInPlaceComesAfterAllOtherReaders() {
    EntryFlow flow =
        checked(b -> {
          Value next = b.negate(b.read(X));
          b.assign(X, next);
          b.output("transposed", b.transpose(b.read(X), 1, 0));
          b.output("reversed", b.reverse(b.read(X), 0));
          b.output("old", b.read(X));
        });
    assertThat(copies(flow)).allMatch(name -> name.startsWith("output"));
    List<Unit> readers =
        flow.order().stream()
            .filter(unit -> unit.reads().get(0).name().equals("variable x"))
            .toList();
    assertThat(readers).hasSize(4);
    Unit writer = readers.get(3);
    assertThat(writer.node().orElseThrow().op().name()).isEqualTo("negate");
    assertThat(writer.writes().get(0).home()).isEqualTo(new Buffer.Home.Variable("x"));
  }

  @Test
  void aWriterInPlaceMayReadTheOldValueTwice() {
    EntryFlow flow = checked(b -> b.assign(X, b.add(b.read(X), b.read(X))));
    assertThat(operations(flow)).containsExactly("add");
  }

  @Test
  void aReaderOfOldAndNewForcesACopyAtTheEnd() {
    EntryFlow flow =
        checked(b -> {
          Value next = b.negate(b.read(X));
          b.assign(X, next);
          b.assign(Y, b.subtract(b.reverse(next, 0), b.read(X)));
        });
    assertThat(copies(flow)).containsExactly("assign variable x");
    assertThat(operations(flow)).endsWith("copy");
  }

  @Test
  void aKernelThatReadsOtherElementsDoesNotOverwrite() {
    EntryFlow flow = checked(b -> b.assign(X, b.reverse(b.read(X), 0)));
    assertThat(operations(flow)).containsExactly("reverse", "copy");
  }

  @Test
  void anOperandThatIsRepeatedIsNotOverwritten() {
    Variable row = new Variable("row", TensorType.i32(1, 2));
    GraphBuilder b = new GraphBuilder("step");
    Value sum = b.add(b.read(X), b.read(row));
    b.assign(X, sum);
    b.assign(row, b.slice(sum, 0, 0, 1));
    Graph graph = b.build();
    EntryFlow flow = EntryFlow.of(graph, true);
    Map<String, String> start = Map.of("x", "x0", "row", "row0");
    assertThat(new SymbolicRun(flow, Set.of(), Map.of()).step(start, true))
        .isEqualTo(SymbolicRun.expected(graph, start));
    assertThat(operations(flow)).containsExactly("add", "slice");
  }

  @Test
  void oneOfTwoVariablesThatTakeOneValueIsWrittenInPlace() {
    EntryFlow flow =
        checked(b -> {
          Value sum = b.add(b.read(X), b.read(Y));
          b.assign(X, sum);
          b.assign(Y, sum);
        });
    assertThat(copies(flow)).hasSize(1).allMatch(name -> name.startsWith("assign variable"));
  }

  @Test
  void aFeedIsCopiedIntoItsVariable() {
    EntryFlow flow = checked(b -> b.assign(X, b.feed("given", X.type())));
    assertThat(copies(flow)).containsExactly("assign variable x");
  }

  @Test
  void aChainOfPartialUpdatesRunsInTheVariable() {
    EntryFlow flow =
        checked(b -> {
          Value one = b.constant(HostTensor.of(Shape.of(1, 1), 7));
          Value first = update(b, b.read(X), one, 0, 0);
          Value second = update(b, first, one, 1, 0);
          b.assign(X, update(b, second, one, 1, 1));
        });
    assertThat(flow.order())
        .hasSize(3)
        .allMatch(unit ->
            unit.writes().get(0).home().equals(new Buffer.Home.Variable("x"))
                && unit.node().orElseThrow().op() instanceof ShapeOp.DynamicUpdateSlice);
  }

  @Test
  void readersOfEachLinkOfAChainComeBeforeTheNextLink() {
    EntryFlow flow =
        checked(b -> {
          Value old = b.read(X);
          Value first = update(b, old, b.slice(b.negate(old), 0, 0, 1), 1, 0);
          Value second = update(b, first, b.constant(HostTensor.of(Shape.of(1, 1), 7)), 0, 1);
          b.assign(X, second);
          b.output("old", b.reverse(old, 0));
          b.output("middle", b.reverse(first, 0));
        });
    assertThat(copies(flow)).containsExactlyInAnyOrder("output old", "output middle");
  }

  @Test
  void anUpdateOfAPartOfItselfThatIsReadBehindItIsCopied() {
    EntryFlow flow =
        checked(b -> {
          Value old = b.read(X);
          Value first = update(b, old, b.constant(HostTensor.of(Shape.of(1, 1), 7)), 0, 0);
          // Wants the old value after the first update has been made.
          Value both = b.add(b.slice(first, 0, 0, 1), b.slice(old, 0, 1, 2));
          b.assign(X, update(b, first, b.add(both, b.slice(b.add(first, old), 0, 0, 1)), 1, 0));
        });
    assertThat(copies(flow)).containsExactly("assign variable x");
  }

  @Test
  void withoutInPlaceNoUnitOfANodeWritesAVariable() {
    GraphBuilder b = new GraphBuilder("step");
    b.assign(X, b.negate(b.read(X)));
    Graph graph = b.build();
    assertThat(graph.nodes()).anyMatch(node -> node.op() instanceof StructuralOp.Assign);
    assertThat(operations(EntryFlow.of(graph, false))).containsExactly("negate", "copy");
    assertThat(operations(EntryFlow.of(graph, true))).containsExactly("negate");
  }
}
