// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import dev.colonnade.core.runtime.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/**
 * Appends records to a results file, one JSON line each, every line on the disk before the call
 * returns.
 *
 * <p>If a former writer was killed within a line, opening moves that torn line to a file beside it
 * and says so in {@link #recovered()}; whole lines are never touched. One writer at a time: the
 * file is locked while it is open.
 */
public final class RecordWriter implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;
  private final Optional<String> recovered;

  private RecordWriter(Path file, FileChannel channel, FileLock lock, Optional<String> recovered) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
    this.recovered = recovered;
  }

  /**
   * Opens {@code file} for appending and makes it, with its folders, if it is not there.
   *
   * @throws UnwritableFileException if it cannot be made or written
   * @throws IOException if another process is writing it
   */
  public static RecordWriter open(Path file) throws IOException {
    return on(file, channel(file));
  }

  private static FileChannel channel(Path file) throws IOException {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      return FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UnwritableFileException(file, e);
    }
  }

  /** As {@link #open(Path)}, on a channel of the file that this object closes. */
  static RecordWriter on(Path file, FileChannel channel) throws IOException {
    try {
      FileLock lock = lock(channel, file);
      Optional<String> recovered = setTornLineAside(channel, file);
      channel.position(channel.size());
      return new RecordWriter(file, channel, lock, recovered);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Replaces the content of {@code file} by these records, all or nothing.
   *
   * @throws UnwritableFileException if it cannot be written
   */
  public static void writeAll(Path file, Collection<? extends BenchmarkRecord> records)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (BenchmarkRecord record : records) {
      text.append(RecordJson.toLine(record)).append('\n');
    }
    ResultFile.write(file, text.toString());
  }

  /**
   * Appends one record; when this returns it is on the disk.
   *
   * @throws UnwritableFileException if it cannot be written; the file then ends where it ended
   *     before, so that the next record does not follow half of this one
   */
  public void append(BenchmarkRecord record) throws IOException {
    byte[] line = (RecordJson.toLine(record) + "\n").getBytes(StandardCharsets.UTF_8);
    long end = channel.position();
    try {
      AtomicFiles.writeFully(channel, ByteBuffer.wrap(line));
      channel.force(true);
    } catch (IOException e) {
      UnwritableFileException failure = new UnwritableFileException(file, e);
      try {
        channel.truncate(end);
        channel.position(end);
        channel.force(true);
      } catch (IOException again) {
        failure.addSuppressed(again);
      }
      throw failure;
    }
  }

  /** Returns what was set aside when the file was opened, as a sentence for the user. */
  public Optional<String> recovered() {
    return recovered;
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      lock.release();
    }
  }

  private static FileLock lock(FileChannel channel, Path file) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new IOException(
          file + " is being written by another run; wait for it or choose another folder");
    }
    return lock;
  }

  private static Optional<String> setTornLineAside(FileChannel channel, Path file)
      throws IOException {
    byte[] content = Files.readAllBytes(file);
    int end = content.length;
    while (end > 0 && content[end - 1] != '\n') {
      end--;
    }
    if (end == content.length) {
      return Optional.empty();
    }
    byte[] tail = Arrays.copyOfRange(content, end, content.length);
    if (RecordReader.isWhole(new String(tail, StandardCharsets.UTF_8))) {
      channel.position(content.length);
      AtomicFiles.writeFully(channel, ByteBuffer.wrap(new byte[] {'\n'}));
      return Optional.empty();
    }
    Path aside = file.resolveSibling(file.getFileName() + ".torn-" + end);
    AtomicFiles.write(aside, tail);
    channel.truncate(end);
    channel.force(true);
    return Optional.of(
        file
            + " ended within a line (a former run was stopped while writing); its "
            + tail.length
            + " bytes now lie in "
            + aside.getFileName());
  }
}
