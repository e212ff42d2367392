// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.digits;

import dev.colonnade.models.data.DataReferenceException;
import java.util.Locale;

/**
 * What to draw.
 *
 * @param train images in the training split, at least 10
 * @param test images in the test split, at least 10
 * @param seed other seeds give other images; the two splits never share their random numbers
 * @param size rows and columns of each image, 12 to 256
 * @param difficulty how far hand, pen and paper go astray
 */
public record DigitOptions(int train, int test, long seed, int size, Difficulty difficulty) {
  /** 10,000 training and 2,000 test images of 28x28 pixels, of normal difficulty. */
  public static final DigitOptions DEFAULT =
      new DigitOptions(10_000, 2_000, 1, 28, Difficulty.NORMAL);

  private static final String NOTATION =
      "digits:train=10000,test=2000,seed=1,size=28,difficulty=easy|normal|hard, each part optional";

  /** Checks the ranges. */
  public DigitOptions {
    require("train=" + train, train >= 10 && train <= 2_000_000);
    require("test=" + test, test >= 10 && test <= 2_000_000);
    require("size=" + size, size >= 12 && size <= 256);
  }

  /**
   * Reads {@code train=5000,test=1000,seed=7,size=32,difficulty=hard}; what is not named keeps its
   * default, and an empty text is the default.
   *
   * @throws DataReferenceException if a key is unknown or a value out of its range
   */
  public static DigitOptions parse(String text) {
    DigitOptions options = DEFAULT;
    if (text.isBlank()) {
      return options;
    }
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String key = equals < 0 ? part : part.substring(0, equals).strip();
      String value = equals < 0 ? "" : part.substring(equals + 1).strip();
      options = options.with(part, key, value);
    }
    return options;
  }

  private DigitOptions with(String part, String key, String value) {
    try {
      return switch (key) {
        case "train" -> new DigitOptions(Integer.parseInt(value), test, seed, size, difficulty);
        case "test" -> new DigitOptions(train, Integer.parseInt(value), seed, size, difficulty);
        case "seed" -> new DigitOptions(train, test, Long.parseLong(value), size, difficulty);
        case "size" -> new DigitOptions(train, test, seed, Integer.parseInt(value), difficulty);
        case "difficulty" ->
            new DigitOptions(
                train, test, seed, size, Difficulty.valueOf(value.toUpperCase(Locale.ROOT)));
        default -> throw problem(part);
      };
    } catch (DataReferenceException e) {
      throw e;
    } catch (IllegalArgumentException e) { // a number or a difficulty that is none
      throw problem(part);
    }
  }

  private static void require(String part, boolean holds) {
    if (!holds) {
      throw problem(part);
    }
  }

  private static DataReferenceException problem(String part) {
    return new DataReferenceException(
        "digits option '" + part + "'",
        "unknown or out of range",
        NOTATION,
        "Give 10 to 2000000 images of 12 to 256 pixels");
  }

  /** The notation that the catalogue reads, in full: {@code digits:train=...}. */
  @Override
  public String toString() {
    return "digits:train="
        + train
        + ",test="
        + test
        + ",seed="
        + seed
        + ",size="
        + size
        + ",difficulty="
        + difficulty.name().toLowerCase(Locale.ROOT);
  }
}
