// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.Choices;
import dev.colonnade.bench.record.Pass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page about studies says what is so. */
class StudiesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "studies.md");

  private static String example() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("```toml\n") + "```toml\n".length();
    return page.substring(start, page.indexOf("```", start));
  }

  @Test
  void theWorkedExampleIsAStudy() throws IOException {
    Study study = Studies.parse("my.toml", example());
    List<Point> points = study.expand("default", 2).points();
    // Each of 4 x 3 steps and 2 epochs, with the device's own team and with one thread.
    assertThat(points).hasSize(2 * (4 * 3 + 2));
    assertThat(points)
        .filteredOn(point -> point.pass() == Pass.PAPER_EPOCH)
        .allSatisfy(point -> {
          assertThat(point.recipe()).contains("mcdnn-mnist");
          assertThat(point.choices()).containsEntry(Choices.DISTORTION, "mcdnn-mnist");
        });
  }

  @Test
  void everyShippedStudyAndEveryPassStandsOnThePage() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(Studies.shippedIds())
        .allSatisfy(id -> assertThat(page).contains("| `" + id + "` |"));
    for (Pass pass : Pass.values()) {
      assertThat(page).contains("`" + pass.key() + "`");
    }
  }
}
