// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.fetch;

import dev.colonnade.models.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** SHA-256 of files and of what they hold, in lower-case hexadecimal. */
public final class Checksum {
  /** How a file on disk compares with the official one. */
  public enum Match {
    /** The same bytes. */
    OFFICIAL,
    /** Compressed by another program, or unpacked; what it holds is the same bytes. */
    SAME_CONTENT,
    /** Something else. */
    DIFFERENT
  }

  private Checksum() {}

  /**
   * The checksum of a file's bytes.
   *
   * @throws DataException if it cannot be read
   */
  public static String of(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Compares a file with the official one, first as it lies there, then by what it holds.
   *
   * @throws DataException if it cannot be read
   */
  public static Match compare(Path file, RemoteFile official) {
    String found = of(file);
    if (found.equals(official.sha256())) {
      return Match.OFFICIAL;
    }
    String content = official.contentSha256();
    if (content == null) {
      return Match.DIFFERENT;
    }
    return found.equals(content) || content.equals(unpacked(file))
        ? Match.SAME_CONTENT
        : Match.DIFFERENT;
  }

  /** The checksum of what a gzip file holds, or of nothing where it is not sound gzip. */
  private static String unpacked(Path file) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), 1 << 16)) {
      return of(in);
    } catch (IOException e) {
      return ""; // not gzip: what it holds is its bytes, and those have been compared already
    }
  }

  static String of(InputStream in) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static DataException unreadable(Path file, IOException cause) {
    return DataException.of(
        file, "cannot be read (" + cause + ")", "a readable file", "Check the path", cause);
  }
}
