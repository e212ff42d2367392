// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles a backend's one source file into a jar, as its author would. */
public final class PluginJar {
  private PluginJar() {}

  /**
   * Makes the jar.
   *
   * @param folder for sources, classes and jar
   * @param name package of the source, and name of the jar
   * @param source of the class {@code Provider} in that package
   */
  public static Path compile(Path folder, String name, String source) throws IOException {
    Path file = Files.createDirectories(folder.resolve(name)).resolve("Provider.java");
    Files.writeString(file, source);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                file.toString());
    if (status != 0) {
      throw new AssertionError("the plug-in " + name + " does not compile");
    }
    Path jar = folder.resolve(name + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Path compiled : classes(folder.resolve(name))) {
        entries.putNextEntry(new JarEntry(name + "/" + compiled.getFileName()));
        entries.write(Files.readAllBytes(compiled));
      }
      entries.putNextEntry(
          new JarEntry("META-INF/services/dev.colonnade.core.backend.BackendProvider"));
      entries.write((name + ".Provider\n").getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static List<Path> classes(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }
}
