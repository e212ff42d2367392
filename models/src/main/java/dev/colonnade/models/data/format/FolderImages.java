// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import dev.colonnade.models.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files under a folder; links are followed. */
final class FolderImages implements ImageTree {
  static final long MOST_BYTES = 1L << 28;

  private final Path root;

  FolderImages(Path root) {
    this.root = root;
  }

  @Override
  public String describe(String name) {
    return root.resolve(name).toString();
  }

  @Override
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.isRegularFile(file)) {
          names.add(root.relativize(file).toString().replace('\\', '/'));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return names;
  }

  @Override
  public void read(Set<String> wanted, Visitor visitor) {
    for (String name : new TreeSet<>(wanted)) {
      Path file = root.resolve(name);
      try {
        if (Files.size(file) > MOST_BYTES) {
          throw DataException.of(
              file,
              "is " + Files.size(file) + " bytes long",
              "at most " + MOST_BYTES + " bytes in one encoded image",
              "Move it out of the folder");
        }
        visitor.visit(name, Files.readAllBytes(file));
      } catch (IOException e) {
        throw DataFile.failure(file, e);
      }
    }
  }
}
