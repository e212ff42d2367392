// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

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

  private final FileChannel channel;
  private final FileLock lock;
  private final Optional<String> recovered;

  private RecordWriter(FileChannel channel, FileLock lock, Optional<String> recovered) {
    this.channel = channel;
    this.lock = lock;
    this.recovered = recovered;
  }

  /**
   * Opens {@code file} for appending and makes it, with its folders, if it is not there.
   *
   * @throws IOException if it cannot be written, or if another process is writing it
   */
  public static RecordWriter open(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock lock = lock(channel, file);
      Optional<String> recovered = setTornLineAside(channel, file);
      channel.position(channel.size());
      return new RecordWriter(channel, lock, recovered);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Replaces the content of {@code file} by these records, all or nothing. */
  public static void writeAll(Path file, Collection<? extends BenchmarkRecord> records)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (BenchmarkRecord record : records) {
      text.append(RecordJson.toLine(record)).append('\n');
    }
    DurableFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Appends one record; when this returns it is on the disk. */
  public void append(BenchmarkRecord record) throws IOException {
    byte[] line = (RecordJson.toLine(record) + "\n").getBytes(StandardCharsets.UTF_8);
    DurableFile.writeFully(channel, ByteBuffer.wrap(line));
    channel.force(true);
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
      DurableFile.writeFully(channel, ByteBuffer.wrap(new byte[] {'\n'}));
      return Optional.empty();
    }
    Path aside = file.resolveSibling(file.getFileName() + ".torn-" + end);
    DurableFile.write(aside, tail);
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
