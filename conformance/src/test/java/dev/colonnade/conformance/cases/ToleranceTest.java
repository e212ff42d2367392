// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.conformance.judge.Reference;
import dev.colonnade.conformance.oracle.OracleTensor;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tolerances of whole training steps are tight: far below what any real fault moves. */
final class ToleranceTest {
  @Test
  void strictTrainingStepsAreJudgedTightly() {
    assertThat(relative(SmallNets.mlp(5, true), MathMode.STRICT_FP32)).isLessThan(3e-4);
    assertThat(relative(SmallNets.dannet(5, true), MathMode.STRICT_FP32)).isLessThan(3e-4);
  }

  @Test
  void lowerPrecisionIsJudgedMoreMildly() {
    TrainingProgram net = SmallNets.mlp(5, false);
    assertThat(relative(net, MathMode.TF32))
        .isGreaterThan(30 * relative(net, MathMode.STRICT_FP32))
        .isLessThan(0.1);
  }

  /** The largest tolerance of any variable after four steps, relative to its largest element. */
  private static double relative(TrainingProgram net, MathMode math) {
    Reference reference = new Reference(net.program(), math);
    net.initialise(new SplittableRandom(1), reference::write);
    Feeds feeds =
        new Feeds()
            .stacked("x", net.images(new SplittableRandom(2), 4))
            .stacked("labels", net.labels(new SplittableRandom(3), 4))
            .constant("rate", HostTensor.scalar(0.05f));
    reference.submit("train", feeds, 4);
    double largest = 0;
    for (Variable variable : net.program().variables().values()) {
      Reference.Expected expected = reference.variable(variable.name());
      OracleTensor value = expected.value();
      double scale = 0;
      for (double element : value.values()) {
        scale = Math.max(scale, Math.abs(element));
      }
      largest = Math.max(largest, expected.tolerance().largest(0) / scale);
    }
    return largest;
  }
}
