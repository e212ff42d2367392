// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What of this machine decides where libraries are looked for.
 *
 * @param configured folders that the user names, separated by colons; empty if none
 * @param environment the variables
 * @param home the user's home
 * @param root the root of the file system
 */
public record Surroundings(
    String configured, Map<String, String> environment, Path home, Path root) {
  /** The system property that names folders. */
  public static final String PROPERTY = "colonnade.cuda.path";

  /** The environment variable that names folders; the property comes before it. */
  public static final String VARIABLE = "COLONNADE_CUDA_PATH";

  /** Copies the map. */
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process. */
  public static Surroundings ofThisProcess() {
    return new Surroundings(
        Optional.ofNullable(System.getProperty(PROPERTY))
            .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
            .orElse(""),
        System.getenv(),
        Path.of(System.getProperty("user.home", "/")),
        Path.of("/"));
  }

  /** A variable, or empty. */
  String variable(String name) {
    return environment.getOrDefault(name, "").strip();
  }
}
