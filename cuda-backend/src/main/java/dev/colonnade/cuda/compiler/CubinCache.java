// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compiler;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.runtime.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compiled images on disk, one file each, named by the SHA-256 of everything they were made from. A
 * file is a line {@code colonnade-cubin 1}, the SHA-256 of the image in hexadecimal on the next
 * line, and the image. A file that does not check counts as absent, so that it is made anew.
 */
public final class CubinCache {
  private static final String MAGIC = "colonnade-cubin 1\n";
  private static final int HEADER_BYTES = MAGIC.length() + 64 + 1;

  private static final String REMEDY =
      "; let it be read and written, or set XDG_CACHE_HOME to a folder that can";

  private final Path folder;

  /** A cache in this folder, which is made when the first image is stored. */
  public CubinCache(Path folder) {
    this.folder = folder;
  }

  /** The name of what these inputs give; every part is framed by its length. */
  static String key(
      String compiler,
      String name,
      String source,
      Map<String, String> headers,
      List<String> options) {
    MessageDigest digest = sha256();
    add(digest, compiler);
    add(digest, name);
    add(digest, source);
    add(digest, Integer.toString(headers.size()));
    new TreeMap<>(headers)
        .forEach((include, text) -> {
          add(digest, include);
          add(digest, text);
        });
    options.forEach(option -> add(digest, option));
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The image of a key, if it is there and whole.
   *
   * @throws BackendException if the file is there and cannot be read
   */
  Optional<byte[]> find(String key) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file(key));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BackendException(
          "the compiled kernels of " + file(key) + " cannot be read: " + e + REMEDY, e);
    }
    if (bytes.length <= HEADER_BYTES) {
      return Optional.empty();
    }
    byte[] image = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
    byte[] header = Arrays.copyOf(bytes, HEADER_BYTES);
    return Arrays.equals(header, header(image)) ? Optional.of(image) : Optional.empty();
  }

  /**
   * Stores an image.
   *
   * @throws BackendException if the folder cannot be written
   */
  void store(String key, byte[] image) {
    byte[] bytes = Arrays.copyOf(header(image), HEADER_BYTES + image.length);
    System.arraycopy(image, 0, bytes, HEADER_BYTES, image.length);
    try {
      Files.createDirectories(folder);
      AtomicFiles.write(file(key), bytes);
    } catch (IOException e) {
      throw new BackendException(
          "compiled kernels cannot be stored in " + folder + ": " + e + REMEDY, e);
    }
  }

  /** The file of a key. */
  Path file(String key) {
    return folder.resolve(key + ".cubin");
  }

  private static byte[] header(byte[] image) {
    String sum = HexFormat.of().formatHex(sha256().digest(image));
    return (MAGIC + sum + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
