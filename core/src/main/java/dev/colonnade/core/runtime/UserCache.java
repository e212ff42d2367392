// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime;

import java.nio.file.Path;
import java.util.Map;

/** Where a user's caches lie, by the XDG base directory specification. */
public final class UserCache {
  private UserCache() {}

  /** Of this process. */
  public static Path folder() {
    return folder(System.getenv(), Path.of(System.getProperty("user.home", "")));
  }

  /**
   * {@code $XDG_CACHE_HOME/colonnade}, or {@code ~/.cache/colonnade}.
   *
   * @param environment the variables
   * @param home the user's home
   */
  public static Path folder(Map<String, String> environment, Path home) {
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "").strip();
    return (isGiven(environment) ? Path.of(xdg) : home.resolve(".cache")).resolve("colonnade");
  }

  /** Whether the environment names the folder; a relative path is to be ignored. */
  public static boolean isGiven(Map<String, String> environment) {
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "").strip();
    return !xdg.isEmpty() && Path.of(xdg).isAbsolute();
  }
}
