// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.backend.BackendLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of libraries that are there, that are not, and that do not load. */
class LibraryOverviewTest {
  @TempDir Path root;

  private static final LibraryOverview.Adapter LOADS =
      new LibraryOverview.Adapter("JCublas2", "12.6.0", CudaLibrary.CUBLAS, Optional::empty);
  private static final LibraryOverview.Adapter REFUSES =
      new LibraryOverview.Adapter(
          "JCudnn", "11.7.0", CudaLibrary.CUDNN, () -> Optional.of("libcudnn.so.8 is missing"));
  private static final LibraryOverview.Adapter WITHOUT_ITS_JAR =
      new LibraryOverview.Adapter(
          "JCublas2", "12.6.0", CudaLibrary.CUBLAS, () -> Optional.of("its jar is missing"));

  private static final class FakeLoader implements LibrarySearch.Loader {
    @Override
    public boolean works() {
      return true;
    }

    @Override
    public NativeLibrary load(CudaLibrary library, String name) {
      if (library == CudaLibrary.CUDNN) {
        throw new UnsatisfiedLinkError("wrong ELF class");
      }
      return new NativeLibrary(library, Path.of(name), "13.0", symbol -> 0);
    }
  }

  @BeforeEach
  void anEmptyCacheOfTheLoader() throws IOException {
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/ld.so.cache"), "libc.so.6\0");
  }

  private List<BackendLibrary> overview(List<LibraryOverview.Adapter> adapters, String... files)
      throws IOException {
    Path folder = Files.createDirectories(root.resolve("named"));
    for (String file : files) {
      Files.writeString(folder.resolve(file), "");
    }
    LibrarySearch search =
        new LibrarySearch(
            new Surroundings(folder.toString(), Map.of(), root, root), new FakeLoader());
    return LibraryOverview.of(search, adapters);
  }

  @Test
  void withoutADriverNothingIsListed() throws IOException {
    assertThat(overview(List.of(LOADS, REFUSES), "libnvrtc.so.13")).isEmpty();
  }

  @Test
  void whatIsThereHasVersionFileAndPlaceAndWhatIsNotHasReasonAndRemedy() throws IOException {
    List<BackendLibrary> all =
        overview(List.of(), "libcuda.so.1", "libnvrtc.so.13", "libcudnn.so.9");
    assertThat(all)
        .extracting(BackendLibrary::name)
        .containsExactly("CUDA driver", "NVRTC", "cuBLASLt", "cuBLAS", "cuDNN", "NVML");
    assertThat(all.get(1))
        .isEqualTo(
            new BackendLibrary.Found(
                "NVRTC",
                "compiles our kernels for the device",
                "13.0",
                root.resolve("named/libnvrtc.so.13")
                    + " (colonnade.cuda.path or COLONNADE_CUDA_PATH)"));
    assertThat(all.get(3))
        .isInstanceOfSatisfying(
            BackendLibrary.Missing.class,
            missing -> {
              assertThat(missing.reason())
                  .startsWith("libcublas.so.13 or libcublas.so.12 was not found (searched: ");
              assertThat(missing.remedy()).startsWith("to get it, install the CUDA toolkit");
            });
    assertThat(all.get(4))
        .isInstanceOfSatisfying(
            BackendLibrary.Missing.class,
            missing ->
                assertThat(missing.reason())
                    .startsWith(
                        root.resolve("named/libcudnn.so.9") + " does not load: wrong ELF class"));
  }

  @Test
  void anAdapterIsFoundOrSaysWhyNotAndWhetherThatMatters() throws IOException {
    List<BackendLibrary> none = overview(List.of(LOADS, REFUSES), "libcuda.so.1");
    assertThat(none.get(6))
        .isEqualTo(
            new BackendLibrary.Found(
                "JCublas2",
                "cuBLAS where the search above finds none",
                "12.6.0",
                "its jar on the class path"));
    assertThat(none.get(7))
        .isInstanceOfSatisfying(
            BackendLibrary.Missing.class,
            missing -> {
              assertThat(missing.reason()).isEqualTo("libcudnn.so.8 is missing");
              assertThat(missing.remedy()).startsWith("to get it, install cuDNN 9");
            });
    List<BackendLibrary> both =
        overview(List.of(WITHOUT_ITS_JAR), "libcuda.so.1", "libcublasLt.so.13", "libcublas.so.13");
    assertThat(both.get(6))
        .isEqualTo(
            new BackendLibrary.Missing(
                "JCublas2",
                "cuBLAS where the search above finds none",
                "its jar is missing",
                "nothing to do, as cuBLAS 13.0 is bound without it"));
  }
}
