// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.skeleton;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.conformance.Conformance;
import dev.colonnade.conformance.ConformanceListener;
import dev.colonnade.conformance.ConformanceOptions;
import dev.colonnade.conformance.Level;
import dev.colonnade.conformance.Report;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.runtime.BackendRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What docs/writing-a-backend.md says is done as it says, and ends where it says. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the walk-through is written for a POSIX shell")
final class WalkThroughTest {
  private static final String MARKER = "<!-- WalkThroughTest runs the next block. -->";

  @TempDir Path folder;

  @Test
  void theCopiedSkeletonReachesTheFirstLevelAsAPlugIn() throws Exception {
    String guide = guide();
    // The blocks begin in the root of a clone; here a folder that looks like one.
    Path link = Files.createSymbolicLink(folder.resolve("conformance"), module());
    shell(block(guide, "sh", guide.indexOf(MARKER)));
    Files.delete(link);
    Report report = run("mlp");
    assertThat(report.failures()).isEmpty();
    assertThat(report.reached(Level.MLP)).isTrue();

    Files.writeString(
        folder.resolve("acme/src/com/acme/AcmeKernels.java"),
        block(guide, "java", guide.indexOf("## Your first kernel")));
    Path provider = folder.resolve("acme/src/com/acme/AcmeProvider.java");
    Files.writeString(
        provider,
        Files.readString(provider)
            .replace("new AcmeDevice()", "new AcmeDevice(new AcmeKernels())"));
    Files.delete(folder.resolve("acme.jar"));
    shell(
        """
        javac -d acme/classes -cp "$CP" acme/src/com/acme/*.java
        jar --create --file acme.jar -C acme/classes .
        """);
    ConformanceOptions tanh = ConformanceOptions.DEFAULT.withCase("op/tanh/*");
    Report own = Conformance.run(device(), tanh, ConformanceListener.NONE);
    assertThat(own.failures()).isEmpty();
    assertThat(own.passed()).isGreaterThan(5);
  }

  private Device device() {
    return BackendRegistry.discover(List.of(folder.resolve("acme.jar"))).device("acme:0");
  }

  private Report run(String level) {
    return Conformance.run(
        device(), ConformanceOptions.DEFAULT.withLevel(Level.of(level)), ConformanceListener.NONE);
  }

  /** The folder of this module: Maven runs tests in it, an IDE perhaps in the root. */
  private static Path module() {
    Path here = Path.of("").toAbsolutePath();
    Path below = here.resolve("conformance");
    return Files.exists(below.resolve("pom.xml")) ? below : here;
  }

  private static String guide() throws IOException {
    return Files.readString(module().resolveSibling("docs").resolve("writing-a-backend.md"));
  }

  private static String block(String guide, String language, int from) {
    assertThat(from).isNotNegative();
    String fence = "```" + language + "\n";
    int start = guide.indexOf(fence, from) + fence.length();
    return guide.substring(start, guide.indexOf("\n```", start)) + "\n";
  }

  private void shell(String script) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-eu", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("CP", System.getProperty("java.class.path"));
    String tools = Path.of(System.getProperty("java.home"), "bin").toString();
    builder.environment().merge("PATH", tools, (old, bin) -> bin + ":" + old);
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(() -> log(folder.resolve("log"))).isZero();
  }

  private static String log(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "the log cannot be read: " + e;
    }
  }
}
