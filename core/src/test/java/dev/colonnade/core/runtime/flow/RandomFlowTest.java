// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is ordered, copied, folded and overwritten, a step means what its nodes mean. */
class RandomFlowTest {
  private static final int VARIABLES = 4;

  @Property(tries = 1500)
  void twoStepsGiveWhatTheNodesSay(@ForAll long seed, @ForAll boolean inPlace) {
    check(graph(new Random(seed)), inPlace);
  }

  /** Found by the property: the second variable got the result of the whole chain. */
  @Example
  void aLinkOfAChainOfUpdatesMayBeAssignedToAnotherVariable() {
    GraphBuilder b = new GraphBuilder("step");
    List<Variable> variables = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < VARIABLES; i++) {
      variables.add(new Variable("v" + i, TensorType.i32(4)));
      values.add(b.read(variables.get(i)));
    }
    Value start = b.constant(HostTensor.of(Shape.of(1), 1));
    Value link = b.dynamicUpdateSlice(values.get(0), b.slice(values.get(1), 0, 1, 3), start);
    b.assign(variables.get(0), b.dynamicUpdateSlice(link, b.slice(values.get(0), 0, 1, 3), start));
    b.assign(variables.get(1), link);
    b.output("y", link);
    check(b.build(), true);
  }

  private static void check(Graph graph, boolean inPlace) {
    EntryFlow flow = EntryFlow.of(graph, inPlace);
    Set<Unit> folded = inPlace ? flow.fold(4) : Set.of();
    SymbolicRun run = new SymbolicRun(flow, folded, inPlace ? flow.sharing() : Map.of());
    Map<String, String> start = new HashMap<>();
    for (int i = 0; i < VARIABLES; i++) {
      start.put("v" + i, "v" + i + "@0");
    }
    Map<String, String> first = run.step(start, true);
    assertThat(first).isEqualTo(SymbolicRun.expected(graph, start));
    Map<String, String> between = new HashMap<>();
    for (int i = 0; i < VARIABLES; i++) {
      between.put("v" + i, first.get("v" + i).equals(start.get("v" + i)) ? "same" : "new" + i);
    }
    assertThat(run.step(between, false)).isEqualTo(SymbolicRun.expected(graph, between));
  }

  private static Graph graph(Random random) {
    GraphBuilder b = new GraphBuilder("step");
    List<Variable> variables = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < VARIABLES; i++) {
      variables.add(new Variable("v" + i, TensorType.i32(4)));
      values.add(b.read(variables.get(i)));
    }
    values.add(b.constant(HostTensor.of(Shape.of(4), 1, 2, 3, 4)));
    values.add(b.feed("f", TensorType.i32(4)));
    Value start = b.constant(HostTensor.of(Shape.of(1), 1));
    int nodes = 1 + random.nextInt(9);
    for (int i = 0; i < nodes; i++) {
      Value x = values.get(random.nextInt(values.size()));
      Value y = values.get(random.nextInt(values.size()));
      values.add(
          switch (random.nextInt(6)) {
            case 0 -> b.add(x, y);
            case 1 -> b.negate(x);
            case 2 -> b.reverse(x, 0);
            case 3 -> b.subtract(x, b.broadcast(b.slice(y, 0, 0, 1), Shape.of(4)));
            case 4 -> b.reshape(b.negate(b.reshape(x, Shape.of(2, 2))), Shape.of(4));
            default -> b.dynamicUpdateSlice(x, b.slice(y, 0, 1, 3), start);
          });
    }
    for (Variable variable : variables) {
      if (random.nextInt(4) > 0) {
        b.assign(variable, values.get(random.nextInt(values.size())));
      }
    }
    b.output("y", values.get(random.nextInt(values.size())));
    return b.build();
  }
}
