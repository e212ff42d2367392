// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies jars entry by entry, without compression: the archive around them compresses better what
 * was not compressed before, and classes load faster. Left out are native libraries for other
 * platforms; NVIDIA's PTX compiler, which JCuda links statically and nothing here calls; and module
 * declarations, which a class path does not read and over which jdeps stumbles.
 */
final class JarPacker {
  private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|jnilib|dylib|a)");
  private static final Pattern OURS = Pattern.compile("linux[-_/](x86[-_]64|amd64)");
  private static final String UNUSED = "libJNvPTXCompiler";
  private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");

  private JarPacker() {}

  /** Whether an entry is kept. */
  static boolean kept(String name) {
    if (name.endsWith("module-info.class")) {
      return false;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (!NATIVE.matcher(lower).matches()) {
      return true;
    }
    return OURS.matcher(lower).find() && !name.contains(UNUSED);
  }

  /**
   * Copies {@code jar} to {@code target}, the manifest first, all else by name.
   *
   * @throws BundleException if it is signed, since what is left out would break the signature
   */
  static void repack(Path jar, Path target, long epochSeconds) throws IOException {
    try (ZipFile source = new ZipFile(jar.toFile());
        OutputStream out = Files.newOutputStream(target);
        ZipOutputStream entries = new ZipOutputStream(out)) {
      entries.setMethod(ZipOutputStream.STORED);
      List<? extends ZipEntry> all = new ArrayList<>(Collections.list(source.entries()));
      all.sort(
          Comparator.comparing((ZipEntry entry) ->
                  !entry.getName().equals("META-INF/")
                      && !entry.getName().equals("META-INF/MANIFEST.MF"))
              .thenComparing(ZipEntry::getName));
      for (ZipEntry entry : all) {
        if (SIGNATURE.matcher(entry.getName()).matches()) {
          throw new BundleException(
              jar + " is signed and cannot be packed anew; take an unsigned build of it");
        }
        if (kept(entry.getName())) {
          copy(source, entry, entries, epochSeconds);
        }
      }
    }
  }

  private static void copy(
      ZipFile source, ZipEntry entry, ZipOutputStream entries, long epochSeconds)
      throws IOException {
    byte[] content;
    try (InputStream in = source.getInputStream(entry)) {
      content = in.readAllBytes();
    }
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry copy = new ZipEntry(entry.getName());
    copy.setMethod(ZipEntry.STORED);
    copy.setSize(content.length);
    copy.setCompressedSize(content.length);
    copy.setCrc(crc.getValue());
    // Without a zone: the same bytes wherever the bundle is made.
    copy.setTimeLocal(LocalDateTime.ofEpochSecond(epochSeconds, 0, ZoneOffset.UTC));
    entries.putNextEntry(copy);
    entries.write(content);
    entries.closeEntry();
  }
}
