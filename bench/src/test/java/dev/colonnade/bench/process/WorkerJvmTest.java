// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerJvmTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Test
  void linesAreHandedOverInOrder() throws Exception {
    List<String> lines = new ArrayList<>();
    assertThat(WorkerJvm.run(List.of(), List.of("--version"), "", LIMIT, lines::add))
        .isEqualTo(new WorkerJvm.Outcome.Done());
    assertThat(lines).hasSizeGreaterThan(1).first().asString().startsWith("colonnade ");
  }

  @Test
  void aReaderThatFailsIsReportedAndCalledNoMore() {
    List<String> lines = new ArrayList<>();
    assertThatThrownBy(() ->
            WorkerJvm.run(
                List.of(),
                List.of("--help"),
                "",
                LIMIT,
                line -> {
                  lines.add(line);
                  throw new IllegalStateException("cannot take it");
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cannot take it");
    assertThat(lines).hasSize(1);
  }

  @Test
  void aChildThatFailsIsAnOutcomeWithItsLastWords() throws Exception {
    assertThat(WorkerJvm.run(List.of(), List.of("fly"), "", LIMIT, line -> {}))
        .isInstanceOfSatisfying(
            WorkerJvm.Outcome.Failed.class,
            failed -> {
              assertThat(failed.status()).isEqualTo(2);
              assertThat(failed.lastWords()).contains("fly");
            });
  }
}
