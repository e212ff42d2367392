// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import dev.colonnade.bench.record.MeasurementRecord;
import java.util.List;

/**
 * One side of a comparison.
 *
 * @param label file or folder that the records came from
 * @param records its measurements
 */
public record Side(String label, List<MeasurementRecord> records) {
  /** Copies the list. */
  public Side {
    records = List.copyOf(records);
  }

  /** Those of its records in which a field has this value; ids of runs and commits may be short. */
  public Side where(String path, String value) {
    boolean prefix = path.equals("run.runId") || path.equals("run.commit");
    return new Side(
        label,
        records.stream()
            .filter(record ->
                new RecordFields(record)
                    .value(path)
                    .filter(text -> prefix ? text.startsWith(value) : text.equals(value))
                    .isPresent())
            .toList());
  }
}
