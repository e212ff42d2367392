// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * What users get wrong: each ends in a sentence or two on standard error that say what was wrong
 * and what to do, in exit code 2 for a wrong command line and 1 for everything else, and in no
 * stack trace.
 */
class BadInputTest {
  private static final String DIGITS = "digits:train=64,test=16";
  private static final String SMALL = "1x29x29-2C4-MP2-10N";

  @TempDir static Path folder;

  private record Run(int exitCode, String out, String err) {}

  private static Run run(List<String> args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine(args);
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    int exitCode = commandLine.execute(args.toArray(new String[0]));
    return new Run(exitCode, out.toString(), err.toString());
  }

  private static Arguments bad(int exitCode, List<String> words, String... args) {
    return arguments(exitCode, words, List.of(args));
  }

  static Stream<Arguments> badCommands() throws IOException {
    String missing = folder.resolve("missing").toString();
    String file = Files.writeString(folder.resolve("file"), "not a folder").toString();
    String empty = Files.createDirectories(folder.resolve("empty")).toString();
    Path torn = Files.createDirectories(folder.resolve("torn"));
    Files.writeString(torn.resolve("run.json"), "{\"net\": ");
    Path noCheckpoint = Files.createDirectories(folder.resolve("no-checkpoint"));
    Files.writeString(
        noCheckpoint.resolve("run.json"),
        "{\"net\":\"mcdnn-mnist\",\"data\":\"digits\",\"dataDir\":null,\"limit\":0,"
            + "\"device\":\"cpu:0\"}");
    String records = Files.writeString(folder.resolve("r.jsonl"), "{\"a\": 1}\n").toString();
    String none = Files.writeString(folder.resolve("no.jsonl"), "").toString();
    String half = Files.writeString(folder.resolve("half.jsonl"), "{\"a\": ").toString();
    String wrong = Files.writeString(folder.resolve("wrong.jsonl"), "{\"a\": x}\n").toString();
    String study = Files.writeString(folder.resolve("s.toml"), "id = [\n").toString();
    Path cut = Files.createDirectories(folder.resolve("mnist-cut"));
    for (String name :
        List.of(
            "train-images-idx3-ubyte",
            "train-labels-idx1-ubyte",
            "t10k-images-idx3-ubyte",
            "t10k-labels-idx1-ubyte")) {
      Files.write(cut.resolve(name), new byte[] {0, 0, 8, 3, 0});
    }
    return Stream.of(
        // Command lines.
        bad(2, List.of("Usage:", "scaling")),
        bad(2, List.of("Unmatched", "fly"), "fly"),
        bad(2, List.of("--frobnicate"), "devices", "--frobnicate"),
        bad(2, List.of("either a net to train or --resume"), "train"),
        bad(2, List.of("--epochs", "at least 1"), "train", "mcdnn-mnist", "--epochs", "0"),
        bad(2, List.of("--epochs", "'many'"), "train", "mcdnn-mnist", "--epochs", "many"),
        bad(2, List.of("--batch", "at least 1"), "train", "mcdnn-mnist", "--batch", "-3"),
        bad(2, List.of("--rate", "above 0"), "train", "mcdnn-mnist", "--rate", "0"),
        bad(2, List.of("--limit"), "train", "mcdnn-mnist", "--limit", "-1"),
        bad(2, List.of("--limit", "at least 1"), "train", "mcdnn-mnist", "--limit", "0"),
        bad(2, List.of("goes on with the options"), "train", "--resume", empty, "--seed", "2"),
        bad(2, List.of("goes on with the options"), "train", "--resume", empty, "--math", "TF32"),
        bad(2, List.of("--math", "STRICT_FP32"), "train", "mcdnn-mnist", "--math", "fp8"),
        bad(2, List.of("--math", "STRICT_FP32, TF32, BF16"), "eval", empty, "--math", "fp8"),
        bad(2, List.of("--math", "STRICT_FP32, TF32, BF16"), "scaling", "--math", "TF32,fp8"),
        bad(2, List.of("Missing required", "--device"), "conformance"),
        bad(
            2,
            List.of("no conformance level", "mlp"),
            "conformance",
            "--device",
            "cpu:0",
            "--level",
            "expert"),
        bad(2, List.of("cpu:7", "cpu:0"), "conformance", "--device", "cpu:7"),
        bad(2, List.of("skeleton:7"), "conformance", "--device", "skeleton:7"),
        bad(2, List.of("--limit"), "train", "mcdnn-mnist", "--limit", "many"),
        bad(2, List.of("'train' or 'test'"), "eval", empty, "--split", "half"),
        bad(2, List.of("no conformance case"), "conformance", "--device", "cpu:0", "--case", "x"),
        bad(2, List.of("no data set", "mnist"), "data", "fetch", "imagenet"),
        // Nets.
        bad(2, List.of("no net named", "mcdnn-mnist"), "train", "alexnet", "--data", DIGITS),
        bad(2, List.of("no net named"), "models", "resnet"),
        bad(2, List.of("no net named", "did you mean mcdnn-mnist?"), "train", "mcdn-mnist"),
        bad(2, List.of("did you mean gtsrb-2012?"), "models", "gtsrb-2021"),
        bad(2, List.of("^"), "models", "1x29x29-20C4-XX"),
        bad(2, List.of("^"), "models", "1x29x29-20C40-10N"),
        bad(2, List.of("^"), "models", "0x29x29-10N"),
        bad(2, List.of("no data set of its own", "--data"), "train", SMALL),
        // Devices.
        bad(
            2,
            List.of("no backend", "gpu", "cpu"),
            "train",
            SMALL,
            "--data",
            DIGITS,
            "--device",
            "gpu:0"),
        bad(2, List.of("no device", "cpu:7", "cpu:0"), "scaling", "--devices", "cpu:7"),
        bad(1, List.of("missing.jar", "does not exist"), "--plugin", missing + ".jar", "devices"),
        // Studies.
        bad(2, List.of("preset", "smoke"), "scaling", "--preset", "lunch"),
        bad(2, List.of("mystery"), "scaling", "--studies", "mystery"),
        bad(1, List.of("s.toml", "line"), "scaling", "--studies", study),
        bad(
            1,
            List.of("gone.toml", "does not exist"),
            "scaling",
            "--studies",
            missing + "/gone.toml"),
        // Files and folders.
        bad(1, List.of("missing", "does not exist"), "eval", missing),
        bad(1, List.of("holds no training run"), "eval", empty),
        bad(1, List.of("holds no training run"), "train", "--resume", empty),
        bad(
            1,
            List.of("run.json, line 1, column", "cannot be read"),
            "train",
            "--resume",
            torn.toString()),
        bad(1, List.of("does not exist"), "report", missing),
        bad(1, List.of("r.jsonl", "line 1"), "report", records),
        bad(1, List.of("no.jsonl holds no record", "no report was written"), "report", none),
        bad(1, List.of("half.jsonl, line 1 is cut off", "no report was written"), "report", half),
        bad(1, List.of("wrong.jsonl, line 1: this is not JSON, at column"), "report", wrong),
        bad(
            1,
            List.of("cannot be written", "file is not a folder"),
            "scaling",
            "--preset",
            "smoke",
            "--devices",
            "cpu:0",
            "--out",
            file));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("badCommands")
  void endsInASentence(int exitCode, List<String> words, List<String> args) {
    Run run = run(args);
    assertThat(run.err()).as("standard error of %s", args).contains(words);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
    assertThat(run.err()).doesNotContain("\tat ").doesNotContain("fault of Colonnade");
  }

  /** Mistakes that show only in the JVM that has the device. */
  static Stream<Arguments> badOnDevice() throws IOException {
    badCommands().close();
    String file = folder.resolve("file").toString();
    String missing = folder.resolve("missing").toString();
    return Stream.of(
        bad(2, List.of("neither a known name"), "--data", "atlantis"),
        bad(2, List.of("train=abc", "digits:train="), "--data", "digits:train=abc"),
        bad(2, List.of("train=1", "digits:train="), "--data", "digits:train=1"),
        bad(2, List.of("colour=red", "digits:train="), "--data", "digits:colour=red"),
        bad(1, List.of("atlantis", "does not exist"), "--data", missing + "/atlantis"),
        bad(1, List.of("atlantis", "does not exist"), "--data", "idx:" + missing + "/atlantis"),
        bad(1, List.of("not found"), "--data", "cifar10", "--data-dir", missing),
        bad(1, List.of("mnist-cut"), "--data", folder.resolve("mnist-cut").toString()),
        bad(
            1,
            List.of("cannot be made", "it is a file, not a folder"),
            "--data",
            DIGITS,
            "--out",
            file),
        bad(
            1,
            List.of("cannot be made", "Not a directory"),
            "--data",
            DIGITS,
            "--out",
            file + "/below"),
        bad(2, List.of("batch of 1000"), "--data", DIGITS, "--batch", "1000"),
        bad(
            2,
            List.of("batch of 64", "of 10 images"),
            "--data",
            DIGITS,
            "--limit",
            "10",
            "--batch",
            "64"),
        bad(2, List.of("has no device", "cpu:0"), "--data", DIGITS, "--device", "cpu:9"));
  }

  @ParameterizedTest(name = "train {2}")
  @MethodSource("badOnDevice")
  void trainingEndsInASentence(int exitCode, List<String> words, List<String> args)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("train", SMALL, "--epochs", "1"));
    all.addAll(args);
    if (!args.contains("--out")) {
      all.addAll(
          List.of(
              "--out", folder.resolve("out-" + Integer.toHexString(args.hashCode())).toString()));
    }
    ChildProcess.Result result = ChildProcess.run(List.of("-Xmx512m"), all);
    assertThat(result.err()).as("standard error of %s", all).contains(words);
    assertThat(result.exitCode()).as(result.err()).isEqualTo(exitCode);
    assertThat(result.err()).doesNotContain("\tat ").doesNotContain("fault of Colonnade");
  }

  @Test
  void aNetThatDoesNotFitItsDataIsWrongUsage() throws IOException, InterruptedException {
    ChildProcess.Result result =
        ChildProcess.run(
            List.of("-Xmx512m"),
            List.of(
                "train",
                "1x29x29-2C4-MP2-7N",
                "--data",
                DIGITS,
                "--out",
                folder.resolve("unfit").toString()));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(2);
    assertThat(result.err()).contains("7 outputs").contains("10 classes");
    assertThat(folder.resolve("unfit")).doesNotExist();
  }

  @Test
  void aNetTooLargeForMemorySaysWhatItNeeds() throws IOException, InterruptedException {
    ChildProcess.Result result =
        ChildProcess.run(
            List.of("-Xmx256m"),
            List.of(
                "train",
                "1x29x29-20000N-20000N-10N",
                "--data",
                DIGITS,
                "--epochs",
                "1",
                "--out",
                folder.resolve("large").toString()));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains("memory").contains("Xmx").doesNotContain("\tat ");
  }

  /** A limit on file sizes stands for a disk that fills up: writing the checkpoint fails midway. */
  @Test
  void aDiskThatFillsUpIsReportedAndLeavesNoHalfFile() throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(Path.of("/bin/sh")), "needs /bin/sh, which this system does not have");
    Path out = folder.resolve("disk-full");
    ChildProcess.Result result =
        ChildProcess.runWithFileLimit(
            8, List.of("train", SMALL, "--data", DIGITS, "--epochs", "1", "--out", out.toString()));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.err())
        .contains("checkpoint.safetensors")
        .doesNotContain("\tat ")
        .doesNotContain("fault of Colonnade");
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .isSubsetOf("run.json", "metrics.jsonl", ".lock");
    }
  }

  /** The kernel refuses folders in /proc with the error it has for files that are not there. */
  @Test
  void whatCannotBeMadeIsNotCalledMissing() throws IOException, InterruptedException {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs /proc, which this system has not");
    Run run =
        run(
            List.of(
                "scaling", "--preset", "smoke", "--devices", "cpu:0", "--out", "/proc/colonnade"));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.err())
        .contains("/proc/colonnade/records.jsonl cannot be written: /proc/colonnade cannot be made")
        .doesNotContain("does not exist");
    List<String> train = new ArrayList<>(List.of("train", SMALL, "--data", DIGITS));
    train.addAll(List.of("--out", "/proc/colonnade"));
    ChildProcess.Result result = ChildProcess.run(List.of("-Xmx512m"), train);
    assertThat(result.exitCode()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains("/proc/colonnade cannot be made");
  }

  @Test
  void verboseShowsTheTrace() {
    Run run = run(List.of("--verbose", "eval", folder.resolve("missing").toString()));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("\tat dev.colonnade");
  }
}
