// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.io.IOException;

/**
 * A results file that cannot be read; the message names file, line, field and what was expected.
 */
public final class RecordFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception with a sentence for the user. */
  public RecordFormatException(String message) {
    super(message);
  }
}
