// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.Choices;
import dev.colonnade.bench.report.plot.Numbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Names series by device, and by whatever else differs between the rows: nothing is joined that was
 * measured under different conditions, and nothing is said that is the same for all.
 */
final class SeriesLabels {

  private final Map<String, Function<GroupKey, String>> varying = new LinkedHashMap<>();

  SeriesLabels(List<SummaryRow> rows, Picture.Across across) {
    Map<String, Function<GroupKey, String>> attributes = new LinkedHashMap<>();
    attributes.put("%s", k -> k.pass().key());
    if (across != Picture.Across.BATCH) {
      attributes.put("batch %s", k -> String.valueOf(k.batch()));
    }
    attributes.put("candidate %s", k -> k.choice(Choices.CANDIDATE, Choices.MEDIAN));
    attributes.put("convolution %s", k -> k.choice(Choices.CONVOLUTION, Choices.DIRECT));
    if (across != Picture.Across.MACS && across != Picture.Across.WEIGHTS) {
      attributes.put("net %s", GroupKey::net);
    }
    attributes.put("math %s", k -> k.setup().mathMode());
    attributes.put("storage %s", k -> k.setup().storage());
    attributes.put("deterministic %s", k -> String.valueOf(k.setup().deterministic()));
    attributes.put("machine %s", k -> k.setup().host());
    attributes.put("commit %s", k -> shortened(k.setup().commit()));
    attributes.put("run %s", k -> k.setup().runId());
    attributes.forEach((name, value) -> {
      if (rows.stream().map(r -> value.apply(r.key())).distinct().count() > 1) {
        varying.put(name, value);
      }
    });
    boolean teams =
        rows.stream()
                .map(r -> r.key().setup().deviceId() + "|" + r.key().setup().threads())
                .distinct()
                .count()
            > rows.stream().map(r -> r.key().setup().deviceId()).distinct().count();
    if (teams && across != Picture.Across.THREADS) {
      varying.put("with %s", k -> threads(k.setup().threads()));
    }
  }

  String of(SummaryRow row) {
    GroupKey key = row.key();
    StringBuilder label =
        new StringBuilder(key.setup().deviceId() + " (" + key.setup().deviceName() + ")");
    varying.forEach(
        (name, value) -> label.append(", ").append(name.replace("%s", value.apply(key))));
    return label.toString();
  }

  private static String threads(String count) {
    return Numbers.counted(count, "thread");
  }

  static String shortened(String commit) {
    return commit.length() > 12 && !commit.contains(" ") ? commit.substring(0, 12) : commit;
  }
}
