// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.BackendProvider;
import dev.colonnade.core.backend.ProbeResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plug-ins as their authors ship them: compiled into a jar of their own, named in
 * META-INF/services.
 */
class BackendRegistryTest {
  @TempDir Path folder;

  private Path plugin(String jarName, String providerName, String version, String probe)
      throws IOException {
    String source =
        """
        import dev.colonnade.core.backend.BackendProvider;
        import dev.colonnade.core.backend.ProbeResult;
        import dev.colonnade.core.backend.SpiVersion;
        public class Plugin implements BackendProvider {
          public String name() { return "%s"; }
          public SpiVersion spiVersion() { return %s; }
          public ProbeResult probe() { %s }
        }
        """
            .formatted(providerName, version, probe);
    Path sources = Files.createDirectories(folder.resolve(jarName + "-src"));
    Path file = Files.writeString(sources.resolve("Plugin.java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int status =
        compiler.run(
            null, null, null, "-cp", System.getProperty("java.class.path"), file.toString());
    assertThat(status).isZero();
    return jar(
        jarName, Map.of("Plugin.class", Files.readAllBytes(sources.resolve("Plugin.class"))));
  }

  private Path jar(String name, Map<String, byte[]> classes) throws IOException {
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
        entries.putNextEntry(new JarEntry(entry.getKey()));
        entries.write(entry.getValue());
        entries.closeEntry();
      }
      if (!classes.isEmpty()) {
        entries.putNextEntry(new JarEntry("META-INF/services/" + BackendProvider.class.getName()));
        entries.write("Plugin\n".getBytes(StandardCharsets.UTF_8));
        entries.closeEntry();
      }
    }
    return jar;
  }

  private static final String UNAVAILABLE =
      "return new ProbeResult.Unavailable(\"no such card\", \"buy one\");";

  @Test
  void findsPluginsByJarAndByFolder() throws IOException {
    Path jar = plugin("mine.jar", "mine", "SpiVersion.CURRENT", UNAVAILABLE);
    for (Path where : List.of(jar, folder)) {
      BackendRegistry registry = BackendRegistry.discover(List.of(where));
      assertThat(registry.found()).containsKey("mine");
      assertThat(registry.refused()).isEmpty();
      assertThat(registry.probe("mine"))
          .isEqualTo(new ProbeResult.Unavailable("no such card", "buy one"));
      assertThatThrownBy(() -> registry.device("mine:0"))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("mine:0 is not available: no such card; buy one");
    }
  }

  @Test
  void refusesWhatCannotWorkAndKeepsTheRest() throws IOException {
    Path good = plugin("good.jar", "good", "SpiVersion.CURRENT", UNAVAILABLE);
    Path twin = plugin("twin.jar", "good", "SpiVersion.CURRENT", UNAVAILABLE);
    Path newer = plugin("newer.jar", "newer", "new SpiVersion(99, 0)", UNAVAILABLE);
    Path empty = jar("empty.jar", Map.of());
    Path broken = jar("broken.jar", Map.of("Other.class", new byte[] {1}));
    BackendRegistry registry = BackendRegistry.discover(List.of(good, twin, newer, empty, broken));
    assertThat(registry.found()).containsKey("good").doesNotContainKey("newer");
    assertThat(registry.refused())
        .extracting(BackendRegistry.Refused::reason)
        .anySatisfy(reason -> assertThat(reason).contains("loaded already from"))
        .anySatisfy(reason -> assertThat(reason).contains("built for SPI 99.0"))
        .anySatisfy(reason -> assertThat(reason).contains("names no backend"))
        .anySatisfy(reason -> assertThat(reason).contains("cannot be loaded"));
    assertThat(registry.refused()).hasSize(4);
  }

  @Test
  void aThrowingProbeIsReportedNotPassedOn() throws IOException {
    Path jar =
        plugin(
            "bad.jar", "bad", "SpiVersion.CURRENT", "throw new IllegalStateException(\"boom\");");
    BackendRegistry registry = BackendRegistry.discover(List.of(jar));
    assertThat(registry.probe("bad"))
        .isInstanceOfSatisfying(
            ProbeResult.Unavailable.class, no -> assertThat(no.reason()).contains("boom"));
  }

  @Test
  void unknownNamesListWhatThereIs() {
    BackendRegistry registry = BackendRegistry.discover();
    assertThatThrownBy(() -> registry.device("cuda:0"))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no backend cuda");
    Path missing = folder.resolve("missing.jar");
    assertThatThrownBy(() -> BackendRegistry.discover(List.of(missing)))
        .hasMessageContaining("missing.jar does not exist");
  }
}
