// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cpu.execute.Slack;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Submitting allocates for the submission (about a kilobyte, and the outputs), never for a step: on
 * the session's thread and on its team's.
 */
final class AllocationTest {
  private static final int STEPS = 300;
  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final long LARGEST_SUBMISSION = 8192;

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "1, 32", "2, 32"})
  void aTrainingStepAllocatesNothingOnceTheCompilerIsDone(int threads, int batch) {
    // Until the vector code is compiled, its vectors are objects.
    assertThat(bytesPerStepAfterWarmUp(TestDevices.vector(threads), batch)).isZero();
  }

  @Test
  void aPlainStepAllocatesNothing() {
    assertThat(bytesPerStepAfterWarmUp(TestDevices.plain(), 1)).isZero();
  }

  /**
   * Feeds, variables and outputs whose last vector is incomplete, each the only one in its array.
   */
  @Test
  void whatEndsInsideAVectorAllocatesNothing() {
    GraphBuilder b = new GraphBuilder("odd");
    Value fed = b.feed("x", TensorType.f32(7));
    Value read = b.read(new Variable("v", TensorType.f32(37)));
    for (Value x : List.of(fed, read)) {
      List<Value> results =
          List.of(
              b.negate(x),
              b.absolute(x),
              b.sign(x),
              b.squareRoot(x),
              b.exp(x),
              b.log(x),
              b.tanh(x),
              b.sigmoid(x),
              b.floor(x));
      for (Value result : results) {
        b.output(x.type().elementCount() + result.producer().op().name(), result);
      }
    }
    assertThat(
            bytesPerStepAfterWarmUp(
                TestDevices.vector(1),
                Program.of(b.build()),
                1,
                "odd",
                steps -> new Feeds().stacked("x", HostTensor.zeros(TensorType.f32(steps, 7)))))
        .isZero();
  }

  @Test
  void behindAnOutputThereIsRoomForAVector() {
    GraphBuilder b = new GraphBuilder("odd");
    b.output("y", b.negate(b.feed("x", TensorType.f32(7))));
    try (Session session = TestDevices.vector(1).open()) {
      Executable executable = session.compile(Program.of(b.build()), CompileOptions.DEFAULT);
      HostTensor x = HostTensor.of(Shape.of(2, 7), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14f);
      HostTensor y =
          executable
              .submit(executable.newState(), "odd", new Feeds().stacked("x", x), 2)
              .await()
              .get("y");
      assertThat(y.toFloatArray())
          .containsExactly(-1, -2, -3, -4, -5, -6, -7, -8, -9, -10, -11, -12, -13, -14);
      assertThat(y.segment().heapBase().orElseThrow())
          .isInstanceOfSatisfying(
              float[].class, array -> assertThat(array).hasSize(14 + Slack.FLOATS));
    }
  }

  private static long bytesPerStepAfterWarmUp(Device device, int batch) {
    return bytesPerStepAfterWarmUp(
        device, SmallNet.program(batch), batch, "train", steps -> SmallNet.feeds(batch, steps));
  }

  private static long bytesPerStepAfterWarmUp(
      Device device, Program program, int batch, String entry, IntFunction<Feeds> feeds) {
    Set<Long> before = threads();
    int steps = Math.max(10, STEPS / batch);
    try (Session session = device.open()) {
      Set<Long> mine = threads();
      mine.removeAll(before);
      assertThat(mine).isNotEmpty();
      Executable executable = session.compile(program, CompileOptions.DEFAULT);
      State state = SmallNet.state(executable, 1);
      long deadline = System.nanoTime() + PATIENCE_NANOS;
      long perStep;
      do {
        long few = allocated(mine, executable, state, entry, feeds.apply(1), 1);
        long many = allocated(mine, executable, state, entry, feeds.apply(1 + steps), 1 + steps);
        perStep = Math.ceilDiv(many - few, steps);
        if (perStep == 0) {
          assertThat(few).isLessThan(LARGEST_SUBMISSION);
        }
      } while (perStep != 0 && System.nanoTime() < deadline);
      return perStep;
    }
  }

  private static long allocated(
      Set<Long> mine, Executable executable, State state, String entry, Feeds feeds, int steps) {
    long before = allocated(mine);
    executable.submit(state, entry, feeds, steps).await();
    return allocated(mine) - before;
  }

  private static long allocated(Set<Long> mine) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return mine.stream().mapToLong(threads::getThreadAllocatedBytes).sum();
  }

  /** All sessions' threads and all members of teams. */
  private static Set<Long> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("colonnade-"))
        .map(Thread::threadId)
        .collect(Collectors.toSet());
  }
}
