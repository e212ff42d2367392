// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.bundle;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * The jars that a class path comes to, those named by manifests included.
 *
 * @param main the first
 * @param libraries all others, in their order
 */
public record ClassPathJars(Path main, List<Path> libraries) {
  /** Copies the list. */
  public ClassPathJars {
    libraries = List.copyOf(libraries);
  }

  /**
   * Reads a class path.
   *
   * @throws BundleException if it names folders of classes, or a jar that is not there
   */
  public static ClassPathJars of(String classPath) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      add(Path.of(entry).toAbsolutePath().normalize(), jars);
    }
    return new ClassPathJars(jars.getFirst(), jars.subList(1, jars.size()));
  }

  private static void add(Path jar, List<Path> jars) throws IOException {
    if (jars.contains(jar)) {
      return;
    }
    if (!Files.isRegularFile(jar)) {
      throw new BundleException(
          jar + " on the class path is not a jar; make the bundle with './colonnade bundle'");
    }
    jars.add(jar);
    String others;
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      others =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
    }
    if (others != null) {
      URI base = jar.toUri();
      for (String other : others.strip().split(" +")) {
        add(Path.of(base.resolve(other)).normalize(), jars);
      }
    }
  }
}
