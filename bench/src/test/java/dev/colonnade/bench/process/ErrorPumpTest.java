// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorPumpTest {
  private static final String ANNOUNCEMENT =
      "WARNING: Using incubator modules: jdk.incubator.vector\n";

  @Test
  void theAnnouncementIsLeftOut() throws IOException {
    assertThat(copied(ANNOUNCEMENT + "epoch 1\n")).isEqualTo("epoch 1\n");
    assertThat(copied(ANNOUNCEMENT)).isEmpty();
    assertThat(copied("Picked up JAVA_TOOL_OPTIONS: -Da=b\n" + ANNOUNCEMENT + "epoch 1"))
        .isEqualTo("Picked up JAVA_TOOL_OPTIONS: -Da=b\nepoch 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "W",
        "WARNING: Using sun.misc.Unsafe\nmore",
        "progress without line end\r 50%\r100%",
        "Picked up JAVA_TOOL_OPTIONS: -Da=b\nErste Zeile: \u00fc\u20ac\n",
        "epoch 1\nWARNING: Using incubator modules: said later by somebody else\n"
      })
  void everythingElsePassesUnchanged(String text) throws IOException {
    assertThat(copied(text)).isEqualTo(text);
  }

  private static String copied(String text) throws IOException {
    ByteArrayOutputStream to = new ByteArrayOutputStream();
    ErrorPump.copy(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), to);
    return to.toString(StandardCharsets.UTF_8);
  }
}
