// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckRunTest {
  private static final Duration BUDGET = Duration.ofMinutes(5);
  private static final Summary START =
      new Summary("1", "abc", Map.of("cpu:0", "A processor"), List.of());

  @TempDir Path folder;

  private final List<String> ran = new ArrayList<>();

  @Test
  void everyStepIsOnTheDiskBeforeTheNextBegins() throws Exception {
    CheckStep second =
        step(
            "second",
            (own, limit) -> {
              assertThat(Summary.read(folder).orElseThrow().find("first")).isPresent();
              assertThat(folder.resolve(Summary.MARKDOWN)).content().contains("first");
              return CheckStep.Ran.passed("", Map.of());
            });
    Summary summary = run(BUDGET, false, passing("first"), second);
    assertThat(summary.isGood()).isTrue();
    assertThat(summary.find("second").orElseThrow().outcome()).isEqualTo(Outcome.PASSED);
  }

  @Test
  void aStepThatThrowsOrHangsIsAResultAndTheNextFollows() throws Exception {
    Summary summary =
        run(
            BUDGET,
            false,
            step(
                "throws",
                (own, limit) -> {
                  throw new IOException("the disk is full");
                }),
            step("hangs", (own, limit) -> new CheckStep.Ran(Outcome.HUNG, "hung", "", Map.of())),
            passing("last"));
    assertThat(summary.find("throws").orElseThrow().reason()).isEqualTo("the disk is full");
    assertThat(summary.find("hangs").orElseThrow().outcome()).isEqualTo(Outcome.HUNG);
    assertThat(ran).containsExactly("throws", "hangs", "last");
    assertThat(summary.isGood()).isFalse();
  }

  @Test
  void aSecondCallRunsOnlyWhatIsLeftAndRetryWhatFailed() throws Exception {
    CheckStep failing = step("bad", (own, limit) -> CheckStep.Ran.failed("wrong", "", Map.of()));
    run(BUDGET, false, passing("good"), failing);
    run(BUDGET, false, passing("good"), failing, passing("more"));
    assertThat(ran).containsExactly("good", "bad", "more");
    run(BUDGET, true, passing("good"), failing, passing("more"));
    assertThat(ran).containsExactly("good", "bad", "more", "bad");
  }

  @Test
  void whatABudgetCutsIsRunByTheNextCall() throws Exception {
    CheckStep slow =
        step(
            "slow",
            (own, limit) ->
                limit.compareTo(Duration.ofMinutes(1)) < 0
                    ? new CheckStep.Ran(Outcome.HUNG, "hung", "", Map.of())
                    : CheckStep.Ran.passed("", Map.of()));
    Summary cut = run(Duration.ofSeconds(30), false, slow);
    assertThat(cut.find("slow").orElseThrow().outcome()).isEqualTo(Outcome.CUT);
    Summary none = run(Duration.ofSeconds(1), false, slow);
    assertThat(none.find("slow").orElseThrow().reason()).contains("used up");
    assertThat(run(BUDGET, false, slow).isGood()).isTrue();
    assertThat(ran).containsExactly("slow", "slow");
    assertThat(folder.resolve("slow.former-1")).isDirectory();
  }

  @Test
  void whatCannotRunIsSkippedWithItsReasonAndDoesNoHarm() throws Exception {
    CheckStep absent =
        new Fake(
            "absent",
            ran,
            Optional.of("no torch"),
            (own, limit) -> CheckStep.Ran.passed("", Map.of()));
    Summary summary = run(BUDGET, false, passing("good"), absent);
    assertThat(summary.find("absent").orElseThrow().reason()).isEqualTo("no torch");
    assertThat(summary.isGood()).isTrue();
    assertThat(run(BUDGET, false, absent).find("absent").orElseThrow().outcome())
        .isEqualTo(Outcome.SKIPPED);
  }

  @Test
  void resultsOfAnotherBuildOrDeviceAreNotMixed() throws Exception {
    run(BUDGET, false, passing("good"));
    CheckRun other = checkRun(BUDGET, false);
    assertThatThrownBy(
            () -> other.run(new Summary("1", "def", Map.of(), List.of()), List.of(passing("good"))))
        .isInstanceOf(CheckException.class)
        .hasMessageContaining("commit abc");
    Summary device = new Summary("1", "abc", Map.of("cpu:0", "Another"), List.of());
    assertThatThrownBy(() -> other.run(device, List.of(passing("good"))))
        .isInstanceOf(CheckException.class)
        .hasMessageContaining("A processor");
  }

  @Test
  void aDamagedSummaryIsNamedAndLeft() throws Exception {
    Files.writeString(folder.resolve(Summary.JSON), "{");
    assertThatThrownBy(() -> run(BUDGET, false, passing("good")))
        .isInstanceOf(CheckException.class)
        .hasMessageContaining(Summary.JSON);
    assertThat(folder.resolve(Summary.JSON)).hasContent("{");
  }

  @Test
  void differencesAreMeasuredAgainstTheChangeAndKeepNaN() {
    float[] start = {0, 0};
    var difference = Trajectory.Difference.of(start, new float[] {3, 4}, new float[] {3, 4.5f});
    assertThat(difference.max()).isEqualTo(0.5);
    assertThat(difference.relative()).isEqualTo(0.1);
    assertThat(
            Trajectory.Difference.of(start, new float[] {3, 4}, new float[] {Float.NaN, 4})
                .relative())
        .isNaN();
  }

  @Test
  void linesOfNvidiaSmiAreReadOrRefused() {
    String line = String.join(", ", Collections.nCopies(16, "7"));
    assertThat(NvidiaState.parse(line).asOptional().orElseThrow().getFirst())
        .containsEntry("power.draw", "7");
    assertThat(NvidiaState.parse("1, 2").describe()).contains("2 values");
  }

  private Summary run(Duration budget, boolean retry, CheckStep... steps) throws Exception {
    return checkRun(budget, retry).run(START, List.of(steps));
  }

  private CheckRun checkRun(Duration budget, boolean retry) {
    return new CheckRun(
        folder,
        budget,
        retry,
        List::of,
        new CheckRun.Listener() {
          @Override
          public void starting(int index, int count, CheckStep step) {}

          @Override
          public void finished(int index, int count, StepResult result, boolean kept) {}
        });
  }

  private CheckStep passing(String name) {
    return step(name, (own, limit) -> CheckStep.Ran.passed("", Map.of("figure", 1)));
  }

  private CheckStep step(String name, Body body) {
    return new Fake(name, ran, Optional.empty(), body);
  }

  private interface Body {
    CheckStep.Ran run(Path own, Duration limit) throws IOException;
  }

  private record Fake(String name, List<String> ran, Optional<String> cannotRun, Body body)
      implements CheckStep {
    @Override
    public String what() {
      return "Step " + name;
    }

    @Override
    public String device() {
      return "";
    }

    @Override
    public Duration limit() {
      return Duration.ofMinutes(2);
    }

    @Override
    public Ran run(Path own, Duration limit) throws IOException {
      ran.add(name);
      return body.run(own, limit);
    }
  }
}
