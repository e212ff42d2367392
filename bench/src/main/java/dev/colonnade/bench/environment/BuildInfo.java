// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.environment;

import dev.colonnade.bench.record.Measured;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.Properties;

/**
 * Which Colonnade this is: version and commit, written into {@code build.properties} by the build.
 *
 * @param version version of the artifact
 * @param commit full commit id, with {@code -dirty} if files differed from it; or why it is not
 *     known
 */
public record BuildInfo(String version, Measured<String> commit) {

  private static final String RESOURCE = "build.properties";

  /** Reads the facts that the build left on the class path. */
  public static BuildInfo ofThisBuild() {
    try {
      return of(read());
    } catch (IOException e) {
      return new BuildInfo(
          "unknown", Measured.unavailable(RESOURCE + " cannot be read: " + e.getMessage()));
    }
  }

  /** When the commit was made, in seconds since 1970; empty where the build did not know. */
  public static OptionalLong commitSeconds() throws IOException {
    String time = value(read(), "time");
    return time.matches("[0-9]{1,12}")
        ? OptionalLong.of(Long.parseLong(time))
        : OptionalLong.empty();
  }

  private static Properties read() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        properties.load(in);
      }
    }
    return properties;
  }

  static BuildInfo of(Properties properties) {
    String version = value(properties, "version");
    String commit = value(properties, "commit");
    boolean dirty = value(properties, "dirty").equals("true");
    return new BuildInfo(
        version.isEmpty() ? "unknown" : version,
        commit.isEmpty()
            ? Measured.unavailable("the build wrote no commit; it was not made from a Git checkout")
            : Measured.of(dirty ? commit + "-dirty" : commit));
  }

  /** A property that the build left unfilled still reads {@code ${name}}. */
  private static String value(Properties properties, String key) {
    String value = properties.getProperty(key, "").strip();
    return value.startsWith("${") || value.startsWith("@") ? "" : value;
  }
}
