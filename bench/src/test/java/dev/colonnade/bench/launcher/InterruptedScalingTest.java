// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.colonnade.bench.launcher.FakeCheckout.Run;
import dev.colonnade.bench.launcher.FakeCheckout.Started;
import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.RecordReader;
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

/** Whoever ends a measuring of hours is told where its records are, and that a report is theirs. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class InterruptedScalingTest {
  private static final long PATIENCE_SECONDS = 180;

  /** More than ends by itself while a test waits. */
  private static final String STUDY =
      """
      schema = "colonnade-study/1"
      id = "endless"
      title = "Small nets"
      question = "When does it end?"
      passes = ["train-step"]
      devices = ["*"]
      batches = [1]

      [net]
      template = "1x4x4-{N}N-2N"

      [variables]
      N = {from = 2, to = 200, step = 1}

      [presets.default]
      processes = 20
      samples = 2
      sample-milliseconds = 20
      warm-up-milliseconds = 20
      cap-seconds = 600
      """;

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

  /** A test that failed leaves no measuring behind. */
  @AfterEach
  void endWhatStillRuns() {
    if (started != null) {
      started.process().descendants().forEach(ProcessHandle::destroyForcibly);
      started.process().destroyForcibly();
    }
  }

  @Test
  void terminatingTheLauncherSaysWhereTheRecordsAre() throws Exception {
    Started scaling = scale(List.of());
    List<ProcessHandle> children = untilARecordIsThere(scaling);
    scaling.process().toHandle().destroy();
    endedWithItsRecords(scaling, children, 143);
  }

  /** A terminal sends its interrupt to the whole group in the foreground, children included. */
  @Test
  void interruptingTheGroupSaysWhereTheRecordsAre() throws Exception {
    Optional<List<String>> ownGroup = ProcessGroups.own();
    assumeTrue(ownGroup.isPresent(), ProcessGroups.MISSING);
    Started scaling = scale(ownGroup.get());
    List<ProcessHandle> children = untilARecordIsThere(scaling);
    ProcessGroups.interrupt(scaling.process());
    endedWithItsRecords(scaling, children, 130);
  }

  private Started scale(List<String> prefix) throws IOException {
    Path study = Files.writeString(root.resolve("endless.toml"), STUDY);
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            checkout.home().resolve("colonnade").toString(),
            "scaling",
            "--studies",
            study.toString(),
            "--devices",
            "cpu-scalar:0",
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

  private List<ProcessHandle> untilARecordIsThere(Started scaling) throws Exception {
    Path records = run.resolve("records.jsonl");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!Files.exists(records) || Files.size(records) == 0) {
      String said = Files.readString(scaling.error());
      assertThat(scaling.process().isAlive()).as("it measures; it said: %s", said).isTrue();
      assertThat(System.nanoTime()).as("no record yet; it said: %s", said).isLessThan(end);
      Thread.sleep(50);
    }
    List<ProcessHandle> children = scaling.process().descendants().toList();
    assertThat(children).as("the JVM that has the device").isNotEmpty();
    return children;
  }

  private void endedWithItsRecords(Started scaling, List<ProcessHandle> children, int status)
      throws Exception {
    Run ended = FakeCheckout.finish(scaling);
    assertThat(ended.code()).as(ended.error()).isEqualTo(status);
    assertThat(children).as("nobody measures on").noneMatch(ProcessHandle::isAlive);
    Path file = run.resolve("records.jsonl");
    RecordReader.Contents contents = RecordReader.read(file);
    List<BenchmarkRecord> records = contents.records();
    assertThat(contents.torn()).as("no half line").isEmpty();
    assertThat(records)
        .as("what the signal ended is no failure of the device")
        .isNotEmpty()
        .allMatch(MeasurementRecord.class::isInstance);
    String count =
        records.size() == 1 ? "1 record so far is" : records.size() + " records so far are";
    assertThat(ended.error().lines().toList().getLast())
        .startsWith("interrupted; the " + count + " in " + file + "; './colonnade report ")
        .contains(run.toString());
    Run reported =
        FakeCheckout.finish(
            checkout.start(
                checkout.home().resolve("colonnade"), environment(), "report", run.toString()));
    assertThat(reported.code()).as(reported.error()).isZero();
    assertThat(run.resolve("report.html")).isRegularFile();
  }
}
