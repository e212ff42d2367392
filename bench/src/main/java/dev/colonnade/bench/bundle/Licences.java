// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Licences and notices of the jars of others: those that lie in the jars, and for the jars that
 * carry none the texts kept here. A jar with neither is an error, not a gap.
 */
final class Licences {
  private static final Pattern NOTICE =
      Pattern.compile("META-INF/[^/]*(LICEN[SC]E|NOTICE)[^/]*", Pattern.CASE_INSENSITIVE);

  /** Jars without a text of their own, by the beginning of their names. */
  private static final SortedMap<String, String> KEPT =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("jcuda-", "jcuda.txt"),
              Map.entry("jline-", "jline.txt"),
              Map.entry("jspecify-", "apache-2.0"),
              Map.entry("oshi-", "oshi.txt"),
              Map.entry("picocli-", "apache-2.0"),
              Map.entry("progressbar-", "progressbar.txt"),
              Map.entry("tomlj-", "tomlj.txt"),
              Map.entry("xchart-", "apache-2.0"),
              Map.entry("xz-", "xz.txt")));

  private Licences() {}

  /**
   * Writes them to a folder for each jar.
   *
   * @param jars those of others
   * @param licence our own file, the text of the Apache License 2.0
   * @param target folder that is made
   */
  static void write(List<Path> jars, Path licence, Path target) throws IOException {
    List<String> uncovered = new ArrayList<>();
    for (Path jar : jars) {
      String name = String.valueOf(jar.getFileName());
      Path folder = Files.createDirectories(target.resolve(name.replaceFirst("\\.jar$", "")));
      if (!fromJar(jar, folder) && !kept(name, licence, folder)) {
        uncovered.add(name);
      }
    }
    if (!uncovered.isEmpty()) {
      throw new BundleException(
          "no licence is known of "
              + String.join(", ", uncovered)
              + "; add its text to the bundle's licences before giving it away");
    }
  }

  private static boolean fromJar(Path jar, Path folder) throws IOException {
    boolean found = false;
    try (ZipFile file = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(file.entries())) {
        if (NOTICE.matcher(entry.getName()).matches() && !entry.isDirectory()) {
          try (InputStream in = file.getInputStream(entry)) {
            Files.copy(in, folder.resolve(entry.getName().substring("META-INF/".length())));
          }
          found = true;
        }
      }
    }
    return found;
  }

  private static boolean kept(String jar, Path licence, Path folder) throws IOException {
    for (var known : KEPT.entrySet()) {
      if (jar.startsWith(known.getKey())) {
        if (known.getValue().equals("apache-2.0") || known.getValue().equals("tomlj.txt")) {
          Files.copy(licence, folder.resolve("LICENSE"));
        }
        if (known.getValue().endsWith(".txt")) {
          try (InputStream in =
              Licences.class.getResourceAsStream("licences/" + known.getValue())) {
            if (in == null) {
              throw new BundleException("the licence text " + known.getValue() + " is missing");
            }
            Files.copy(in, folder.resolve("NOTICE.txt"));
          }
        }
        return true;
      }
    }
    return false;
  }
}
