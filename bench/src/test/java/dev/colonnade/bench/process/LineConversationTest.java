// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.colonnade.bench.process.LineConversation.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineConversationTest {
  private static final Path SHELL = Path.of("/bin/sh");
  private static final Duration LONG = Duration.ofSeconds(60);

  @BeforeEach
  void aShell() {
    assumeTrue(Files.isExecutable(SHELL), "there is no /bin/sh here");
  }

  private static Answer ask(String script, Duration limit) throws Exception {
    try (LineConversation child = start(script)) {
      return child.ask("question", limit);
    }
  }

  private static LineConversation start(String script) throws IOException {
    return LineConversation.start(List.of(SHELL.toString(), "-c", script), Map.of("SET", "yes"));
  }

  @Test
  void linesGoBothWays() throws Exception {
    try (LineConversation child = start("while read a; do echo \"$a, $SET\"; done")) {
      assertThat(child.ask("one", LONG)).isEqualTo(new Answer.Line("one, yes"));
      assertThat(child.ask("two", LONG)).isEqualTo(new Answer.Line("two, yes"));
      child.kill();
    }
  }

  @Test
  void anEndTellsItsStatusAndLastWords() throws Exception {
    assertThat(ask("read a; echo all is lost >&2; exit 3", LONG))
        .isEqualTo(new Answer.Ended("ended with exit code 3: all is lost"));
  }

  @Test
  void theLastWordsAreNotTheLastLineOfAStackTrace() throws Exception {
    assertThat(ask("read a; printf 'x.Y: message\\n\\tat a.B\\n\\n' >&2; exit 1", LONG))
        .isEqualTo(new Answer.Ended("ended with exit code 1: x.Y: message"));
  }

  @Test
  void aSignalIsNamed() throws Exception {
    assertThat(ask("read a; kill -9 $$", LONG))
        .isEqualTo(new Answer.Ended("was ended by signal 9"));
  }

  @Test
  void whoDoesNotReadIsNotWaitedForForEver() throws Exception {
    Duration limit = Duration.ofMillis(300);
    try (LineConversation child = start("sleep 1000")) {
      // More than any pipe holds.
      assertThat(child.ask("x".repeat(1 << 20), limit)).isEqualTo(new Answer.TimedOut(limit));
    }
  }

  @Test
  void childrenOfAHungChildAreEnded() throws Exception {
    try (LineConversation child = start("sleep 1000 & echo $!; wait")) {
      long pid = Long.parseLong(((Answer.Line) child.ask("", LONG)).text());
      assertThat(ProcessHandle.of(pid)).isPresent();
      ProcessHandle sleeper = ProcessHandle.of(pid).orElseThrow();
      assertThat(child.ask("more", Duration.ofMillis(300))).isInstanceOf(Answer.TimedOut.class);
      sleeper.onExit().get();
      assertThat(sleeper.isAlive()).isFalse();
    }
  }

  @Test
  void aLineWithoutEndIsCutOff() throws Exception {
    assertThat(ask("tr '\\0' 'x' < /dev/zero", LONG))
        .isInstanceOfSatisfying(
            Answer.Ended.class, end -> assertThat(end.reason()).contains("a line of more than"));
  }

  @Test
  void whatCannotBeStartedIsSaidAtOnce() {
    assertThatThrownBy(() -> LineConversation.start(List.of("/does/not/exist"), Map.of()))
        .isInstanceOf(IOException.class);
  }
}
