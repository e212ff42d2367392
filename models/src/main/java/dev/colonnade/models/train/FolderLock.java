// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second training out of a folder: two would overwrite each other's checkpoints. The system
 * gives the lock back when the process ends, however it does.
 */
final class FolderLock implements AutoCloseable {
  private static final String NAME = ".lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a folder.
   *
   * @throws TrainingException if another training holds it, or the folder cannot be written
   */
  static FolderLock of(Path folder) {
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      boolean locked = false;
      try {
        locked = tryLock(channel) != null;
      } finally {
        if (!locked) {
          channel.close();
        }
      }
      if (!locked) {
        throw new TrainingException(
            "another process trains in " + folder + "; wait for it, or choose another folder");
      }
      return new FolderLock(channel);
    } catch (IOException e) {
      throw new TrainingException(
          "output folder " + folder + " cannot be written (" + e.getMessage() + "); choose another",
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This process holds it already: another trainer of ours.
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new TrainingException("the lock of the output folder cannot be released", e);
    }
  }
}
