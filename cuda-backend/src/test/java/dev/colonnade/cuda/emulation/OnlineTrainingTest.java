// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.runtime.BackendRegistry;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.cuda.compile.KernelChoice;
import dev.colonnade.cuda.execute.StepLoop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * On-line training of the MNIST column of 2012 in fused layers: how many barriers a step has, and
 * whether the weights go the way they go on the CPU.
 */
class OnlineTrainingTest {
  private static final int H200_MULTIPROCESSORS = 132;

  private EmulatedMachine machine;

  @BeforeEach
  void findMachine() {
    Assumptions.assumeTrue(EmulatedMachine.find().isPresent(), EmulatedMachine.missing());
    machine = EmulatedMachine.find().orElseThrow();
  }

  /** Lines of a step's levels. */
  private static List<String> levels(Device device) {
    try (Session session = device.open()) {
      Plan plan = session.compile(OnlineTraining.column().program(), CompileOptions.DEFAULT).plan();
      return plan.kernels().stream()
          .filter(row -> row.kernel().equals("step_loop"))
          .flatMap(row -> row.nodes().stream())
          .filter(line -> line.startsWith("level "))
          .toList();
    }
  }

  /**
   * As deep as the net needs: input, two convolutions with their pooling, the hidden layer, then
   * the output layer with the loss and its gradient in one block, and three more on the way back.
   */
  @Test
  void aStepHasEightLevels() {
    List<String> levels =
        levels(machine.device(StepLoop.PERSISTENT, KernelChoice.FUSED, H200_MULTIPROCESSORS));
    assertThat(levels).hasSize(8);
    assertThat(levels.get(0)).contains("gather_fed_rows_32 x 4").doesNotContain("multiply");
    assertThat(levels.get(2)).endsWith("1620000 multiply-accumulates");
    // The loss and the number of errors wait for levels that have blocks to spare.
    assertThat(levels.get(4))
        .contains("softmax_cross_entropy x 1, direct_input_gradient x 1;")
        .doesNotContain("arg_max");
    // Both halves of the second convolution's gradient are done at once with the first one's.
    assertThat(levels.get(7)).contains("advance_step").endsWith("1836320 multiply-accumulates");
    assertThat(levels(machine.device(StepLoop.PERSISTENT, KernelChoice.SEPARATE)))
        .hasSizeGreaterThan(16);
  }

  /**
   * Each step rounds a weight once, by at most half a unit in the last place of at most 0.25, which
   * is 2^-27 for weights below 0.125 and 2^-26 for the largest here. What is added, the rate (0.01)
   * times a gradient, differs by the order of its sums: by some 2^-24 * sqrt(676) of gradients of
   * at most some units, so by less than 2^-24. Errors of 1,000 steps of one sign would be 8e-5,
   * those of random sign a thirtieth of it, 2.4e-6; training may amplify them a little. Seen were
   * 4e-7. A wrong term in any gradient shows as parts of the change, which is 0.1.
   */
  private static final double TOLERANCE = 3e-6;

  @Test
  void aThousandStepsGoTheWayOfTheCpu() {
    int steps = 1000;
    // Submissions end in the middle of an epoch, and the last is a short one.
    OnlineTraining.Trajectory cuda =
        OnlineTraining.column()
            .train(machine.device(StepLoop.PERSISTENT, KernelChoice.FUSED), steps, 400);
    OnlineTraining.Trajectory cpu =
        OnlineTraining.column().train(BackendRegistry.discover().device("cpu:0"), steps, 1000);
    Map<String, HostTensor> start = OnlineTraining.column().initialParameters();
    for (Map.Entry<String, HostTensor> parameter : cpu.parameters().entrySet()) {
      HostTensor actual = cuda.parameters().get(parameter.getKey());
      assertThat(difference(actual, parameter.getValue()))
          .as(parameter.getKey())
          .isLessThan(TOLERANCE);
      assertThat(difference(actual, start.get(parameter.getKey())))
          .as("how far %s came", parameter.getKey())
          .isGreaterThan(1000 * TOLERANCE);
    }
    assertThat(difference(cuda.losses(), cpu.losses())).isLessThan(100 * TOLERANCE);
    assertThat(cuda.losses().getFloat(steps - 1)).isLessThan(cuda.losses().getFloat(0) - 0.5f);
  }

  /** The largest between elements of the same place. */
  private static double difference(HostTensor a, HostTensor b) {
    double largest = 0;
    for (int i = 0; i < a.type().elementCount(); i++) {
      largest = Math.max(largest, Math.abs((double) a.getFloat(i) - b.getFloat(i)));
    }
    return largest;
  }

  @Test
  void allLoopsGiveTheSameBitsAndStepsOneByOneToo() {
    int steps = 7;
    OnlineTraining.Trajectory graph =
        OnlineTraining.column()
            .train(machine.device(StepLoop.GRAPH, KernelChoice.FUSED), steps, steps);
    for (StepLoop loop : List.of(StepLoop.PERSISTENT, StepLoop.CLUSTER)) {
      for (int perSubmission : new int[] {1, steps}) {
        OnlineTraining.Trajectory other =
            OnlineTraining.column()
                .train(machine.device(loop, KernelChoice.FUSED), steps, perSubmission);
        assertThat(other.losses().bitwiseEquals(graph.losses())).as("%s", loop).isTrue();
        graph
            .parameters()
            .forEach((name, expected) ->
                assertThat(other.parameters().get(name).bitwiseEquals(expected))
                    .as("%s of %s", name, loop)
                    .isTrue());
      }
    }
  }
}
