// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.environment.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the build, its commit, and the Java it runs on. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    BuildInfo build = BuildInfo.ofThisBuild();
    return new String[] {
      "colonnade " + build.version() + " (commit " + build.commit().describe() + ")",
      "Java " + Runtime.version() + ", " + System.getProperty("java.vm.name")
    };
  }
}
