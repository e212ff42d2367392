// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.bundle;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZOutputStream;

/**
 * Writes a folder as {@code .tar.xz}: entries by name, one time stamp, no owner, so that equal
 * content gives equal bytes.
 */
final class TarXz {
  private static final int EXECUTABLE = 0100755;
  private static final int LINK = 0120777;
  private static final int PLAIN = 0100644;

  private TarXz() {}

  /** Packs {@code folder}, under its own name, into {@code archive}. */
  static void write(Path folder, Path archive, long epochSeconds) throws IOException {
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
        XZOutputStream xz = new XZOutputStream(file, filters());
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(xz, StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      String root = folder.getFileName() + "/";
      for (Map.Entry<String, Path> entry : FileManifest.files(folder).entrySet()) {
        put(tar, root + entry.getKey(), entry.getValue(), epochSeconds);
      }
    }
  }

  /** A dictionary that holds the most of a bundle; code of x86 is made more alike first. */
  private static FilterOptions[] filters() throws UnsupportedOptionsException {
    LZMA2Options lzma = new LZMA2Options(9);
    return new FilterOptions[] {new X86Options(), lzma};
  }

  private static void put(TarArchiveOutputStream tar, String name, Path file, long epochSeconds)
      throws IOException {
    boolean link = Files.isSymbolicLink(file);
    TarArchiveEntry entry =
        link ? new TarArchiveEntry(name, TarConstants.LF_SYMLINK) : new TarArchiveEntry(name);
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    entry.setModTime(epochSeconds * 1000);
    if (link) {
      entry.setMode(LINK);
      entry.setLinkName(Files.readSymbolicLink(file).toString());
      tar.putArchiveEntry(entry);
    } else {
      entry.setSize(Files.size(file));
      entry.setMode(Files.isExecutable(file) ? EXECUTABLE : PLAIN);
      tar.putArchiveEntry(entry);
      Files.copy(file, tar);
    }
    tar.closeArchiveEntry();
  }
}
