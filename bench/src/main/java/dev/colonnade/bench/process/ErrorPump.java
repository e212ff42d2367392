// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Copies the standard error of a child JVM byte by byte, but for one line: the JVM announces an
 * incubator module before anything else, no option stops it, and it tells the user nothing that
 * would not be in every run.
 */
final class ErrorPump {
  private static final String ANNOUNCEMENT = "WARNING: Using incubator modules: ";

  /** The JVM says this even earlier, where JAVA_TOOL_OPTIONS or the like are set. */
  private static final String PICKED_UP = "Picked up ";

  private ErrorPump() {}

  /**
   * Copies until the child closes its end.
   *
   * @throws IOException if one of the streams fails
   */
  static void copy(InputStream from, OutputStream to) throws IOException {
    boolean starting = true;
    while (starting) {
      byte[] line = line(from);
      String text = new String(line, StandardCharsets.UTF_8);
      if (!text.startsWith(ANNOUNCEMENT)) {
        to.write(line);
        to.flush();
      }
      starting = text.startsWith(PICKED_UP);
    }
    byte[] buffer = new byte[8192];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      to.write(buffer, 0, n);
      to.flush();
    }
  }

  /** The bytes up to a line's end, and with it, or up to where they can no longer be a start. */
  private static byte[] line(InputStream from) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int b = from.read();
    while (b >= 0) {
      bytes.write(b);
      if (b == '\n' || !mayBeStart(bytes)) {
        break;
      }
      b = from.read();
    }
    return bytes.toByteArray();
  }

  private static boolean mayBeStart(ByteArrayOutputStream bytes) {
    String text = bytes.toString(StandardCharsets.UTF_8);
    return agree(text, ANNOUNCEMENT) || agree(text, PICKED_UP);
  }

  private static boolean agree(String text, String start) {
    return text.startsWith(start) || start.startsWith(text);
  }
}
