// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.EnergyReading;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.runtime.PlanCodec;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Sessions beyond what the conformance kit asks of every backend. */
final class SessionTest {
  private static HostTensor train(Device device, RunMode mode, long seed, int batch, int steps) {
    try (Session session = device.open()) {
      Executable executable =
          session.compile(SmallNet.program(batch), CompileOptions.DEFAULT.withRun(mode));
      State state = SmallNet.state(executable, seed);
      executable.submit(state, "train", SmallNet.feeds(batch, steps), steps).await();
      return state.read(executable.program().variable("w2"));
    }
  }

  @Test
  void concurrentSessionsDoNotDisturbEachOther() throws Exception {
    Device device = TestDevices.vector(2);
    List<HostTensor> alone = new ArrayList<>();
    List<Callable<HostTensor>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      long seed = i;
      alone.add(train(device, RunMode.NORMAL, seed, 4, 5));
      tasks.add(() -> train(device, RunMode.NORMAL, seed, 4, 5));
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      List<Future<HostTensor>> together = executor.invokeAll(tasks);
      for (int i = 0; i < 4; i++) {
        assertThat(together.get(i).get().bitwiseEquals(alone.get(i))).isTrue();
      }
    }
  }

  @Test
  void threadsAndRunModesDoNotChangeABit() {
    HostTensor one = train(TestDevices.vector(1), RunMode.NORMAL, 1, 4, 3);
    for (int threads = 2; threads <= 4; threads++) {
      HostTensor many = train(TestDevices.vector(threads), RunMode.NORMAL, 1, 4, 3);
      assertThat(many.bitwiseEquals(one)).as("%d threads", threads).isTrue();
    }
    for (RunMode mode : RunMode.values()) {
      HostTensor other = train(TestDevices.vector(2), mode, 1, 4, 3);
      assertThat(other.bitwiseEquals(one)).as("%s", mode).isTrue();
    }
  }

  @Test
  void whatDoesNotFitIsRefusedWithNumbersAndARemedy() {
    Variable large = new Variable("large", TensorType.f32(1 << 15, 1 << 15));
    GraphBuilder builder = new GraphBuilder("step");
    builder.output("sum", builder.sum(builder.read(large)));
    Program program = Program.of(builder.build());
    try (Session session = TestDevices.vector().open()) {
      assertThatThrownBy(
              () -> {
                try (Executable executable = session.compile(program, CompileOptions.DEFAULT)) {
                  executable.newState();
                }
              })
          .isInstanceOf(OutOfDeviceMemoryException.class)
          .hasMessageContaining("cpu:0 needs 4096.0 MiB")
          .hasMessageContaining("free")
          .hasMessageContaining("COLONNADE_JAVA_OPTS=-Xmx");
      assertThat(session.bytesInUse()).isZero();
    }
  }

  @Test
  void aTensorLargerThanAnArrayIsRefusedWithAReason() {
    Variable large = new Variable("large", TensorType.u8(3, 1 << 30));
    GraphBuilder builder = new GraphBuilder("step");
    builder.output("rows", builder.slice(builder.read(large), 1, 0, 1));
    Program program = Program.of(builder.build());
    try (Session session = TestDevices.vector().open()) {
      assertThatThrownBy(() -> session.compile(program, CompileOptions.DEFAULT))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("than a Java array");
    }
  }

  @Test
  void aFeedLargerThanAnArrayIsRefusedByName() {
    GraphBuilder builder = new GraphBuilder("step");
    builder.output("copy", builder.feed("large", TensorType.u8(3, 1 << 30)));
    Program program = Program.of(builder.build());
    try (Session session = TestDevices.vector().open()) {
      assertThatThrownBy(() -> session.compile(program, CompileOptions.DEFAULT))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("#0 feed")
          .hasMessageContaining(
              TensorType.u8(3, 1 << 30)
                  + " has more elements than a Java array holds (2^31 - 9); use a smaller batch or"
                  + " net");
      assertThat(session.bytesInUse()).isZero();
    }
  }

  @Test
  void unsupportedModesAreRefused() {
    try (Session session = TestDevices.vector().open()) {
      assertThatThrownBy(() ->
              session.compile(SmallNet.program(1), CompileOptions.DEFAULT.withMath(MathMode.TF32)))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("fp32 only, not TF32");
    }
  }

  @Test
  void aPlanIsFollowedAndAnotherDevicesPlanRefused() {
    Program program = SmallNet.program(2);
    Plan plan;
    try (Session session = TestDevices.vector(1).open()) {
      plan = session.compile(program, CompileOptions.DEFAULT).plan();
      Plan stored = PlanCodec.fromJson(PlanCodec.toJson(plan));
      for (RunMode mode : RunMode.values()) {
        Executable again =
            session.compile(program, CompileOptions.DEFAULT.withRun(mode).withPlan(stored));
        assertThat(again.plan().key()).isEqualTo(plan.key());
      }
      Executable same = session.compile(program, CompileOptions.DEFAULT.withPlan(stored));
      assertThat(same.plan()).isEqualTo(plan);
      assertThatThrownBy(
              () -> session.compile(SmallNet.program(3), CompileOptions.DEFAULT.withPlan(stored)))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("the plan was made for program");
    }
    assertThat(plan.key().versions()).containsKeys("threads", "vectorBits", "javaVirtualMachine");
    assertThat(plan.kernels())
        .allSatisfy(row -> assertThat(row.layout()).isIn("nchw", "nhwc"))
        .anySatisfy(row -> assertThat(row.layout()).isEqualTo("nhwc"));
    try (Session session = TestDevices.vector(2).open()) {
      assertThatThrownBy(() -> session.compile(program, CompileOptions.DEFAULT.withPlan(plan)))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("the plan was made for versions");
    }
  }

  @Test
  void aProfileHasARowForEachKernelOfThePlan() {
    try (Session session = TestDevices.vector().open()) {
      Executable executable =
          session.compile(SmallNet.program(1), CompileOptions.DEFAULT.withRun(RunMode.PROFILED));
      State state = SmallNet.state(executable, 1);
      Ticket ticket = executable.submit(state, "train", SmallNet.feeds(1, 4), 4);
      ticket.await();
      Profile profile = ticket.profile().orElseThrow();
      assertThat(profile.steps()).isEqualTo(4);
      assertThat(profile.kernels().stream().map(Profile.KernelTime::kernel))
          .containsExactlyElementsOf(executable.plan().kernels());
      long sum = profile.kernels().stream().mapToLong(Profile.KernelTime::nanos).sum();
      assertThat(sum).isPositive().isLessThanOrEqualTo(ticket.deviceNanos().orElseThrow());
    }
  }

  @Test
  void whatIsClosedSaysSo() {
    Session session = TestDevices.vector().open();
    Executable executable = session.compile(SmallNet.program(1), CompileOptions.DEFAULT);
    State state = SmallNet.state(executable, 1);
    Ticket last = executable.submit(state, "train", SmallNet.feeds(1, 2), 2);
    state.close();
    assertThat(last.isDone()).isTrue();
    assertThatThrownBy(() -> executable.submit(state, "train", SmallNet.feeds(1, 1), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this state is closed");
    executable.close();
    assertThatThrownBy(executable::newState)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this executable is closed");
    assertThat(session.bytesInUse()).isZero();
    session.close();
    session.close();
    assertThatThrownBy(() -> session.compile(SmallNet.program(1), CompileOptions.DEFAULT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void outputsThatFitNoArrayAreRefusedBeforeAnythingRuns() {
    GraphBuilder builder = new GraphBuilder("step");
    builder.output("ones", builder.fill(Shape.of(1 << 20), 1));
    try (Session session = TestDevices.vector().open()) {
      Executable executable = session.compile(Program.of(builder.build()), CompileOptions.DEFAULT);
      State state = executable.newState();
      assertThatThrownBy(() -> executable.submit(state, "step", Feeds.NONE, 4096))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("submit fewer steps at once");
      Outputs outputs = executable.submit(state, "step", Feeds.NONE, 1).await();
      assertThat(outputs.get("ones").getFloat(12345)).isEqualTo(1f);
    }
  }

  @Test
  void energyIsReadOrTheReasonIsGiven() {
    try (Session session = TestDevices.vector().open()) {
      switch (session.energy()) {
        case EnergyReading.Counter(double joules, String boundary, double updateSeconds) -> {
          assertThat(joules).isNotNegative();
          assertThat(boundary).contains("RAPL");
          assertThat(updateSeconds).isLessThan(0.1);
        }
        case EnergyReading.Unavailable(String reason) -> assertThat(reason).contains("RAPL");
      }
    }
  }
}
