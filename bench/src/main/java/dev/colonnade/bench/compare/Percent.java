// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import java.util.Locale;

/** Relative differences as people read them. */
final class Percent {
  private Percent() {}

  /** "5.1 % longer" or "4.9 % less" of the ratio with this natural logarithm. */
  static String signed(double log) {
    double share = Math.expm1(log);
    return String.format(
        Locale.ROOT, "%.1f %% %s", 100 * Math.abs(share), share >= 0 ? "longer" : "less");
  }

  /** The margin as it was typed. */
  static String of(double share) {
    return String.valueOf(Math.round(share * 1e6) / 1e4).replaceFirst("\\.0$", "") + " %";
  }
}
