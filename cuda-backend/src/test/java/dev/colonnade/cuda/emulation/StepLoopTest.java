// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.autodiff.Gradients;
import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.BackendProvider;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cuda.device.CudaDevice;
import dev.colonnade.cuda.execute.StepLoop;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Which way steps run is measured, kept in the plan, followed from a plan, and makes no difference.
 */
class StepLoopTest {
  private static final Variable W = new Variable("w", TensorType.f32(3, 5));

  private EmulatedMachine machine;

  @BeforeEach
  void findMachine() {
    Assumptions.assumeTrue(EmulatedMachine.find().isPresent(), EmulatedMachine.missing());
    machine = EmulatedMachine.find().orElseThrow();
  }

  private static Program regression() {
    GraphBuilder b = new GraphBuilder("train");
    var x = b.feed("x", TensorType.f32(4, 3));
    var error = b.subtract(b.tanh(b.matMul(x, b.read(W))), b.feed("y", TensorType.f32(4, 5)));
    var loss = b.mean(b.multiply(error, error));
    var gradient = Gradients.of(b, loss, List.of(b.read(W))).getFirst();
    b.assign(W, b.subtract(b.read(W), b.multiply(gradient, 0.5f)));
    b.output("loss", loss);
    return Program.of(b.build());
  }

  private static Feeds feeds(int steps) {
    HostTensor x = HostTensor.zeros(TensorType.f32(4, 3).stacked(steps));
    HostTensor y = HostTensor.zeros(TensorType.f32(4, 5));
    for (int i = 0; i < x.type().elementCount(); i++) {
      x.set(i, (float) Math.sin(i));
    }
    for (int i = 0; i < y.type().elementCount(); i++) {
      y.set(i, (float) Math.cos(i) / 2);
    }
    return new Feeds().stacked("x", x).constant("y", y);
  }

  private static Plan.Kernel loop(Executable executable) {
    return executable.plan().kernels().stream()
        .filter(kernel -> kernel.kernel().equals("step_loop"))
        .findFirst()
        .orElseThrow();
  }

  private static HostTensor[] train(CudaDevice device, Optional<Plan> plan, int steps) {
    try (Session session = device.open()) {
      CompileOptions options = CompileOptions.DEFAULT;
      Executable executable =
          session.compile(regression(), plan.map(options::withPlan).orElse(options));
      State state = executable.newState();
      HostTensor start = HostTensor.of(Shape.of(3, 5), new float[15]);
      for (int i = 0; i < 15; i++) {
        start.set(i, i / 15f - 0.5f);
      }
      state.write(W, start);
      HostTensor losses =
          executable.submit(state, "train", feeds(steps), steps).await().get("loss");
      return new HostTensor[] {losses, state.read(W)};
    }
  }

  @Test
  void theFastestWayIsMeasuredAndTheOthersListedWithTheirTimes() {
    try (Session session = machine.device(0).open()) {
      Plan.Kernel row = loop(session.compile(regression(), CompileOptions.DEFAULT));
      String ways =
          "recorded graph|persistent kernel of \\d blocks|thread-block cluster of (8|16) blocks";
      assertThat(row.algorithm()).matches(ways);
      assertThat(row.alternatives())
          .hasSize(3)
          .allSatisfy(other -> {
            assertThat(other.algorithm()).matches(ways).isNotEqualTo(row.algorithm());
            assertThat(other.nanos()).isPositive();
          });
      assertThat(row.alternatives())
          .extracting(Plan.Alternative::algorithm)
          .doesNotHaveDuplicates();
      assertThat(session.bytesInUse()).isPositive();
    }
  }

  @Test
  void clustersAreRuledOutWithTheReasonWhereThereAreNone() {
    Plan.Kernel tooOld = measured(machine.device(1), "thread-block cluster");
    assertThat(tooOld.alternatives())
        .filteredOn(other -> other.algorithm().startsWith("thread-block cluster"))
        .singleElement()
        .satisfies(other -> {
          assertThat(other.nanos()).isNegative();
          assertThat(other.reason()).contains("8.0 has no thread-block clusters");
        });
    machine.mostCluster(0);
    try {
      Plan.Kernel full = measured(machine.device(0), "thread-block cluster");
      assertThat(full.alternatives())
          .filteredOn(other -> other.algorithm().startsWith("thread-block cluster"))
          .singleElement()
          .satisfies(other -> assertThat(other.reason()).contains("no room for a cluster"));
      Session session = machine.device(StepLoop.CLUSTER).open();
      Executable executable = session.compile(regression(), CompileOptions.DEFAULT);
      assertThatThrownBy(executable::newState)
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("no room for a cluster");
      session.close();
    } finally {
      machine.mostCluster(16);
    }
  }

  @Test
  void aLoopThatFailsIsNoneAndThePlanSaysWhy() {
    machine.refuseClusters(true);
    try {
      assertThat(measured(machine.device(0), "thread-block cluster").alternatives())
          .filteredOn(other -> other.algorithm().startsWith("thread-block cluster"))
          .isNotEmpty()
          .allSatisfy(other -> {
            assertThat(other.nanos()).isNegative();
            assertThat(other.reason()).startsWith("it failed: ").contains("912");
          });
    } finally {
      machine.refuseClusters(false);
    }
  }

  @Test
  void partsCanBeLeftOut() {
    System.setProperty(
        BackendProvider.WITHOUT, "cuda/persistent,cuda/cluster,cuda/fused-elementwise");
    try (Session session = machine.device(0).open()) {
      Plan plan = session.compile(regression(), CompileOptions.DEFAULT).plan();
      assertThat(plan.kernels())
          .extracting(Plan.Kernel::kernel)
          .doesNotContain("fused_elementwise");
      assertThat(
              plan.kernels().stream()
                  .filter(row -> row.kernel().equals("step_loop"))
                  .flatMap(row -> row.alternatives().stream()))
          .extracting(Plan.Alternative::reason)
          .containsExactly(
              "left out by colonnade.without=cuda/persistent",
              "left out by colonnade.without=cuda/cluster");
    } finally {
      System.clearProperty(BackendProvider.WITHOUT);
    }
    try (Session session = machine.device(0).open()) {
      assertThat(session.compile(regression(), CompileOptions.DEFAULT).plan().kernels())
          .extracting(Plan.Kernel::kernel)
          .contains("fused_elementwise");
    }
  }

  @Test
  void aPartCanBeTakenAlone() {
    for (String part : List.of("persistent", "cluster", "none")) {
      System.setProperty(BackendProvider.ONLY, "cuda/" + part);
      try (Session session = machine.device(0).open()) {
        Plan.Kernel row = loop(session.compile(regression(), CompileOptions.DEFAULT));
        assertThat(row.algorithm())
            .startsWith(
                switch (part) {
                  case "persistent" -> "persistent kernel";
                  case "cluster" -> "thread-block cluster";
                  default -> "recorded graph";
                });
        assertThat(row.alternatives())
            .extracting(Plan.Alternative::reason)
            .contains("left out by colonnade.only=cuda/" + part);
      } finally {
        System.clearProperty(BackendProvider.ONLY);
      }
    }
  }

  private static Plan.Kernel measured(CudaDevice device, String absent) {
    try (Session session = device.open()) {
      Plan.Kernel row = loop(session.compile(regression(), CompileOptions.DEFAULT));
      assertThat(row.algorithm()).doesNotStartWith(absent);
      return row;
    }
  }

  @Test
  void aClusterIsLaunchedAsOne() {
    int before = machine.clusterLaunches();
    train(machine.device(StepLoop.PERSISTENT), Optional.empty(), 5);
    assertThat(machine.clusterLaunches()).isEqualTo(before);
    train(machine.device(StepLoop.CLUSTER), Optional.empty(), 5);
    assertThat(machine.clusterLaunches()).isEqualTo(before + 1);
    assertThat(machine.clusterBlocks()).isEqualTo(16);
  }

  @Test
  void aPlanIsFollowedWithoutMeasuring() {
    for (StepLoop wanted : List.of(StepLoop.GRAPH, StepLoop.PERSISTENT, StepLoop.CLUSTER)) {
      Plan plan;
      try (Session session = machine.device(wanted).open()) {
        plan = session.compile(regression(), CompileOptions.DEFAULT).plan();
      }
      try (Session session = machine.device(0).open()) {
        Executable executable =
            session.compile(regression(), CompileOptions.DEFAULT.withPlan(plan));
        assertThat(loop(executable).algorithm()).isEqualTo(wanted.algorithm());
        assertThat(loop(executable).alternatives()).isEmpty();
      }
    }
  }

  @Test
  void allWaysGiveTheSameBits() {
    int steps = 37;
    HostTensor[] graph = train(machine.device(StepLoop.GRAPH), Optional.empty(), steps);
    for (StepLoop loop : List.of(StepLoop.PERSISTENT, StepLoop.CLUSTER)) {
      HostTensor[] other = train(machine.device(loop), Optional.empty(), steps);
      assertThat(other[0].bitwiseEquals(graph[0])).isTrue();
      assertThat(other[1].bitwiseEquals(graph[1])).isTrue();
    }
    assertThat(graph[0].getFloat(steps - 1)).isLessThan(graph[0].getFloat(0));
  }
}
