// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.conformance.skeleton.OracleKernels;
import dev.colonnade.conformance.skeleton.SkeletonDevice;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Support;
import dev.colonnade.core.op.UnaryOp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a run says of itself. */
final class ReportTest {
  private static Report run(String cases) {
    SkeletonDevice device =
        new SkeletonDevice((op, operands, result) -> {
          new OracleKernels().run(op, operands, result);
          if (op instanceof UnaryOp.Tanh) {
            result.set(0, 3f);
          }
        });
    return Conformance.run(
        device, ConformanceOptions.DEFAULT.withCase(cases), ConformanceListener.NONE);
  }

  @Test
  void countsAndTableAgree() {
    Report report = run("op/tanh/*");
    assertThat(report.failed()).isEqualTo(report.results().size()).isPositive();
    assertThat(report.passed()).isZero();
    assertThat(report.isClean()).isFalse();
    assertThat(report.reached(Level.MLP)).isFalse();
    SupportRow row = report.supportTable().get(0);
    assertThat(row.operation()).isEqualTo("tanh");
    assertThat(row.support()).containsExactly("native");
    assertThat(row.failed()).isEqualTo(report.failed());
  }

  @Test
  void markdownHasTheReplayLine() {
    String markdown = run("op/tanh/scalar").toMarkdown();
    assertThat(markdown)
        .contains("# Conformance of skeleton:0")
        .contains("0 passed, 1 failed")
        .contains("| tanh | native | 0 | 1 | 0 |")
        .contains("./colonnade conformance --device skeleton:0 --seed 1 --case op/tanh/scalar");
  }

  @Test
  void jsonCanBeReadBack() {
    JsonNode json = JsonMapper.builder().build().readTree(run("op/sigmoid/*").toJson());
    assertThat(json.get("device").asString()).isEqualTo("skeleton:0");
    assertThat(json.get("failed").asInt()).isZero();
    assertThat(json.get("passed").asInt()).isEqualTo(json.get("cases").size()).isPositive();
    assertThat(json.get("operations").get(0).get("operation").asString()).isEqualTo("sigmoid");
    assertThat(json.get("cases").get(0).get("verdict").asString()).isEqualTo("passed");
  }

  @Test
  void whatIsUnsupportedIsNoFailureButKeepsFromTheLevel() {
    CaseResult refused =
        new CaseResult(
            "op/tanh/x",
            Level.MLP,
            Optional.of("tanh"),
            Optional.of(Support.unsupported("no kernel")),
            new Verdict.Unsupported("no kernel"),
            1);
    Report report =
        new Report(
            "d:0", "D", Map.of(), ConformanceOptions.DEFAULT, List.of(refused), Optional.empty());
    assertThat(report.isClean()).isTrue();
    assertThat(report.unsupported()).isEqualTo(1);
    assertThat(report.reached(Level.MLP)).isFalse();
    assertThat(report.toMarkdown()).contains("| tanh | unsupported | 0 | 0 | 1 | no kernel |");
  }

  @Test
  void levelsIncludeThoseBelow() {
    assertThat(Level.of("distortion")).isEqualTo(Level.DISTORTION);
    assertThat(Level.DISTORTION.includes(Level.DANNET)).isTrue();
    assertThat(Level.MLP.includes(Level.DANNET)).isFalse();
    assertThatThrownBy(() -> Level.of("expert"))
        .hasMessageContaining("mlp, dannet, distortion, all");
  }

  @Test
  void anUnknownCaseIsAnErrorNotAnEmptyRun() {
    assertThatThrownBy(() -> run("op/tangent/*"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("op/tangent/*");
  }

  @Test
  void aCaseDrawsTheSameNumbersAloneAndInTheWholeRun() {
    ConformanceOptions seed2 = ConformanceOptions.DEFAULT.withSeed(2).withCase("op/tanh/scalar");
    Report again = Conformance.run(new SkeletonDevice(), seed2, ConformanceListener.NONE);
    assertThat(again.passed()).isEqualTo(1);
    assertThat(message(run("op/tanh/scalar"))).isEqualTo(message(run("op/tanh/*")));
  }

  private static String message(Report report) {
    return report.failures().stream()
        .filter(result -> result.name().equals("op/tanh/scalar"))
        .map(result -> ((Verdict.Failed) result.verdict()).message())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMathModeThatIsRefusedIsSaidOnce() {
    ConformanceOptions tf32 = ConformanceOptions.DEFAULT.withMath(MathMode.TF32);
    Report report = Conformance.run(new SkeletonDevice(), tf32, ConformanceListener.NONE);
    assertThat(report.results()).isEmpty();
    assertThat(report.isClean()).isFalse();
    assertThat(report.reached(Level.MLP)).isFalse();
    assertThat(report.toMarkdown()).contains("skeleton:0 refuses math mode TF32");
  }

  @Test
  void theReferenceBackendsAreFoundById() {
    assertThat(ReferenceBackends.device("skeleton:0")).isPresent();
    assertThat(ReferenceBackends.device("awkward")).isPresent();
    assertThat(ReferenceBackends.device("cpu:0")).isEmpty();
  }
}
