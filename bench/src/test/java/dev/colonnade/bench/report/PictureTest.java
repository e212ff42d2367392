// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.SyntheticRecords;
import dev.colonnade.bench.record.SyntheticRecords.SyntheticDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PictureTest {
  private static SyntheticDevice team(int threads) {
    return new SyntheticDevice("cpu:0", "Synthetic CPU", "cpu", threads, 9e-6, 20e9 * threads);
  }

  private static List<SummaryRow> rows(List<SyntheticDevice> devices, int... batches) {
    List<MeasurementRecord> records = new ArrayList<>();
    for (SyntheticDevice device : devices) {
      for (int batch : batches) {
        records.add(
            SyntheticRecords.measurement(
                device, SyntheticRecords.workload("study", Map.of("M", 20), batch), 0, 1, true));
      }
    }
    return SummaryRow.of(records);
  }

  private static Picture picture(List<SummaryRow> rows) {
    return new Picture("plot", "A study", rows, List.of(), new Styles());
  }

  /**
   * A study of threads runs each team on a small batch and a large one: two lines, not two axes.
   */
  @Test
  void teamsStandOnTheAxisAndBatchesAreSeries() {
    Picture picture = picture(rows(List.of(team(1), team(2)), 1, 64));
    assertThat(picture.across()).isEqualTo(Picture.Across.THREADS);
    assertThat(picture.series().keySet())
        .containsExactly("cpu:0 (Synthetic CPU), batch 1", "cpu:0 (Synthetic CPU), batch 64");
    assertThat(picture.series().values())
        .allSatisfy(line -> assertThat(line).extracting(picture::x).containsExactly(1.0, 2.0));
  }

  @Test
  void batchesStandOnTheAxisWhereEachDeviceHasOneTeam() {
    Picture picture =
        picture(rows(List.of(SyntheticRecords.SCALAR, SyntheticRecords.VECTOR), 1, 4, 16));
    assertThat(picture.across()).isEqualTo(Picture.Across.BATCH);
    assertThat(picture.series()).hasSize(2);
  }
}
