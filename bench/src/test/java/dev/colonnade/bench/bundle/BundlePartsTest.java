// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.XZInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BundlePartsTest {
  private static final long EPOCH = 1_700_000_000;

  @TempDir Path folder;

  @Test
  void modulesAreReadFromWhatJdepsPrints() {
    String printed =
        """
           java.base
           java.desktop/java.beans
           jdk.internal.vm.ci
           not found
           jdk.management
        """;
    assertThat(RuntimeImage.parse(printed))
        .containsExactly("java.base", "java.desktop", "jdk.management");
  }

  @Test
  void modulesThatNothingNamesAreThere() throws Exception {
    Path jar = jar("some.jar", "a.txt", "b.txt");
    assertThat(RuntimeImage.modules(Path.of(System.getProperty("java.home")), List.of(jar)))
        .contains("jdk.incubator.vector", "jdk.management", "jdk.unsupported");
  }

  @Test
  void aJavaWithoutJlinkIsNamed() {
    assertThatThrownBy(() -> RuntimeImage.modules(folder, List.of()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("JAVA_HOME");
  }

  @Test
  void onlyNativeLibrariesOfThisPlatformAreKept() {
    assertThat(JarPacker.kept("com/sun/jna/linux-x86-64/libjnidispatch.so")).isTrue();
    assertThat(JarPacker.kept("lib/libJCudaDriver-12.6.0-linux-x86_64.so")).isTrue();
    assertThat(JarPacker.kept("lib/libJNvPTXCompiler-12.6.0-linux-x86_64.so")).isFalse();
    assertThat(JarPacker.kept("com/sun/jna/linux-aarch64/libjnidispatch.so")).isFalse();
    assertThat(JarPacker.kept("com/sun/jna/win32-x86-64/jnidispatch.dll")).isFalse();
    assertThat(JarPacker.kept("com/sun/jna/aix-ppc/libjnidispatch.a")).isFalse();
    assertThat(JarPacker.kept("META-INF/versions/9/module-info.class")).isFalse();
    assertThat(JarPacker.kept("dev/colonnade/Some.class")).isTrue();
  }

  @Test
  void theSameContentInAnotherOrderGivesTheSameJar() throws Exception {
    Path first = jar("first.jar", "a.txt", "b.txt");
    Path second = jar("second.jar", "b.txt", "a.txt");
    JarPacker.repack(first, folder.resolve("one.jar"), EPOCH);
    JarPacker.repack(second, folder.resolve("two.jar"), EPOCH);
    assertThat(folder.resolve("one.jar")).hasSameBinaryContentAs(folder.resolve("two.jar"));
  }

  @Test
  void archivesAreOrderedStampedAndReproducible() throws Exception {
    Path tree = tree();
    TarXz.write(tree, folder.resolve("one.tar.xz"), EPOCH);
    Files.setLastModifiedTime(tree.resolve("b/run"), FileTime.fromMillis(1));
    TarXz.write(tree, folder.resolve("two.tar.xz"), EPOCH);
    assertThat(folder.resolve("one.tar.xz")).hasSameBinaryContentAs(folder.resolve("two.tar.xz"));
    List<String> seen = new ArrayList<>();
    try (InputStream in = Files.newInputStream(folder.resolve("one.tar.xz"));
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(in))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        assertThat(e.getLastModifiedTime().toInstant().getEpochSecond()).isEqualTo(EPOCH);
        seen.add(
            e.getName()
                + (e.isSymbolicLink() ? " -> " + e.getLinkName() : "")
                + " "
                + Integer.toOctalString(e.getMode() & 0777));
      }
    }
    assertThat(seen).containsExactly("tree/a.txt 644", "tree/b/link -> run 777", "tree/b/run 755");
  }

  @Test
  void theManifestNamesEveryFileWithItsSum() throws Exception {
    Path tree = tree();
    FileManifest.write(tree, Map.of("commit", "abc"));
    JsonNode manifest =
        JsonMapper.builder().build().readTree(Files.readString(tree.resolve("manifest.json")));
    assertThat(manifest.get("commit").asString()).isEqualTo("abc");
    assertThat(manifest.get("files")).hasSize(2);
    // echo -n hello | sha256sum
    assertThat(manifest.get("files").get(0).get("sha256").asString())
        .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    assertThat(Files.readString(tree.resolve("SHA256SUMS")))
        .contains("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824  a.txt\n");
  }

  @Test
  void anArchiveThatHasGrownIsRefusedUnlessTheUserAddedToIt() {
    BundleBuilder.checkSize(request(Optional.empty()), BundleBuilder.MOST_BYTES - 1);
    BundleBuilder.checkSize(request(Optional.of(folder)), BundleBuilder.MOST_BYTES);
    assertThatThrownBy(
            () -> BundleBuilder.checkSize(request(Optional.empty()), BundleBuilder.MOST_BYTES))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("40000000");
  }

  @Test
  void aJarWithoutKnownLicenceIsRefused() throws Exception {
    Path jar = jar("mystery-1.0.jar", "a.txt", "b.txt");
    Path licence = Files.writeString(folder.resolve("LICENSE"), "ours");
    assertThatThrownBy(() -> Licences.write(List.of(jar), licence, folder.resolve("licences")))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("mystery-1.0.jar");
  }

  @Test
  void aClassPathOfFoldersIsRefused() {
    assertThatThrownBy(() -> ClassPathJars.of(folder.toString()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("./colonnade bundle");
  }

  private BundleRequest request(Optional<Path> data) {
    return new BundleRequest(
        folder, folder, folder, List.of(), "1", "abc", EPOCH, data, Optional.empty());
  }

  private Path tree() throws Exception {
    Path tree = Files.createDirectories(folder.resolve("tree/b")).getParent();
    Files.writeString(tree.resolve("a.txt"), "hello");
    Path run = Files.writeString(tree.resolve("b/run"), "#!/bin/sh\n");
    assertThat(run.toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(tree.resolve("b/link"), Path.of("run"));
    return tree;
  }

  private Path jar(String name, String... entries) throws Exception {
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream stream = new JarOutputStream(out)) {
      for (String entry : entries) {
        stream.putNextEntry(new JarEntry(entry));
        stream.write(entry.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }
}
