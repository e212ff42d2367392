// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.format;

import dev.colonnade.models.data.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The files in a {@code .tar} or {@code .tar.gz}, read in place. */
final class TarImages implements ImageTree {
  private final Path archive;

  TarImages(Path archive) {
    this.archive = archive;
  }

  @Override
  public String describe(String name) {
    return archive + "!" + name;
  }

  @Override
  public List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(DataFile.of(archive).open())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile()) {
          names.add(entry.getName());
        }
      }
    } catch (IllegalArgumentException e) {
      throw damaged(archive, e);
    }
    return names;
  }

  @Override
  public void read(Set<String> wanted, Visitor visitor) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(DataFile.of(archive).open())) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile() && wanted.contains(entry.getName())) {
          visitor.visit(entry.getName(), content(tar, entry));
        }
      }
    } catch (IllegalArgumentException e) {
      throw damaged(archive, e);
    }
  }

  private byte[] content(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
    byte[] content =
        entry.getSize() > FolderImages.MOST_BYTES
            ? new byte[0]
            : tar.readNBytes((int) entry.getSize());
    if (content.length != entry.getSize()) {
      throw DataException.of(
          describe(entry.getName()),
          "could be read for " + content.length + " bytes of the " + entry.getSize() + " claimed",
          "a whole image of at most " + FolderImages.MOST_BYTES + " bytes",
          DataFile.GET_AGAIN);
    }
    return content;
  }

  /** The tar reader answers some damaged headers with an argument exception. */
  static DataException damaged(Path archive, IllegalArgumentException cause) {
    return DataException.of(
        archive,
        "is not a sound tar archive (" + cause.getMessage() + ")",
        "a .tar or .tar.gz",
        DataFile.GET_AGAIN,
        cause);
  }
}
