// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class JmhCommandTest {
  private record Run(int exitCode, String err) {}

  private static Run run(String... args) {
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine(List.of(args), new JmhCommand());
    commandLine.setErr(new PrintWriter(err));
    int exitCode = Main.run(List.of(args), commandLine);
    return new Run(exitCode, err.toString());
  }

  @ParameterizedTest
  @CsvSource({"matMul:5, not a kernel", "--forks=0, --forks", "--device=gpu:0, no backend gpu"})
  void wrongArgumentsAreWrongUsage(String argument, String words) {
    Run run = run("jmh", argument);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(words).doesNotContain("\tat ");
  }

  @Test
  void theShippedCommandLineHasNoSuchCommand() {
    assertThat(Main.commandLine(List.of()).getSubcommands()).doesNotContainKey("jmh");
  }

  @Test
  void helpSaysHowKernelsAreWritten() {
    assertThat(Main.commandLine(List.of(), new JmhCommand()).getSubcommands().get("jmh"))
        .extracting(CommandLine::getUsageMessage)
        .asString()
        .contains("matMul:512x512x512");
  }
}
