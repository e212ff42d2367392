// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.fetch;

import dev.colonnade.models.data.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The part of a download that has arrived, {@code NAME.part} beside its later place, locked against
 * a second download. It outlives a broken download and is continued by the next one.
 */
final class PartFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;

  private PartFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  static PartFile open(Path target) {
    Path path = target.resolveSibling(target.getFileName() + ".part");
    try {
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() == null) {
          throw new OverlappingFileLockException();
        }
        return new PartFile(path, channel);
      } catch (OverlappingFileLockException e) {
        channel.close();
        throw DataException.of(
            path, "is being downloaded already", "one download at a time", "Wait for it", e);
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  long size() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  void truncate() {
    try {
      channel.truncate(0);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** Writes at {@code position} and returns the position after. */
  long write(byte[] bytes, int count, long position) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
      long next = position;
      while (buffer.hasRemaining()) {
        next += channel.write(buffer, next);
      }
      return next;
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** The SHA-256 of what has arrived, read through the channel that holds the lock. */
  String checksum() {
    try {
      channel.position(0);
      return Checksum.of(Channels.newInputStream(channel));
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  /** Syncs, closes and renames, so that the target is there whole or not at all. */
  void moveTo(Path target) {
    try {
      channel.force(true);
      channel.close();
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /** Removes a part that holds nothing. */
  void discardIfEmpty() {
    try {
      if (channel.isOpen() && channel.size() == 0) {
        channel.close();
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  static DataException unwritable(Path path, IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      return DataException.of(
          path,
          "writing was interrupted",
          "a download left alone",
          "Fetch again to continue it",
          cause);
    }
    return DataException.of(
        path,
        "cannot be written: " + reason(cause),
        "a writable folder with free space",
        "Free some space or name another folder with --data-dir",
        cause);
  }

  private static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException missing -> missing.getFile() + " cannot be made";
      case AccessDeniedException denied -> "permission denied for " + denied.getFile();
      case FileAlreadyExistsException file -> file.getFile() + " is not a folder";
      case FileSystemException other when other.getReason() != null ->
          other.getFile() + ": " + other.getReason();
      default -> cause.getMessage() == null ? "the system gave no reason" : cause.getMessage();
    };
  }
}
