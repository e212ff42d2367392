// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads results files strictly: every line is checked before any of it is used. */
public final class RecordReader {

  /**
   * What a file held.
   *
   * @param records the records in their order
   * @param torn a sentence about the last line if it was cut off, which is tolerated since every
   *     line before it is whole
   */
  public record Contents(List<BenchmarkRecord> records, Optional<String> torn) {
    /** Copies the list. */
    public Contents {
      records = List.copyOf(records);
    }
  }

  private RecordReader() {}

  /**
   * Reads all records of {@code file}.
   *
   * @throws RecordFormatException if a line is not a valid record of the schema {@link
   *     BenchmarkRecord#SCHEMA}, or if two records share an id
   * @throws IOException if the file cannot be read
   */
  public static Contents read(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    List<BenchmarkRecord> records = new ArrayList<>();
    Map<String, Integer> lineOfId = new HashMap<>();
    int lineNumber = 0;
    int start = 0;
    while (start < text.length()) {
      lineNumber++;
      int newline = text.indexOf('\n', start);
      String line = text.substring(start, newline < 0 ? text.length() : newline);
      if (newline < 0 && !isWhole(line)) {
        return new Contents(
            records,
            Optional.of(
                file
                    + ", line "
                    + lineNumber
                    + " is cut off after "
                    + line.length()
                    + " characters (a run was stopped while writing); the "
                    + records.size()
                    + " records before it were read"));
      }
      start = newline < 0 ? text.length() : newline + 1;
      if (line.isBlank()) {
        continue;
      }
      BenchmarkRecord record = parse(file, lineNumber, line);
      Integer former = lineOfId.putIfAbsent(record.id(), lineNumber);
      if (former != null) {
        throw new RecordFormatException(
            file
                + ", line "
                + lineNumber
                + ": id \""
                + record.id()
                + "\" stands on line "
                + former
                + " too; each record has its own");
      }
      records.add(record);
    }
    return new Contents(records, Optional.empty());
  }

  /** Whether the text is one complete JSON object; only a cut-off line is not. */
  static boolean isWhole(String line) {
    return RecordJson.isObject(line);
  }

  private static BenchmarkRecord parse(Path file, int lineNumber, String line)
      throws RecordFormatException {
    try {
      return RecordJson.fromLine(line);
    } catch (IllegalArgumentException e) {
      RecordFormatException failure =
          new RecordFormatException(file + ", line " + lineNumber + ": " + e.getMessage());
      failure.initCause(e);
      throw failure;
    }
  }
}
