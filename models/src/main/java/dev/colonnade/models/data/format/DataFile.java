// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import dev.colonnade.models.data.DataException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A regular file that is there and not empty, raw or gzip-compressed. Compression is told by the
 * first two bytes, never by the name.
 */
final class DataFile {
  /** Deflate cannot do better than this many bytes out of one (RFC 1951: 258 bytes in 2 bits). */
  static final int MAX_DEFLATE_RATIO = 1032;

  static final String GET_AGAIN =
      "Copy or download it again ('colonnade data fetch mnist' and 'colonnade data fetch cifar10'"
          + " get the official files)";

  private final Path path;
  private final long length;
  private final boolean compressed;

  private DataFile(Path path, long length, boolean compressed) {
    this.path = path;
    this.length = length;
    this.compressed = compressed;
  }

  static DataFile of(Path path) {
    try {
      if (Files.isDirectory(path)) {
        throw DataException.of(
            path, "is a folder", "a file", "Name a file inside it, or use the form for folders");
      }
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      if (!Files.isRegularFile(path)) {
        throw DataException.of(
            path, "is not a regular file", "a file of a data set", "Name the file itself");
      }
      long length = Files.size(path);
      if (length == 0) {
        throw DataException.of(path, "the file is empty (0 bytes)", "a file of data", GET_AGAIN);
      }
      try (InputStream in = Files.newInputStream(path)) {
        byte[] magic = in.readNBytes(2);
        boolean compressed =
            magic.length == 2 && magic[0] == (byte) 0x1f && magic[1] == (byte) 0x8b;
        return new DataFile(path, length, compressed);
      }
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  Path path() {
    return path;
  }

  /** Bytes on disk. */
  long length() {
    return length;
  }

  boolean compressed() {
    return compressed;
  }

  /** The file's content, decompressed where it is compressed. */
  InputStream open() throws IOException {
    InputStream raw = Files.newInputStream(path);
    try {
      return compressed
          ? new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16)
          : new BufferedInputStream(raw, 1 << 16);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** The most bytes that {@link #open} can deliver. */
  long mostBytes() {
    return compressed ? Math.multiplyExact(length, (long) MAX_DEFLATE_RATIO) : length;
  }

  /** The sentence for an I/O failure at {@code where}. */
  static DataException failure(Object where, IOException cause) {
    return switch (cause) {
      case NoSuchFileException _ ->
          DataException.of(
              where, "does not exist", "a readable file or folder", "Check the path", cause);
      case AccessDeniedException _ ->
          DataException.of(
              where,
              "may not be read by this user",
              "a readable file or folder",
              "Change its permissions",
              cause);
      case EOFException _ ->
          DataException.of(
              where, "the compressed data ends early", "a whole file", GET_AGAIN, cause);
      case ZipException _ ->
          DataException.of(
              where,
              "the gzip data is corrupt (" + reason(cause) + ")",
              "a sound gzip file",
              GET_AGAIN,
              cause);
      case FileSystemException _ ->
          DataException.of(
              where, reason(cause), "a readable file or folder", "Check the path", cause);
      default ->
          DataException.of(
              where, "cannot be read (" + reason(cause) + ")", "a sound file", GET_AGAIN, cause);
    };
  }

  private static String reason(IOException cause) {
    String message =
        cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
