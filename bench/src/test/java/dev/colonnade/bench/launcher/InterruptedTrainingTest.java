// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.colonnade.bench.launcher.FakeCheckout.Run;
import dev.colonnade.bench.launcher.FakeCheckout.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user does to a training of many hours: ends the launcher, or types Ctrl-C. The launcher
 * has become a JVM, whose child trains: the signal has to reach the child, the child has to save,
 * and its summary has to be printed before the command ends.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class InterruptedTrainingTest {
  private static final long PATIENCE_SECONDS = 180;

  @TempDir Path root;
  private FakeCheckout checkout;
  private Path run;
  private @Nullable Started started;

  @BeforeEach
  void makeCheckout() throws IOException {
    checkout = new FakeCheckout(root);
    checkout.useTheRealApplication();
    run = root.resolve("run");
  }

  /** A test that failed leaves no training behind. */
  @AfterEach
  void endWhatStillRuns() {
    if (started != null) {
      started.process().descendants().forEach(ProcessHandle::destroyForcibly);
      started.process().destroyForcibly();
    }
  }

  @Test
  void terminatingTheLauncherSavesAndPrintsTheSummary() throws Exception {
    Started training = train(List.of());
    List<ProcessHandle> children = untilInMidTraining(training);
    training.process().toHandle().destroy();
    savedAndEnded(training, children, 143);
  }

  /** A terminal sends its interrupt to the whole group in the foreground, children included. */
  @Test
  void interruptingTheGroupSavesAndPrintsTheSummary() throws Exception {
    Optional<List<String>> ownGroup = ProcessGroups.own();
    assumeTrue(ownGroup.isPresent(), ProcessGroups.MISSING);
    Started training = train(ownGroup.get());
    List<ProcessHandle> children = untilInMidTraining(training);
    ProcessGroups.interrupt(training.process());
    savedAndEnded(training, children, 130);
  }

  private Started train(List<String> prefix) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            checkout.home().resolve("colonnade").toString(),
            "train",
            "1x29x29-2C4-MP2-10N",
            "--data",
            "digits:train=500,test=100",
            "--epochs",
            "1000000",
            "--out",
            run.toString()));
    started = checkout.start(command, environment());
    return started;
  }

  private Map<String, String> environment() {
    return Map.of(
        "JAVA_HOME",
        FakeCheckout.thisJdk().toString(),
        "PATH",
        root.resolve("tools") + ":" + System.getenv("PATH"));
  }

  /** Waits for the first whole epoch, which has far more behind it; returns the processes below. */
  private List<ProcessHandle> untilInMidTraining(Started training) throws Exception {
    Path metrics = run.resolve("metrics.jsonl");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.exists(metrics) || Files.size(metrics) == 0) {
      String said = Files.readString(training.error());
      assertThat(training.process().isAlive()).as("it trains; it said: %s", said).isTrue();
      assertThat(System.nanoTime()).as("no epoch yet; it said: %s", said).isLessThan(end);
      Thread.sleep(50);
    }
    List<ProcessHandle> children = training.process().descendants().toList();
    assertThat(children).as("the JVM that has the device").isNotEmpty();
    return children;
  }

  private void savedAndEnded(Started training, List<ProcessHandle> children, int status)
      throws Exception {
    Run ended = FakeCheckout.finish(training);
    assertThat(ended.code()).as(ended.error()).isEqualTo(status);
    assertThat(ended.out())
        .contains("stopped early, resume with: colonnade train --resume " + run)
        .contains("images/s");
    assertThat(ended.error()).doesNotContain("did not end within");
    assertThat(children).as("nobody trains on").noneMatch(ProcessHandle::isAlive);
    Run evaluated =
        FakeCheckout.finish(
            checkout.start(
                checkout.home().resolve("colonnade"), environment(), "eval", run.toString()));
    assertThat(evaluated.code()).as("the checkpoint is whole: %s", evaluated.error()).isZero();
    Run shortened =
        FakeCheckout.finish(
            checkout.start(
                checkout.home().resolve("colonnade"),
                environment(),
                "train",
                "--resume",
                run.toString(),
                "--epochs",
                "1"));
    assertThat(shortened.code()).as(shortened.error()).isEqualTo(2);
    assertThat(shortened.error()).contains("--epochs may raise that, not lower it to 1");
  }
}
