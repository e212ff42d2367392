// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data;

/**
 * A data set was asked for in words that mean none: an unknown name, or an option that is unknown
 * or out of range. What lies on the disk has no part in it; a path that leads nowhere and a file
 * that is damaged are other {@link DataException}s.
 */
public final class DataReferenceException extends DataException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param where the reference or the part of it at fault
   * @param found what is wrong with it, without a closing full stop
   * @param expected what can be written, without a closing full stop
   * @param remedy what the reader can do, a whole imperative sentence without its full stop
   */
  public DataReferenceException(String where, String found, String expected, String remedy) {
    super(where, found, expected, remedy, null);
  }
}
