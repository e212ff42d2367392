// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.bench.record.Pass;
import dev.colonnade.core.backend.MathMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyTest {

  @TempDir Path folder;

  private static Optional<String> zoo(String name) {
    return name.equals("unknown") ? Optional.empty() : Optional.of("1x29x29-20C4-MP2-10N");
  }

  private static final String OWN =
      """
      schema = "colonnade-study/1"
      id = "own"
      title = "A study of my own"
      question = "Does it read?"
      passes = ["train-step", "evaluate"]
      devices = ["cpu:*", "cuda:0"]
      batches = [1, 8]

      [net]
      template = "1x29x29-{M}C4-MP2-{2*M}C5-MP3-10N"

      [variables]
      M = {from = 5, to = 18, step = 5}

      [presets.default]
      processes = 2
      samples = 5
      sample-milliseconds = 10
      warm-up-milliseconds = 100
      cap-seconds = 30

      [presets.smoke]
      processes = 1
      samples = 3
      sample-milliseconds = 10
      warm-up-milliseconds = 100
      cap-seconds = 5
      batches = [8]
      passes = ["evaluate"]
      variables = {M = [5]}
      """;

  private static List<String> shippedIds() {
    return Studies.shippedIds();
  }

  @ParameterizedTest
  @MethodSource("shippedIds")
  void shippedStudiesExpandUnderEveryPreset(String id) {
    Study study = Studies.find(id);
    assertThat(study.id()).isEqualTo(id);
    for (String preset : List.of("smoke", "default", "paper")) {
      Study.Plan plan = study.expand(preset, 4, StudyTest::zoo);
      assertThat(plan.points()).isNotEmpty().doesNotHaveDuplicates();
      boolean trains = plan.points().getFirst().pass().isTraining();
      assertThat(plan.budget().samples()).isGreaterThanOrEqualTo(trains ? 1 : 3);
    }
    assertThat(study.expand("smoke", 4, StudyTest::zoo).points().size())
        .isLessThanOrEqualTo(study.expand("default", 4, StudyTest::zoo).points().size());
    assertThat(study.expand("paper", 4, StudyTest::zoo).budget().processes())
        .isGreaterThanOrEqualTo(6);
  }

  /** One thread beside all of them would make threads the axis. */
  @ParameterizedTest
  @CsvSource({"maps, MACS", "nets, MACS", "batch, BATCH"})
  void studiesWithOneThreadNameTheirAxis(String id, Drawing.Across across) {
    assertThat(Studies.find(id).oneThread()).isTrue();
    assertThat(Studies.find(id).drawing().across()).contains(across);
  }

  @Test
  void mapsStudyHasThePapersSizesInItsPaperPreset() {
    assertThat(Studies.find("maps").expand("paper", 2, StudyTest::zoo).points())
        .extracting(p -> p.variables().get("M"))
        .contains(100, 200, 300, 400);
    assertThat(Studies.find("maps").expand("smoke", 2, StudyTest::zoo).points().getFirst().net())
        .isEqualTo("3x32x32-10C5-MP2-10C3-MP2-10C3-MP2-300N-100N-10N");
  }

  @Test
  void netsOfTheShippedStudiesAreInTheZoo() {
    for (Study study : Studies.shipped()) {
      for (String preset : study.presets().keySet()) {
        assertThat(study.expand(preset, 2).points())
            .isNotEmpty()
            .allSatisfy(point -> assertThat(point.net()).matches("[1-9]x.*N"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"smoke", "default"})
  void theStudiesThatRunUnnamedMeasureNothingTwice(String preset) {
    List<List<Object>> work =
        Studies.usual().stream()
            .flatMap(study -> study.expand(preset, 2).points().stream())
            .map(point ->
                List.<Object>of(
                    point.net(), point.pass(), point.batch(), point.threads(), point.math()))
            .toList();
    assertThat(work).hasSizeGreaterThan(7).doesNotHaveDuplicates();
    assertThat(Studies.usual()).extracting(Study::id).containsExactly("maps", "nets", "batch");
  }

  @Test
  void everyPointIsInEachModeAskedFor() {
    Study.Plan plan = Studies.parse("own.toml", OWN).expand("smoke", 2, StudyTest::zoo);
    assertThat(plan.points()).extracting(Point::math).containsOnly(MathMode.STRICT_FP32);
    Study.Plan both = plan.in(List.of(MathMode.TF32, MathMode.BF16, MathMode.TF32));
    assertThat(both.points())
        .containsExactly(
            plan.points().getFirst().in(MathMode.TF32), plan.points().getFirst().in(MathMode.BF16));
    assertThat(both.budget()).isEqualTo(plan.budget());
  }

  @Test
  void threadsGoUpToTheCores() {
    assertThat(Studies.find("threads").expand("default", 6, StudyTest::zoo).points())
        .extracting(Point::threads)
        .contains(OptionalInt.of(1), OptionalInt.of(2), OptionalInt.of(4), OptionalInt.of(6));
    assertThat(Studies.find("threads").expand("default", 1, StudyTest::zoo).points())
        .extracting(Point::threads)
        .containsOnly(OptionalInt.of(1));
    assertThat(Studies.find("threads").appliesTo("cpu:0")).isTrue();
    assertThat(Studies.find("threads").appliesTo("cpu-scalar:0")).isFalse();
  }

  @Test
  void ownStudyFromFileIsAnEqualCitizen() throws IOException {
    Path file = folder.resolve("study.toml");
    Files.writeString(file, OWN);
    Study study = Studies.find(file.toString());
    Study.Plan plan = study.expand("default", 2, StudyTest::zoo);
    assertThat(plan.points()).hasSize(4 * 2 * 2);
    assertThat(plan.points())
        .extracting(Point::net)
        .contains("1x29x29-15C4-MP2-30C5-MP3-10N", "1x29x29-18C4-MP2-36C5-MP3-10N");
    Point smoke = study.expand("smoke", 2, StudyTest::zoo).points().getFirst();
    assertThat(study.expand("smoke", 2, StudyTest::zoo).points()).hasSize(1);
    assertThat(smoke.pass()).isEqualTo(Pass.EVALUATE);
    assertThat(smoke.batch()).isEqualTo(8);
    assertThat(smoke.variables()).isEqualTo(Map.of("M", 5));
    assertThat(study.appliesTo("cuda:0")).isTrue();
    assertThat(study.appliesTo("cuda:1")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "colonnade-study/1 | colonnade-study/9 | line 1: key schema is \"colonnade-study/9\"; \"colonnade-study/1\" is expected",
        "id = \"own\" | id = \"Own Study\" | line 2: key id is \"Own Study\"; small letters",
        "id = \"own\" | # | key id is missing; a string",
        "title = \"A study of my own\" | title = 3 | line 3: key title is 3; a string",
        "question = | qestion = | key question is missing; a string that is not blank is expected; is it meant by qestion, line 4?",
        "passes = [\"train-step\", \"evaluate\"] | passes = [\"train\"] | line 5: key passes has \"train\"; expected one of train-step",
        "passes = [\"train-step\", \"evaluate\"] | passes = [\"train-stop\"] | line 5: key passes has \"train-stop\"; did you mean \"train-step\"?",
        "passes = [\"train-step\", \"evaluate\"] | passes = [\"paper-epoch\"] | key presets.default.batches is missing; for the pass paper-epoch [1]",
        "passes = [\"train-step\", \"evaluate\"] | passes = [\"committee\"] | key presets.default.training is missing; for the passes train-to-error and committee a table [training]",
        "batches = [1, 8] | batches = [1, 8]¶math = [\"TF33\"] | line 8: key math has \"TF33\"; did you mean \"TF32\"? There are STRICT_FP32, TF32, BF16",
        "batches = [1, 8] | batches = [1, 8]¶convolutions = [] | line 8: key convolutions is []; a list of at least one of direct, unrolled",
        "batches = [1, 8] | batches = [1, 8]¶candidates = [\"low\"] | line 8: key candidates is [\"low\"]; no candidates without a table [open]",
        "batches = [1, 8] | batches = [1, 8]¶one-thread = 1 | line 8: key one-thread is 1; true or false",
        "batches = [1, 8] | batches = [1, 8]¶plot = {x = \"mac\"} | line 8: key plot.x has \"mac\"; did you mean \"macs\"?",
        "10N\" | 10N\"¶recipe = \"mcdn-mnist\" | line 11: key net.recipe has \"mcdn-mnist\"; did you mean \"mcdnn-mnist\"?",
        "cap-seconds = 30 | cap-seconds = 30¶select = [1] | key presets.default.select",
        "cap-seconds = 30 | cap-seconds = 30¶select = [{batchs = [1]}] | key presets.default.select[1].batchs is unknown here",
        "devices = [\"cpu:*\", \"cuda:0\"] | devices = [] | line 6: key devices is []; a list of at least one pattern",
        "batches = [1, 8] | batches = [0] | line 7: key batches is [0]; a list of whole numbers from 1 on",
        "batches = [1, 8] | batches = {from = 8, to = 1, step = 1} | line 7: key batches is a table; a range whose \"to\" is not below",
        "batches = [1, 8] | batches = {from = 1, to = 8} | either \"step\", or \"factor\"",
        "batches = [1, 8] | batches = {from = 1, to = 8, stride = 2} | key batches.stride is unknown here; known are factor, from, step, to",
        "{2*M}C5 | {2*N}C5 | line 10: key net.template is",
        "{2*M}C5 | {2*M}Q5 | line 10: key net.template",
        "M = {from = 5, to = 18, step = 5} | K = [1] | line 10: key net.template",
        "[net] | [nets] | key net is missing; a table [net]",
        "processes = 2 | processes = 0 | line 16: key presets.default.processes is 0; a whole number of at least 1",
        "processes = 2 | proceses = 2 | key presets.default.processes is missing",
        "cap-seconds = 5 | cap-secs = 5 | key presets.smoke.cap-seconds is missing",
        "batches = [8] | baches = [8] | line 28: key presets.smoke.baches is unknown here; known are",
        "variables = {M = [5]} | variables = {K = [5]} | line 30: key presets.smoke.variables",
        "[presets.default] | [presets.fast] | key presets.default is missing",
        "[variables] | [variables | line 12: this is not TOML",
      })
  void wrongFileIsRefusedWithLineAndKey(String found, String replacement, String expected) {
    assertThat(OWN).contains(found);
    String wrong = OWN.replaceFirst(Pattern.quote(found), replacement.replace('¶', '\n'));
    assertThatThrownBy(() -> Studies.parse("own.toml", wrong))
        .isInstanceOf(StudyException.class)
        .hasMessageStartingWith("own.toml")
        .hasMessageContaining(expected);
  }

  @Test
  void netThatDoesNotFitItsInputIsRefusedWhenExpanded() {
    Study study = Studies.parse("own.toml", OWN.replace("1x29x29", "1x5x5"));
    assertThatThrownBy(() -> study.expand("default", 2, StudyTest::zoo))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("own.toml, net.template with {M=5}");
  }

  @Test
  void unknownNamesAreRefused() {
    Study study = Studies.parse("own.toml", OWN);
    assertThatThrownBy(() -> study.expand("fast", 2, StudyTest::zoo))
        .hasMessageContaining("own.toml has no preset \"fast\"; it has default, smoke");
    assertThatThrownBy(() -> Studies.find("no-such-study"))
        .hasMessageContaining("neither a study (maps, nets, batch, threads, mlp, im2col");
    assertThatThrownBy(() -> Studies.find("im2cal")).hasMessageContaining("did you mean im2col?");
    Study zoo =
        Studies.parse(
            "zoo.toml",
            OWN.replaceFirst("template = .*", "zoo = [\"unknown\"]")
                .replaceFirst("M = .*", "")
                .replace("variables = {M = [5]}", ""));
    assertThatThrownBy(() -> zoo.expand("default", 2, StudyTest::zoo))
        .hasMessageContaining("zoo.toml: the zoo has no net \"unknown\"");
  }
}
