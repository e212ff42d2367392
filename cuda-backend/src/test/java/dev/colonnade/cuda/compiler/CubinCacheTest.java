// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CubinCacheTest {
  private static final List<String> OPTIONS = List.of("--gpu-architecture=sm_90");

  @TempDir Path folder;
  private final CountingCompiler compiler = new CountingCompiler();

  /** Compiles to the text itself, and counts. */
  private static final class CountingCompiler implements KernelCompiler {
    int compiled;
    String version = "a compiler 1";

    @Override
    public String version() {
      return version;
    }

    @Override
    public Target target(int computeMajor, int computeMinor) {
      return new Target(computeMajor * 10 + computeMinor, true);
    }

    @Override
    public byte[] compile(
        String name, String source, Map<String, String> headers, List<String> options) {
      compiled++;
      return (source + headers).getBytes(StandardCharsets.UTF_8);
    }
  }

  private byte[] compile(String source, Map<String, String> headers, List<String> options) {
    return new CachingCompiler(compiler, new CubinCache(folder.resolve("cubin")))
        .compile("kernel.cu", source, headers, options);
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cubin"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  @Test
  void theSameIsCompiledOnce() {
    byte[] first = compile("text", Map.of("a.h", "1", "b.h", "2"), OPTIONS);
    byte[] second = compile("text", Map.of("b.h", "2", "a.h", "1"), OPTIONS);
    assertThat(second).isEqualTo(first);
    assertThat(compiler.compiled).isEqualTo(1);
  }

  @Test
  void everythingThatMattersIsInTheKey() {
    compile("text", Map.of("a.h", "1"), OPTIONS);
    compile("text ", Map.of("a.h", "1"), OPTIONS);
    compile("text", Map.of("a.h", "2"), OPTIONS);
    compile("text", Map.of("b.h", "1"), OPTIONS);
    compile("text", Map.of(), OPTIONS);
    compile("text", Map.of("a.h", "1"), List.of("--gpu-architecture=sm_80"));
    compile("text", Map.of("a.h", "1"), List.of("--gpu-architecture=sm_90", "-lineinfo"));
    compiler.version = "a compiler 2";
    compile("text", Map.of("a.h", "1"), OPTIONS);
    assertThat(compiler.compiled).isEqualTo(8);
  }

  @Test
  void partsCannotBeMovedBetweenTexts() {
    String one = CubinCache.key("c", "n", "ab", Map.of(), List.of());
    String other = CubinCache.key("c", "na", "b", Map.of(), List.of());
    assertThat(one).isNotEqualTo(other).hasSize(64);
  }

  @Test
  void aDamagedFileIsMadeAnew() throws IOException {
    byte[] whole = compile("text", Map.of(), OPTIONS);
    Path file = onlyFile();
    byte[] bytes = Files.readAllBytes(file);
    for (int at : new int[] {0, 20, bytes.length - 1}) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      assertThat(compile("text", Map.of(), OPTIONS)).as("byte %d", at).isEqualTo(whole);
    }
    Files.write(file, new byte[5]);
    assertThat(compile("text", Map.of(), OPTIONS)).isEqualTo(whole);
    assertThat(compiler.compiled).isEqualTo(5);
    assertThat(Files.readAllBytes(onlyFile())).isEqualTo(bytes);
  }

  @Test
  void aFolderThatCannotBeWrittenIsAnErrorWithTheRemedy() throws IOException {
    Files.writeString(folder.resolve("cubin"), "a file where the folder should be");
    assertThatThrownBy(() -> compile("text", Map.of(), OPTIONS))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("XDG_CACHE_HOME");
  }

  @Test
  void theTargetIsTheCompilers() {
    CachingCompiler caching = new CachingCompiler(compiler, new CubinCache(folder));
    assertThat(caching.target(9, 0)).isEqualTo(new Target(90, true));
    assertThat(caching.version()).isEqualTo("a compiler 1");
  }
}
