// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.DeviceLostException;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Ticket;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cuda.execute.StepLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong on a device ends in one clear error, a session that closes, and no hang. */
@Timeout(60)
class CudaFaultsTest {
  /** CUDA_ERROR_ILLEGAL_ADDRESS. */
  private static final int ILLEGAL_ADDRESS = 700;

  private EmulatedMachine machine;

  @BeforeEach
  void findMachine() {
    Assumptions.assumeTrue(EmulatedMachine.find().isPresent(), EmulatedMachine.missing());
    machine = EmulatedMachine.find().orElseThrow();
  }

  @AfterEach
  void mend() {
    if (machine != null) {
      machine.mend();
    }
  }

  /** y = x + w and w = y, so that each step depends on the one before. */
  private static Program accumulator(int width) {
    Variable w = new Variable("w", TensorType.f32(width));
    GraphBuilder b = new GraphBuilder("add");
    var y = b.add(b.feed("x", TensorType.f32(width)), b.read(w));
    b.assign(w, y);
    b.output("y", y);
    return Program.of(b.build());
  }

  /** A variable that a step gives a new value in place. */
  private static Program large(int width) {
    Variable w = new Variable("w", TensorType.f32(width));
    GraphBuilder b = new GraphBuilder("negate");
    b.assign(w, b.negate(b.read(w)));
    return Program.of(b.build());
  }

  private static Feeds ones(int width) {
    HostTensor x = HostTensor.zeros(TensorType.f32(width));
    for (int i = 0; i < width; i++) {
      x.set(i, 1f);
    }
    return new Feeds().constant("x", x);
  }

  @Test
  void aProgramTooLargeForTheDeviceSaysWhatIsNeededAndWhatIsFree() {
    try (Session session = machine.device(StepLoop.GRAPH).open()) {
      machine.limit(60_000_000);
      // One such state leaves too little for another.
      Executable executable = session.compile(large(10_000_000), CompileOptions.DEFAULT);
      State first = executable.newState();
      assertThatThrownBy(executable::newState)
          .isInstanceOf(OutOfDeviceMemoryException.class)
          .hasMessageContaining("the variables of a state")
          .hasMessageContaining("40000000 bytes are needed")
          .hasMessageContaining("are free");
      first.close();
      executable.close();
      assertThat(session.bytesInUse()).isZero();
      // The session goes on.
      Executable small = session.compile(accumulator(4), CompileOptions.DEFAULT);
      State state = small.newState();
      assertThat(small.submit(state, "add", ones(4), 3).await().last("y").toFloatArray())
          .containsExactly(3, 3, 3, 3);
    }
  }

  @Test
  void aBadLaunchLosesTheDeviceAndOnlyCloseWorks() {
    Session session = machine.device(StepLoop.GRAPH).open();
    Executable executable = session.compile(accumulator(4), CompileOptions.DEFAULT);
    State state = executable.newState();
    assertThat(executable.submit(state, "add", ones(4), 1).await().get("y")).isNotNull();
    // Recorded steps replay without new launches, so the fault waits for the next recording.
    machine.failAfter(1, ILLEGAL_ADDRESS);
    State second = executable.newState();
    Ticket ticket = executable.submit(second, "add", ones(4), 1);
    assertThatThrownBy(ticket::await)
        .isInstanceOf(DeviceLostException.class)
        .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS (700)")
        .hasMessageContaining("close this session");
    assertThatThrownBy(ticket::await).isInstanceOf(DeviceLostException.class);
    assertThat(ticket.isDone()).isTrue();
    assertThatThrownBy(() -> executable.submit(state, "add", ones(4), 1))
        .isInstanceOf(DeviceLostException.class)
        .hasMessageContaining("was lost earlier");
    assertThatThrownBy(() -> state.read(new Variable("w", TensorType.f32(4))))
        .isInstanceOf(DeviceLostException.class);
    assertThatThrownBy(executable::newState).isInstanceOf(DeviceLostException.class);
    assertThatThrownBy(() -> session.compile(accumulator(8), CompileOptions.DEFAULT))
        .isInstanceOf(DeviceLostException.class);
    session.close();
    session.close();
    assertThat(session.bytesInUse()).isZero();
    machine.mend();
    try (Session next = machine.device(0).open()) {
      Executable again = next.compile(accumulator(4), CompileOptions.DEFAULT);
      assertThat(again.submit(again.newState(), "add", ones(4), 2).await().last("y").getFloat(0))
          .isEqualTo(2);
    }
  }

  @Test
  void manySubmissionsInFlightKeepTheirOrderAndTheirOutputs() {
    try (Session session = machine.device(0).open()) {
      Executable executable = session.compile(accumulator(3), CompileOptions.DEFAULT);
      State state = executable.newState();
      List<Ticket> tickets = new ArrayList<>();
      for (int i = 1; i <= 100; i++) {
        tickets.add(
            executable.submit(
                state,
                "add",
                new Feeds().constant("x", HostTensor.of(Shape.of(3), (float) i, 2f * i, -i)),
                1));
      }
      float sum = 0;
      for (int i = 1; i <= 100; i++) {
        sum += i;
        assertThat(tickets.get(i - 1).await().get("y").toFloatArray())
            .containsExactly(sum, 2 * sum, -sum);
      }
    }
  }

  @Test
  void feedsLargerThanStagingMemoryGoInSeveralRuns() {
    int width = 70_001;
    int steps = 23;
    try (Session session = machine.device(1).open()) {
      Executable executable = session.compile(accumulator(width), CompileOptions.DEFAULT);
      State state = executable.newState();
      HostTensor x = HostTensor.zeros(TensorType.f32(width).stacked(steps));
      for (int step = 0; step < steps; step++) {
        for (int i = 0; i < width; i++) {
          x.set((long) step * width + i, step * 10f + i % 7);
        }
      }
      Ticket ticket = executable.submit(state, "add", new Feeds().stacked("x", x), steps);
      HostTensor y = ticket.await().get("y");
      assertThat(ticket.deviceNanos()).isPresent();
      for (int i : new int[] {0, 1, 35_000, width - 1}) {
        float sum = 0;
        for (int step = 0; step < steps; step++) {
          sum += step * 10f + i % 7;
          assertThat(y.getFloat((long) step * width + i)).isEqualTo(sum);
        }
      }
    }
  }
}
