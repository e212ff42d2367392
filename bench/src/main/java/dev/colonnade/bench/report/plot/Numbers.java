// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them: three significant digits, SI prefixes, no locale surprises. */
public final class Numbers {

  private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E"};

  private Numbers() {}

  /** Returns a time: {@code 12.3 µs}. */
  public static String seconds(double seconds) {
    double size = Math.abs(seconds);
    if (size == 0) {
      return "0 s";
    }
    if (size < 0.9995e-6) {
      return significant(seconds * 1e9) + " ns";
    }
    if (size < 0.9995e-3) {
      return significant(seconds * 1e6) + " µs";
    }
    if (size < 0.9995) {
      return significant(seconds * 1e3) + " ms";
    }
    return significant(seconds) + " s";
  }

  /** Returns a quantity with SI prefix and unit: {@code 1.23 GMAC}. */
  public static String si(double value, String unit) {
    double scaled = Math.abs(value);
    int prefix = 0;
    while (scaled >= 999.5 && prefix < PREFIXES.length - 1) {
      scaled /= 1000;
      prefix++;
    }
    String text = (value < 0 ? "-" : "") + significant(scaled);
    String suffix = PREFIXES[prefix] + unit;
    return suffix.isEmpty() ? text : text + " " + suffix;
  }

  /** Returns a counted quantity with SI prefix and unit. */
  public static String si(long value, String unit) {
    return si((double) value, unit);
  }

  /** Returns the text of an axis tick: trailing zeros of {@code 10.0 ms} say nothing there. */
  public static String tick(String text) {
    return text.replaceFirst("(\\d)\\.0+(?=\\D|$)", "$1");
  }

  /** Returns a count with the thousands set apart: {@code 60,000}. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns a count of things: {@code 1 record}, {@code 16 records}. */
  public static String counted(long value, String thing) {
    return counted(count(value), thing);
  }

  /** Returns a count of things, or a range of counts, that is a text already. */
  public static String counted(String count, String thing) {
    return count + " " + plural(count, thing);
  }

  /** Returns the thing as it stands behind a count. */
  public static String plural(String count, String thing) {
    return count.equals("1") ? thing : thing + (thing.endsWith("s") ? "es" : "s");
  }

  /** Returns a rate: four significant digits below ten thousand, whole and set apart above. */
  public static String rate(double value) {
    if (Math.abs(value) >= 9999.5) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return value == 0 ? "0" : plain(value, 4);
  }

  /** Returns a share as a percentage. */
  public static String percent(double share) {
    return significant(share * 100) + " %";
  }

  /** Returns an error in scientific notation: {@code 3.1e-13}. */
  public static String scientific(double value) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%.1e", value)
        : String.valueOf(value);
  }

  /** Returns three significant digits, or all digits of the whole part if those are more. */
  public static String significant(double value) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    if (value == 0) {
      return "0";
    }
    return Math.abs(value) >= 999.5 ? String.format(Locale.ROOT, "%,.0f", value) : plain(value, 3);
  }

  private static String plain(double value, int digits) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
    int scale = digits - (rounded.precision() - rounded.scale());
    return rounded.setScale(Math.max(0, scale), RoundingMode.HALF_EVEN).toPlainString();
  }
}
