// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import dev.colonnade.models.data.DataException;
import dev.colonnade.models.data.DataSet;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a gray data set as the pair of raw IDX files that MNIST consists of, so that another
 * program can be given exactly the same images.
 */
public final class IdxWriter {
  private IdxWriter() {}

  /**
   * Writes {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte}, or with the prefix
   * {@code t10k} for a test split, into {@code folder}, which is made where it does not exist. Each
   * file appears whole or not at all.
   *
   * @throws DataException if the images are not gray, there are more than 256 classes, or the
   *     folder cannot be written
   */
  public static void write(DataSet set, Path folder) {
    if (set.channels() != 1 || set.classes() > 256) {
      throw DataException.of(
          folder,
          set + " cannot be written as IDX",
          "gray images of at most 256 classes",
          "Ask for gray images");
    }
    String prefix = IdxFolder.officialPrefix(set.split());
    try {
      Files.createDirectories(folder);
      write(
          folder.resolve(prefix + "-images-idx3-ubyte"),
          out -> {
            out.writeInt(0x0803);
            out.writeInt(set.size());
            out.writeInt(set.height());
            out.writeInt(set.width());
            for (int i = 0; i < set.size(); i++) {
              out.write(set.image(i));
            }
          });
      write(
          folder.resolve(prefix + "-labels-idx1-ubyte"),
          out -> {
            out.writeInt(0x0801);
            out.writeInt(set.size());
            for (int i = 0; i < set.size(); i++) {
              out.writeByte(set.label(i));
            }
          });
    } catch (IOException e) {
      throw DataException.of(
          folder,
          "cannot be written (" + e + ")",
          "a folder with room for " + set,
          "Name a writable folder with free space",
          e);
    }
  }

  private interface Content {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private static void write(Path path, Content content) throws IOException {
    Path partial = path.resolveSibling(path.getFileName() + ".part");
    try (FileChannel channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
      DataOutputStream out = new DataOutputStream(buffered);
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
    Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
