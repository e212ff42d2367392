// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data;

import org.jspecify.annotations.Nullable;

/**
 * Says in one or two sentences what is wrong with data: where, what was found, what was expected,
 * and the remedy. Every failure to find, read, check or fetch a data set that the outside world can
 * cause is reported by this type and no other.
 */
public sealed class DataException extends RuntimeException permits DataReferenceException {
  private static final long serialVersionUID = 1L;

  private final String where;
  private final String found;
  private final String expected;
  private final String remedy;

  DataException(
      String where, String found, String expected, String remedy, @Nullable Throwable cause) {
    super(sentence(where, found, expected, remedy), cause);
    this.where = where;
    this.found = found;
    this.expected = expected;
    this.remedy = remedy;
  }

  /**
   * Makes an exception without a cause.
   *
   * @param where the file, folder, archive entry, address or option at fault
   * @param found what was found there, without a closing full stop
   * @param expected what should have been there, without a closing full stop
   * @param remedy what the reader can do, a whole imperative sentence without its full stop
   */
  public static DataException of(Object where, String found, String expected, String remedy) {
    return new DataException(where.toString(), found, expected, remedy, null);
  }

  /** As {@link #of(Object, String, String, String)}, keeping the exception that led here. */
  public static DataException of(
      Object where, String found, String expected, String remedy, Throwable cause) {
    return new DataException(where.toString(), found, expected, remedy, cause);
  }

  private static String sentence(String where, String found, String expected, String remedy) {
    return where + ": " + found + "; expected " + expected + ". " + remedy + ".";
  }

  /** The file, folder, archive entry, address or option at fault. */
  public String where() {
    return where;
  }

  /** What was found there. */
  public String found() {
    return found;
  }

  /** What should have been there. */
  public String expected() {
    return expected;
  }

  /** What the reader can do about it. */
  public String remedy() {
    return remedy;
  }
}
