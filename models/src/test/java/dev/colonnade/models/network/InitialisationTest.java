// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.models.notation.NetSpec;
import dev.colonnade.models.notation.NetString;
import org.junit.jupiter.api.Test;

final class InitialisationTest {
  private static final NetSpec NET = NetString.parse("1x29x29-20C4-MP2-40C5t5-MP3-150N-10N");
  private static final Network NETWORK = new Network(NET, NetworkOptions.DANNET);

  private static HostTensor values(int parameter, long seed) {
    return Initialisation.DANNET.values(NETWORK.parameters().get(parameter), seed);
  }

  @Test
  void valuesAreUniformWithinTheLimits() {
    float[] weights = values(4, 1).toFloatArray();
    assertThat(NETWORK.parameters().get(4).variable().name()).isEqualTo("layer5/weights");
    double sum = 0;
    double squares = 0;
    for (float weight : weights) {
      assertThat(weight).isBetween(-0.05f, 0.05f);
      sum += weight;
      squares += (double) weight * weight;
    }
    // 54,000 draws: the mean's standard deviation is 0.0289 / 232 = 0.000125.
    assertThat(weights).hasSize(150 * 360);
    assertThat(sum / weights.length).isCloseTo(0, within(0.0006));
    assertThat(squares / weights.length).isCloseTo(0.05 * 0.05 / 3, within(1.5e-5));
  }

  @Test
  void theyDependOnSeedAndParameterAndNothingElse() {
    assertThat(values(0, 1).bitwiseEquals(values(0, 1))).isTrue();
    assertThat(values(0, 1).bitwiseEquals(values(0, 2))).isFalse();
    float first = values(0, 1).getFloat(0);
    assertThat(values(1, 1).getFloat(0)).isNotEqualTo(first);
    assertThat(first).isEqualTo(FIRST);
  }

  /** Pinned: results recorded with one version must be reproducible with the next. */
  private static final float FIRST = -0.039673932f;

  @Test
  void weightsOutsideTheConnectionTableAreZero() {
    Parameter parameter = NETWORK.parameters().get(2);
    HostTensor weights = values(2, 1);
    int area = 25;
    long zeros = 0;
    for (int map = 0; map < 40; map++) {
      for (int source = 0; source < 20; source++) {
        for (int i = 0; i < area; i++) {
          float weight = weights.getFloat(((long) map * 20 + source) * area + i);
          boolean connected = parameter.table().orElseThrow().connects(map, source);
          assertThat(weight != 0).isEqualTo(connected);
          zeros += connected ? 0 : 1;
        }
      }
    }
    assertThat(zeros).isEqualTo(40L * 15 * area);
  }

  @Test
  void limitsMustBeInOrder() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Initialisation.Uniform(0.05f, -0.05f))
        .withMessageContaining("from a lower to a higher number");
  }
}
