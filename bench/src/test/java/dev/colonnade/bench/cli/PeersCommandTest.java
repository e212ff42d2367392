// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.peers.FakePeer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PeersCommandTest {
  private static final String NET = "1x9x9-2C4-MP2-5N";

  @TempDir private Path folder;

  private record Run(int exitCode, String out, String err) {}

  private Run run(String... options) {
    List<String> args = new ArrayList<>(List.of("peers", "--out", folder.resolve("o").toString()));
    args.addAll(List.of(options));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine(args);
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    int exitCode = commandLine.execute(args.toArray(new String[0]));
    return new Run(exitCode, out.toString(), err.toString());
  }

  private static String fake() {
    return FakePeer.program().command().stream()
        .map(word -> "'" + word + "'")
        .collect(Collectors.joining(" "));
  }

  @Test
  void aPairIsMeasuredAndRecorded() throws IOException {
    Run run =
        run(
            "--peer",
            fake(),
            "--variants",
            "right,decline",
            "--devices",
            "cpu-scalar:0",
            "--peer-devices",
            "cpu",
            "--nets",
            NET,
            "--batch",
            "2",
            "--processes",
            "1",
            "--samples",
            "2",
            "--sample-time",
            "0.005",
            "--warm-up",
            "0.05",
            "--threads",
            "1",
            "--steps",
            "6",
            "--json");
    assertThat(run.err).contains("unsupported, the fake does not feel like it");
    assertThat(run.exitCode).as(run.err).isZero();
    JsonNode answer = JsonMapper.builder().build().readTree(run.out);
    assertThat(answer.path("rows")).hasSize(1);
    JsonNode row = answer.path("rows").get(0);
    assertThat(row.path("net").asString()).isEqualTo(NET);
    assertThat(row.path("ours").asString()).isEqualTo("cpu-scalar:0");
    assertThat(row.path("peer").asString()).isEqualTo("fake:cpu/right");
    assertThat(row.path("ratio").asDouble()).isPositive();
    assertThat(answer.path("failures")).hasSize(1);
    List<String> lines = Files.readAllLines(Path.of(answer.path("records").asString()));
    assertThat(lines).hasSize(3).anyMatch(line -> line.contains("\"stepsPerSample\":6"));

    Run again = run("--peer", fake(), "--nets", NET);
    assertThat(again.exitCode).isEqualTo(1);
    assertThat(again.err).contains("exists already");
  }

  @Test
  void noPeerIsAFailureThatSaysHowToGetOne() throws IOException {
    Run missing = run("--python", folder.resolve("no-python").toString());
    assertThat(missing.exitCode).isEqualTo(1);
    assertThat(missing.err).contains("no peer can run here").contains("cannot be started");
    Run silent = run("--peer", "/bin/sh -c 'exit 4'");
    assertThat(silent.exitCode).isEqualTo(1);
    assertThat(silent.err).contains("no peer can run here");
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --processes=0 | --processes must be a positive number
          --batch=1,0 | --batch must be a positive number
          --warm-up=-1 | --warm-up must be a positive number
          --sample-time=NaN | --sample-time must be a positive number
          --threads=two | 'two'
          --math=FP8 | STRICT_FP32
          --malloc=mimalloc | TUNED
          --nets=alexnet | no net named
          --peer='open | not closed
          """)
  void aWrongCommandLineIsSaid(String option, String words) {
    Run run = run(option);
    assertThat(run.err).contains(words);
    assertThat(run.exitCode).isEqualTo(2);
  }

  @Test
  void aVariantThatNobodyOffersIsSaid() {
    Run run = run("--peer", fake(), "--variants", "quick", "--devices", "cpu-scalar:0");
    assertThat(run.exitCode).isEqualTo(2);
    assertThat(run.err).contains("--variants names quick").contains("right");
    Run device = run("--peer", fake(), "--devices", "cpu-scalar:0");
    assertThat(device.exitCode).isEqualTo(2);
    assertThat(device.err).contains("choose with --peer-devices");
  }
}
