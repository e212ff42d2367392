// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.colonnade.bench.launcher.FakeCheckout.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is shown on a real terminal: {@code script} of util-linux makes one. A training runs in a
 * JVM of its own, whose standard error is a pipe to the JVM that the launcher became.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class TerminalTest {
  private static final String ESCAPE = "\u001b";
  private static final Pattern BAR =
      Pattern.compile(
          "\r *epoch \\d/2 train +\\d+% \\[.*?\\] +\\d+/3000 .*?ETA \\d+ (s|min).*?\\d images/s");

  @TempDir Path root;
  private FakeCheckout checkout;

  @BeforeEach
  void makeCheckout() throws Exception {
    assumeTrue(makesTerminals(), "needs script of util-linux, which this system does not have");
    checkout = new FakeCheckout(root);
    checkout.useTheRealApplication();
  }

  private static boolean makesTerminals() throws InterruptedException {
    try {
      return new ProcessBuilder(List.of("script", "-qec", "test -t 2", "/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no such command
    }
  }

  /** What a terminal gets from the launcher with these arguments and redirections. */
  private String shown(Map<String, String> more, String arguments) throws Exception {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "JAVA_HOME",
                FakeCheckout.thisJdk().toString(),
                "PATH",
                root.resolve("tools") + ":" + System.getenv("PATH"),
                "TERM",
                "xterm"));
    environment.putAll(more);
    // Wide enough for the whole bar.
    String command = "stty cols 120; '" + checkout.home().resolve("colonnade") + "' " + arguments;
    Run run =
        FakeCheckout.finish(
            checkout.start(List.of("script", "-qec", command, "/dev/null"), environment));
    return run.out();
  }

  private String training(String name) {
    return "train 1x29x29-8C4-MP2-10N --data digits:train=3000,test=100 --epochs 2 --out '"
        + root.resolve(name)
        + "'";
  }

  @Test
  void aTrainingShowsItsProgressBetweenTheLinesOfItsEpochs() throws Exception {
    // What asks for no colour does not ask for no bar.
    String shown = shown(Map.of("NO_COLOR", "1"), training("run"));
    assertThat(shown).contains("compiling 1x29x29-8C4-MP2-10N");
    assertThat(shown.substring(shown.indexOf("compiling"))).doesNotContain(ESCAPE);
    assertThat(BAR.matcher(shown).results().count()).as(shown).isPositive();
    int first = shown.indexOf("epoch 1: loss");
    int second = shown.indexOf("epoch 2: loss");
    assertThat(first).as(shown).isPositive();
    assertThat(second).as(shown).isGreaterThan(first);
    assertThat(shown.substring(first, second)).containsPattern(BAR);
    assertThat(shown.lines().filter(line -> line.contains("epoch 2: loss")).toList())
        .as("a line of its own")
        .singleElement()
        .satisfies(line -> assertThat(afterReturns(line)).startsWith("epoch 2: loss"));
  }

  private static String afterReturns(String line) {
    return line.substring(line.lastIndexOf('\r') + 1);
  }

  @Test
  void aFileGetsTheLinesOfTheEpochsAndNothingElse() throws Exception {
    Path error = root.resolve("error.txt");
    String shown = shown(Map.of(), training("run") + " 2>'" + error + "'");
    assertThat(shown).contains("test error after 2 epochs").doesNotContain("ETA");
    assertThat(Files.readString(error))
        .contains("epoch 1: loss", "epoch 2: loss")
        .doesNotContain("ETA", "\r", "compiling", "[", ESCAPE);
  }

  @Test
  void aDumbTerminalGetsNoBar() throws Exception {
    String shown = shown(Map.of("TERM", "dumb"), training("run"));
    assertThat(shown).contains("epoch 2: loss").doesNotContain("ETA", ESCAPE);
  }

  @Test
  void eachStreamHasItsColoursByItself() throws Exception {
    Path error = root.resolve("error.txt");
    shown(Map.of(), "models nosuch 2>'" + error + "'");
    assertThat(Files.readString(error)).startsWith("colonnade: ").doesNotContain(ESCAPE);
    Path out = root.resolve("out.txt");
    assertThat(shown(Map.of(), "models nosuch >'" + out + "'"))
        .contains(ESCAPE + "[31m" + ESCAPE + "[1mcolonnade:");
    shown(Map.of(), "data >'" + out + "'");
    assertThat(Files.readString(out)).contains("mnist").doesNotContain(ESCAPE);
    assertThat(shown(Map.of(), "data </dev/null")).contains(ESCAPE + "[1mmnist");
    assertThat(shown(Map.of("NO_COLOR", "1"), "data")).contains("mnist").doesNotContain(ESCAPE);
    assertThat(shown(Map.of("TERM", "dumb"), "data")).contains("mnist").doesNotContain(ESCAPE);
  }
}
