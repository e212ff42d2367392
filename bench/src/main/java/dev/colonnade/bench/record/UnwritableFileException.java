// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * A file of results cannot be made or written. The Java library reports a folder that cannot be
 * made with the same exception as a file that is not there to be read; only who wrote knows which
 * it was.
 */
public final class UnwritableFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Says which file it was, and why.
   *
   * @param file what was to be written
   * @param cause why it could not be
   */
  public UnwritableFileException(Path file, IOException cause) {
    super(file + " cannot be written: " + reason(cause) + "; choose another place", cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException missing -> missing.getFile() + " cannot be made";
      case AccessDeniedException denied -> "permission denied for " + denied.getFile();
      case FileAlreadyExistsException file -> file.getFile() + " is not a folder";
      case NotDirectoryException file -> file.getFile() + " is not a folder";
      case FileSystemException other when other.getReason() != null ->
          other.getFile() + ": " + other.getReason();
      default -> cause.getMessage() == null ? cause.toString() : cause.getMessage();
    };
  }
}
