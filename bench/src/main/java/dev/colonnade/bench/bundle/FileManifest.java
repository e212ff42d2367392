// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What is in a bundle: every file with its size and SHA-256. */
final class FileManifest {
  /** Its name in the bundle; it does not list itself. */
  static final String NAME = "manifest.json";

  /** The same sums in the form that {@code sha256sum -c} reads. */
  static final String SUMS = "SHA256SUMS";

  private static final int BUFFER = 1 << 16;

  /**
   * A file.
   *
   * @param path from the bundle's folder, with slashes
   * @param bytes its size
   * @param sha256 in hexadecimal
   */
  record Entry(String path, long bytes, String sha256) {}

  private FileManifest() {}

  /** Regular files and links below a folder, as paths with slashes, in the order of their names. */
  static SortedMap<String, Path> files(Path folder) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) walk::iterator) {
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          files.put(folder.relativize(file).toString().replace('\\', '/'), file);
        }
      }
    }
    return files;
  }

  /** Sums of all regular files below {@code folder}. */
  static List<Entry> entries(Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Path> file : files(folder).entrySet()) {
      if (Files.isRegularFile(file.getValue(), LinkOption.NOFOLLOW_LINKS)) {
        entries.add(new Entry(file.getKey(), Files.size(file.getValue()), sha256(file.getValue())));
      }
    }
    return entries;
  }

  /**
   * Writes both files.
   *
   * @param facts what the manifest says besides, such as the commit
   */
  static void write(Path folder, Map<String, Object> facts) throws IOException {
    List<Entry> entries = entries(folder);
    Map<String, Object> fields = new LinkedHashMap<>(facts);
    fields.put("files", entries);
    Files.writeString(
        folder.resolve(NAME),
        JsonMapper.builder()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(fields)
            + "\n");
    StringBuilder sums = new StringBuilder();
    entries.forEach(
        entry -> sums.append(entry.sha256()).append("  ").append(entry.path()).append('\n'));
    Files.writeString(folder.resolve(SUMS), sums);
  }

  /** The sum of a file. */
  static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
