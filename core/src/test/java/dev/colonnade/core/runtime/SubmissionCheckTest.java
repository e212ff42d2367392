// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import org.junit.jupiter.api.Test;

class SubmissionCheckTest {
  private static Program program() {
    GraphBuilder b = new GraphBuilder("step");
    b.output("y", b.tanh(b.feed("x", TensorType.f32(2))));
    return Program.of(b.build());
  }

  @Test
  void acceptsConstantAndStackedFeeds() {
    HostTensor one = HostTensor.zeros(TensorType.f32(2));
    HostTensor three = HostTensor.zeros(TensorType.f32(3, 2));
    assertThat(SubmissionCheck.check(program(), "step", new Feeds().constant("x", one), 3).name())
        .isEqualTo("step");
    assertThat(SubmissionCheck.check(program(), "step", new Feeds().stacked("x", three), 3).name())
        .isEqualTo("step");
  }

  @Test
  void saysWhatIsWrong() {
    Program program = program();
    HostTensor three = HostTensor.zeros(TensorType.f32(3, 2));
    assertThatThrownBy(() -> SubmissionCheck.check(program, "other", Feeds.NONE, 1))
        .hasMessageContaining("no entry other");
    assertThatThrownBy(() -> SubmissionCheck.check(program, "step", Feeds.NONE, 0))
        .hasMessageContaining("steps is 0");
    assertThatThrownBy(() -> SubmissionCheck.check(program, "step", Feeds.NONE, 1))
        .hasMessageContaining("wants feed x f32[2]");
    assertThatThrownBy(
            () -> SubmissionCheck.check(program, "step", new Feeds().stacked("x", three), 2))
        .hasMessageContaining("stacked for 2 steps, as f32[2x2]")
        .hasMessageContaining("given f32[3x2]");
    assertThatThrownBy(() ->
            SubmissionCheck.check(
                program, "step", new Feeds().stacked("x", three).constant("z", three), 3))
        .hasMessageContaining("no feed z");
    assertThatThrownBy(() -> Feeds.NONE.constant("x", three))
        .isInstanceOf(IllegalStateException.class);
  }
}
