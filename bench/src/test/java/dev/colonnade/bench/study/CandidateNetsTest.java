// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.bench.record.Choices;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.notation.NetSpec;
import dev.colonnade.models.zoo.Zoo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The nets between which a net of unknown kernels lies. */
class CandidateNetsTest {
  private final Study maps = Studies.find("maps");

  private long macs(String role, int count) {
    NetSpec net = maps.candidateNets(Map.of("M", count)).get(role);
    assertThat(net).isNotNull();
    assertThat(net.notes()).as("every layer divides exactly").isEmpty();
    return LayerTable.of(net).effectiveMacs();
  }

  /** Counted by a separate program: 43 nets divide exactly. */
  @Test
  void theCheapestTheMiddleAndTheDearestAreFound() {
    assertThat(macs(Choices.LOW, 400)).isEqualTo(64_271_000);
    assertThat(macs(Choices.MEDIAN, 400)).isEqualTo(254_431_000);
    assertThat(macs(Choices.HIGH, 400)).isEqualTo(647_471_000);
    assertThat(macs(Choices.LOW, 100)).isEqualTo(5_891_000);
    assertThat(macs(Choices.HIGH, 100)).isEqualTo(42_341_000);
    assertThat(maps.candidateNets(Map.of("M", 100)).get(Choices.HIGH))
        .hasToString("3x32x32-100C3-MP2-100C7-MP3-100C2-MP2-300N-100N-10N");
  }

  /** The zoo's assumed net is one of them. */
  @Test
  void theZoosNetLiesBetween() {
    long zoo = LayerTable.of(Zoo.get("dannet-cifar10-400").net()).effectiveMacs();
    assertThat(zoo).isBetween(macs(Choices.LOW, 400), macs(Choices.HIGH, 400));
  }

  @Test
  void pointsCarryTheirRole() {
    List<Point> points = maps.expand("default", 2).points();
    assertThat(points)
        .filteredOn(point -> point.choices().get(Choices.CANDIDATE).equals(Choices.HIGH))
        .isNotEmpty()
        .allSatisfy(point -> assertThat(point.variables()).containsKeys("M", "K1", "P3"));
    assertThat(points).filteredOn(point -> point.pass() == Pass.PAPER_EPOCH).isNotEmpty();
    assertThat(points)
        .extracting(Point::net)
        .contains("3x32x32-100C3-MP3-100C2-MP3-100C2-MP2-300N-100N-10N");
  }

  @Test
  void ofNoneThatDividesTheFileIsWrong() {
    Study study =
        Studies.parse(
            "own.toml",
            """
            schema = "colonnade-study/1"
            id = "own"
            title = "Own"
            question = "?"
            passes = ["train-step"]
            devices = ["*"]
            batches = [1]
            net = {template = "1x8x8-2C{K}-MP2-10N"}
            open = {K = [2, 4]}

            [presets.default]
            processes = 1
            samples = 1
            sample-milliseconds = 1
            warm-up-milliseconds = 1
            cap-seconds = 1
            """);
    assertThatThrownBy(() -> study.expand("default", 1))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("own.toml: no combination of [open]");
  }
}
