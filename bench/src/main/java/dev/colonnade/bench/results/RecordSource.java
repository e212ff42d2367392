// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.results;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.RecordFormatException;
import dev.colonnade.bench.record.RecordReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Records as a command names them: a file, or a folder that holds {@code records.jsonl}.
 *
 * @param file the file
 * @param records all of it
 * @param torn a sentence if its last line was cut off
 */
public record RecordSource(Path file, List<BenchmarkRecord> records, Optional<String> torn) {
  /** Name of the file of records in a folder of results. */
  public static final String RECORDS = "records.jsonl";

  /** Copies the list. */
  public RecordSource {
    records = List.copyOf(records);
  }

  /**
   * Reads them.
   *
   * @throws ResultsException if there is no such file
   * @throws RecordFormatException if a line is no record
   */
  public static RecordSource read(Path source) throws IOException {
    Path file = Files.isDirectory(source) ? source.resolve(RECORDS) : source;
    if (!Files.isRegularFile(file)) {
      throw new ResultsException(
          file + " does not exist; give the --out folder of a 'colonnade scaling', or its file");
    }
    RecordReader.Contents contents = RecordReader.read(file);
    return new RecordSource(file, contents.records(), contents.torn());
  }

  /** The measurements among them. */
  public List<MeasurementRecord> measurements() {
    return records.stream()
        .filter(MeasurementRecord.class::isInstance)
        .map(MeasurementRecord.class::cast)
        .toList();
  }
}
