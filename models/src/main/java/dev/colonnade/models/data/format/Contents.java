// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import dev.colonnade.models.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** What a single file holds, told by its first bytes after decompression. */
public enum Contents {
  /** An IDX file. */
  IDX,
  /** An archive that holds CIFAR-10's binary records. */
  TAR_OF_CIFAR10,
  /** Another archive. */
  TAR;

  private static final int TAR_MAGIC_AT = 257;
  private static final byte[] TAR_MAGIC = "ustar".getBytes(StandardCharsets.US_ASCII);

  /**
   * Looks into a file.
   *
   * @throws DataException if it cannot be read or is none of these
   */
  public static Contents of(Path path) {
    DataFile file = DataFile.of(path);
    byte[] start;
    try (InputStream in = file.open()) {
      start = in.readNBytes(TAR_MAGIC_AT + TAR_MAGIC.length);
    } catch (IOException e) {
      throw DataFile.failure(path, e);
    }
    if (start.length >= 4
        && start[0] == 0
        && start[1] == 0
        && start[2] >= 0x08
        && start[2] < 0x10) {
      return IDX;
    }
    if (isTar(start)) {
      return holdsCifar10(file) ? TAR_OF_CIFAR10 : TAR;
    }
    throw DataException.of(
        path,
        "begins with "
            + HexFormat.ofDelimiter(" ").formatHex(start, 0, Math.min(4, start.length))
            + ", which is no data set known here",
        "an IDX file, or a .tar or .tar.gz of images or of CIFAR-10's binary records",
        "Name the form: idx:PATH, cifar10:PATH or folder:PATH");
  }

  private static boolean isTar(byte[] start) {
    if (start.length < TAR_MAGIC_AT + TAR_MAGIC.length) {
      return false;
    }
    for (int i = 0; i < TAR_MAGIC.length; i++) {
      if (start[TAR_MAGIC_AT + i] != TAR_MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean holdsCifar10(DataFile file) {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(file.open())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        String name = entry.getName();
        if (entry.isFile() && (name.endsWith("_batch.bin") || name.endsWith("data_batch_1.bin"))) {
          return true;
        }
        if (entry.isFile() && !name.contains("batch") && !name.endsWith("readme.html")) {
          return false; // an archive of images: no need to read it to its end
        }
      }
      return false;
    } catch (IOException e) {
      throw DataFile.failure(file.path(), e);
    } catch (IllegalArgumentException e) {
      throw TarImages.damaged(file.path(), e);
    }
  }
}
