// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.check.Outcome;
import dev.colonnade.bench.check.StepResult;
import dev.colonnade.bench.check.Summary;
import dev.colonnade.bench.plugin.TellingBackend;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuCheckTest {
  @TempDir Path folder;

  /** Killed once the first step is on the disk; the second call keeps it and runs the rest. */
  @Test
  void aCheckThatWasKilledGoesOn() throws Exception {
    Path out = folder.resolve("check");
    List<String> arguments =
        List.of(
            "gpu-check",
            "--out",
            out.toString(),
            "--devices",
            "cpu:0",
            "--only",
            "machine,training,peers-1",
            "--train-steps",
            "10");
    Process first = ChildProcess.start(List.of(), arguments);
    long end = System.nanoTime() + 120_000_000_000L;
    while (!Files.exists(out.resolve(Summary.MARKDOWN)) && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    first.destroyForcibly().waitFor();
    assertThat(Summary.read(out).orElseThrow().find("machine")).isPresent();

    ChildProcess.Result second = ChildProcess.run(List.of(), arguments);
    assertThat(second.exitCode()).as(second.out() + second.err()).isZero();
    assertThat(second.out()).contains("machine: passed before").contains("training.cpu-0: passed");
    Summary summary = Summary.read(out).orElseThrow();
    assertThat(summary.find("training.cpu-0").orElseThrow().figures())
        .containsKey(
            "rms difference over rms change of weights against cpu-scalar:0 after step 10");
    assertThat(summary.find("training.cpu-0").orElseThrow().outcome()).isEqualTo(Outcome.PASSED);
  }

  /** What fails alone is left out of what follows, in this call and in later ones. */
  @Test
  void aBrokenPartIsFoundAndLeftOut() throws Exception {
    Path out = folder.resolve("check");
    List<String> arguments =
        List.of(
            "gpu-check",
            "--out",
            out.toString(),
            "--devices",
            "telling:0",
            "--plugin",
            TellingBackend.jar(folder).toString(),
            "--only",
            "part-none,part-sound,part-broken,conformance-mlp");
    ChildProcess.Result run =
        ChildProcess.run(List.of("-Dcolonnade.telling.breaks=true"), arguments);
    assertThat(run.exitCode()).isEqualTo(1);
    Summary summary = Summary.read(out).orElseThrow();
    assertThat(summary.steps())
        .extracting(StepResult::step)
        .containsExactly(
            "part-none.telling-0",
            "part-sound.telling-0",
            "part-broken.telling-0",
            "conformance-mlp.telling-0");
    assertThat(summary.steps())
        .extracting(StepResult::outcome)
        .containsExactly(Outcome.PASSED, Outcome.PASSED, Outcome.FAILED, Outcome.PASSED);
    StepResult broken = summary.find("part-broken.telling-0").orElseThrow();
    assertThat(broken.reason()).contains("failed: ");
    assertThat(out.resolve("part-broken.telling-0/report.json"))
        .content()
        .contains("the broken part takes part");
    assertThat(out.resolve("part-broken.telling-0/errors.log"))
        .content()
        .contains("FAILED", "replay: ");
  }

  @Test
  void aStepThatDoesNotExistIsWrongUsage() {
    assertThat(
            Main.run(
                "gpu-check",
                "--devices",
                "cpu:0",
                "--only",
                "fly",
                "--out",
                folder.resolve("check").toString()))
        .isEqualTo(2);
    assertThat(folder.resolve("check")).doesNotExist();
  }
}
