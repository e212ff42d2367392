// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import dev.colonnade.core.runtime.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes a file for the user: whole or not at all, and where it fails with a sentence. */
public final class ResultFile {
  private ResultFile() {}

  /**
   * Replaces the content of {@code file}; missing folders are made.
   *
   * @throws UnwritableFileException if it cannot be written; a former file is then left as it was
   */
  public static void write(Path file, String text) throws UnwritableFileException {
    try {
      AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UnwritableFileException(file, e);
    }
  }
}
