// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A plan is followed node by node, or refused with what does not fit. */
final class PlannedAlgorithmsTest {
  private static final Node NODE = node("layer1");

  private static Node node(String label) {
    GraphBuilder b = new GraphBuilder("step");
    b.scoped(
        label,
        () -> {
          b.output("y", b.exp(b.feed("x", TensorType.f32(2))));
          return label;
        });
    Graph graph = b.build();
    return graph.outputs().get("y").producer();
  }

  private static Plan.Kernel row(String node, String kernel, String algorithm) {
    return new Plan.Kernel("step", List.of(node), kernel, algorithm, "nchw", List.of());
  }

  private static PlannedAlgorithms planned(Plan.Kernel... rows) {
    return new PlannedAlgorithms("step", Optional.of(List.of(rows)));
  }

  @Test
  void withoutAPlanAnythingGoes() {
    PlannedAlgorithms algorithms = new PlannedAlgorithms("step", Optional.empty());
    assertThat(algorithms.of(NODE)).isEmpty();
    assertThatCode(
            () -> {
              algorithms.requireFollowed(NODE, "exp", "only");
              algorithms.requireAllUsed();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aPlanThatFitsIsHandedOutAndUsedUp() {
    PlannedAlgorithms algorithms = planned(row(NODE.toString(), "exp", "wide"));
    assertThat(algorithms.of(NODE)).contains("wide");
    algorithms.requireFollowed(NODE, "exp", "wide");
    assertThatCode(algorithms::requireAllUsed).doesNotThrowAnyException();
  }

  @Test
  void labelsAreNoPartOfANode() {
    Node same = node("elsewhere");
    assertThat(same.toString()).isNotEqualTo(NODE.toString());
    PlannedAlgorithms algorithms = planned(row(same.toString(), "exp", "wide"));
    assertThat(algorithms.of(NODE)).contains("wide");
  }

  @Test
  void copiesAreNotLookedAt() {
    PlannedAlgorithms algorithms =
        planned(row(NODE.toString(), "exp", "wide"), row("assign variable x", "copy", "only"));
    algorithms.requireFollowed(NODE, "exp", "wide");
    assertThatCode(algorithms::requireAllUsed).doesNotThrowAnyException();
  }

  @Test
  void aNodeThePlanDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> planned().requireFollowed(NODE, "exp", "wide"))
        .isInstanceOf(BackendException.class)
        .hasMessage(
            "the plan has no kernel for "
                + NODE
                + " of entry step; compile without the plan to make a new one");
  }

  @Test
  void anotherKernelOrAlgorithmIsRefused() {
    assertThatThrownBy(() ->
            planned(row(NODE.toString(), "exp", "wide")).requireFollowed(NODE, "exp", "narrow"))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("asks for kernel exp with algorithm wide")
        .hasMessageContaining("which has kernel exp with algorithm narrow");
    assertThatThrownBy(() ->
            planned(row(NODE.toString(), "tanh", "wide")).requireFollowed(NODE, "exp", "wide"))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("asks for kernel tanh");
  }

  @Test
  void rowsLeftOverAreRefused() {
    PlannedAlgorithms algorithms =
        planned(row(NODE.toString(), "exp", "wide"), row("#77 exp", "exp", "wide"));
    algorithms.requireFollowed(NODE, "exp", "wide");
    assertThatThrownBy(algorithms::requireAllUsed)
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("nodes that entry step does not have: [#77 exp]");
  }
}
