// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.cuda.library.CudaLibrary;
import dev.colonnade.cuda.library.LibrarySearch;
import dev.colonnade.cuda.library.LibraryStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our sources: all of them are shipped, and NVIDIA's compiler takes them where it is found. */
class KernelSourcesTest {
  static Stream<String> files() {
    return KernelSources.FILES.stream();
  }

  @Test
  void everySourceFileIsListed() throws IOException {
    try (Stream<Path> folder = Files.list(Path.of("src/main/cuda"))) {
      List<String> sources =
          folder
              .map(path -> path.getFileName().toString())
              .filter(name -> name.endsWith(".cu"))
              .map(name -> name.substring(0, name.length() - 3))
              .sorted()
              .toList();
      assertThat(KernelSources.FILES).isEqualTo(sources);
    }
    try (Stream<Path> folder = Files.list(Path.of("src/main/cuda"))) {
      assertThat(folder.map(path -> path.getFileName().toString()).filter(n -> n.endsWith(".cuh")))
          .containsExactlyInAnyOrderElementsOf(KernelSources.headers("matmul").keySet());
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void compilesForOldAndNewDevices(String file) {
    LibraryStatus nvrtc = LibrarySearch.ofThisProcess().find(CudaLibrary.NVRTC);
    Assumptions.assumeTrue(
        nvrtc instanceof LibraryStatus.Found,
        () -> "kernels were not compiled for a device: " + nvrtc.sentence());
    NvrtcCompiler compiler = new NvrtcCompiler(((LibraryStatus.Found) nvrtc).opened());
    int newest = compiler.architectures().getLast();
    for (Target target :
        List.of(compiler.target(8, 0), compiler.target(9, 0), new Target(newest, true))) {
      byte[] image =
          compiler.compile(
              file + ".cu",
              KernelSources.source(file),
              KernelSources.headers(file),
              List.of(target.option(), "--std=c++17"));
      // A cubin is an ELF file.
      assertThat(image).startsWith(0x7F, 'E', 'L', 'F');
    }
  }
}
