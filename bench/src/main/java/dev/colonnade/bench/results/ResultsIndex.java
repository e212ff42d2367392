// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.results;

import dev.colonnade.bench.record.RecordFormatException;
import dev.colonnade.bench.record.RecordReader;
import dev.colonnade.bench.record.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was run where, of all records below one folder. The index is a file beside them that saves
 * reading them again; it is made anew from the records when it is lost, damaged or of another
 * version, and brought up to date whenever it is read.
 *
 * @param entries runs, the latest first
 * @param notices sentences about the index itself
 */
public record ResultsIndex(List<RunEntry> entries, List<String> notices) {
  /** Name of the file of the index. */
  public static final String NAME = "index.json";

  private static final String SCHEMA = "colonnade-results/1";
  private static final int DEPTH = 4;
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Copies the lists. */
  public ResultsIndex {
    entries = List.copyOf(entries);
    notices = List.copyOf(notices);
  }

  /**
   * The file.
   *
   * @param schema version of the form
   * @param entries runs
   */
  record Stored(String schema, List<RunEntry> entries) {}

  /**
   * Reads the index of a folder, brings it up to date, and writes it if it changed.
   *
   * @throws ResultsException if there is no such folder
   */
  public static ResultsIndex of(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new ResultsException(
          folder
              + " is no folder of results; 'colonnade scaling' makes one, or give it with --dir");
    }
    List<String> notices = new ArrayList<>();
    Optional<List<RunEntry>> stored = stored(folder.resolve(NAME), notices);
    List<RunEntry> entries = upToDate(folder, stored.orElse(List.of()));
    if (stored.isEmpty() || !stored.get().equals(entries)) {
      ResultFile.write(
          folder.resolve(NAME), MAPPER.writeValueAsString(new Stored(SCHEMA, entries)) + "\n");
    }
    return new ResultsIndex(entries, notices);
  }

  /** The runs whose id begins so, or whose records lie in the folder of this name. */
  public List<RunEntry> find(String id) {
    return entries.stream()
        .filter(entry ->
            (!entry.runId().isEmpty() && entry.runId().startsWith(id))
                || entry.file().equals(id + "/" + RecordSource.RECORDS))
        .toList();
  }

  private static Optional<List<RunEntry>> stored(Path file, List<String> notices)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Stored stored = MAPPER.readValue(Files.readString(file), Stored.class);
      if (SCHEMA.equals(stored.schema())) {
        return Optional.of(stored.entries());
      }
      notices.add(file + " is of another version; it was made anew from the records");
    } catch (JacksonException e) {
      notices.add(file + " could not be read; it was made anew from the records");
    }
    return Optional.empty();
  }

  private static List<RunEntry> upToDate(Path folder, List<RunEntry> known) throws IOException {
    Map<String, List<RunEntry>> byFile =
        known.stream()
            .collect(Collectors.groupingBy(RunEntry::file, TreeMap::new, Collectors.toList()));
    List<RunEntry> entries = new ArrayList<>();
    for (Path file : recordFiles(folder)) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      long bytes = Files.size(file);
      long modified = Files.getLastModifiedTime(file).toMillis();
      List<RunEntry> before = byFile.remove(name);
      boolean same =
          before != null
              && before.stream()
                  .allMatch(e ->
                      e.bytes() == bytes
                          && e.modifiedMillis() == modified
                          && !e.status().equals(RunEntry.MISSING));
      entries.addAll(same ? before : read(file, name, bytes, modified));
    }
    byFile.values().forEach(gone -> gone.forEach(entry -> entries.add(entry.gone())));
    entries.sort(Comparator.comparing(RunEntry::started).reversed().thenComparing(RunEntry::file));
    return List.copyOf(entries);
  }

  private static List<RunEntry> read(Path file, String name, long bytes, long modified)
      throws IOException {
    try {
      RecordReader.Contents contents = RecordReader.read(file);
      return RunEntry.of(name, bytes, modified, contents.records(), contents.torn().orElse(""));
    } catch (RecordFormatException e) {
      return List.of(RunEntry.broken(name, bytes, modified, String.valueOf(e.getMessage())));
    }
  }

  private static List<Path> recordFiles(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder, DEPTH)) {
      return walk.filter(file -> file.getFileName().toString().equals(RecordSource.RECORDS))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }
}
