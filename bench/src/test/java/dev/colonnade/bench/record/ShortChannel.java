// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A channel on a disk that has room for so many more bytes, and then is full in mid-write. */
final class ShortChannel extends FileChannel {
  private final FileChannel whole;
  private int room;

  ShortChannel(FileChannel whole) {
    this.whole = whole;
    this.room = Integer.MAX_VALUE;
  }

  void setRoom(int bytes) {
    room = bytes;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    if (room == 0) {
      throw new IOException("No space left on device");
    }
    ByteBuffer part = source.slice(source.position(), Math.min(room, source.remaining()));
    int written = whole.write(part);
    source.position(source.position() + written);
    room -= written;
    return written;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return whole.read(target);
  }

  @Override
  public long position() throws IOException {
    return whole.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    whole.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return whole.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    whole.truncate(size);
    return this;
  }

  @Override
  public void force(boolean metadata) throws IOException {
    whole.force(metadata);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return whole.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return whole.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    whole.close();
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw unused();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw unused();
  }

  @Override
  public int read(ByteBuffer target, long position) {
    throw unused();
  }

  @Override
  public int write(ByteBuffer source, long position) {
    throw unused();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw unused();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw unused();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw unused();
  }

  private static UnsupportedOperationException unused() {
    return new UnsupportedOperationException("the writer of records has no need of it");
  }
}
