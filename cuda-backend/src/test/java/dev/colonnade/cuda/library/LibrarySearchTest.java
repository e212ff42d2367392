// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search, in folders with files of the right names, by a loader that takes them for real. */
class LibrarySearchTest {
  private static final String NVRTC = "libnvrtc.so.13";

  @TempDir Path root;
  private final FakeLoader loader = new FakeLoader();
  private final Map<String, String> environment = new HashMap<>();
  private String configured = "";

  /** Takes every file for a library of version 13.0 unless told otherwise. */
  private static final class FakeLoader implements LibrarySearch.Loader {
    final List<String> asked = new ArrayList<>();
    final Map<String, String> versions = new HashMap<>();
    final Map<String, String> refusals = new HashMap<>();
    boolean works = true;

    @Override
    public boolean works() {
      return works;
    }

    @Override
    public NativeLibrary load(CudaLibrary library, String name) {
      asked.add(name);
      String refusal = refusals.get(name);
      if (refusal != null) {
        throw new UnsatisfiedLinkError(refusal);
      }
      return new NativeLibrary(
          library, Path.of(name), versions.getOrDefault(name, "13.0"), symbol -> 0);
    }
  }

  @BeforeEach
  void anEmptyCacheOfTheLoader() throws IOException {
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(root.resolve("etc/ld.so.cache"), "libc.so.6\0");
  }

  private LibrarySearch search() {
    return new LibrarySearch(
        new Surroundings(configured, environment, root.resolve("home/user"), root), loader);
  }

  private Path file(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  private static Path path(LibraryStatus status) {
    assertThat(status).isInstanceOf(LibraryStatus.Found.class);
    return ((LibraryStatus.Found) status).path();
  }

  private static String place(LibraryStatus status) {
    assertThat(status).isInstanceOf(LibraryStatus.Found.class);
    return ((LibraryStatus.Found) status).place();
  }

  @Test
  void placesAreTriedInTheirOrder() throws IOException {
    Path named = file("named/" + NVRTC);
    Path variable = file("variable/" + NVRTC);
    file("usr/local/cuda-13.0/lib64/" + NVRTC);
    file("opt/venv/lib/python3.12/site-packages/nvidia/cu13/lib/" + NVRTC);
    environment.put("LD_LIBRARY_PATH", ":" + variable.getParent());
    configured = root.resolve("none") + ":" + named.getParent();
    assertThat(path(search().find(CudaLibrary.NVRTC))).isEqualTo(named);
    configured = "";
    assertThat(path(search().find(CudaLibrary.NVRTC))).isEqualTo(variable);
    Files.delete(variable);
    assertThat(place(search().find(CudaLibrary.NVRTC))).isEqualTo("CUDA's usual folders");
    Files.delete(root.resolve("usr/local/cuda-13.0/lib64/" + NVRTC));
    assertThat(place(search().find(CudaLibrary.NVRTC))).isEqualTo("Python wheels");
  }

  @Test
  void theLoaderIsAskedOnlyForWhatItsCacheLists() throws IOException {
    assertThat(search().find(CudaLibrary.NVRTC)).isInstanceOf(LibraryStatus.Missing.class);
    assertThat(loader.asked).isEmpty();
    Files.writeString(root.resolve("etc/ld.so.cache"), "libc.so.6\0" + NVRTC + "\0");
    assertThat(place(search().find(CudaLibrary.NVRTC))).isEqualTo("the loader's cache");
    assertThat(loader.asked).containsExactly(NVRTC);
  }

  @Test
  void wheelsAreFoundInEveryUsualFolderOfPython() throws IOException {
    for (String folder :
        List.of(
            "env/lib/python3.12/site-packages/nvidia/cudnn/lib",
            "home/user/.local/lib/python3.11/site-packages/nvidia/cudnn/lib",
            "home/user/.pyenv/versions/3.13.1/lib/python3.13/site-packages/nvidia/cudnn/lib",
            "usr/lib/python3/dist-packages/nvidia/cudnn/lib",
            "usr/local/lib/python3.12/dist-packages/nvidia/cudnn/lib",
            "opt/conda/lib/python3.10/site-packages/nvidia/cudnn/lib",
            "onpath/lib/python3.14/site-packages/nvidia/cudnn/lib")) {
      Path library = file(folder + "/libcudnn.so.9");
      environment.put("VIRTUAL_ENV", root.resolve("env").toString());
      environment.put("PATH", file("onpath/bin/python3").getParent().toString());
      assertThat(path(search().find(CudaLibrary.CUDNN))).as(folder).isEqualTo(library);
      Files.delete(library);
    }
  }

  @Test
  void withoutADriverNothingElseIsLookedFor() throws IOException {
    file("usr/local/cuda/lib64/" + NVRTC);
    Map<CudaLibrary, LibraryStatus> all = search().survey();
    assertThat(all).hasSameSizeAs(CudaLibrary.values());
    assertThat(all.values()).allMatch(status -> status instanceof LibraryStatus.Missing);
    assertThat(all.get(CudaLibrary.DRIVER).sentence())
        .contains("libcuda.so.1 was not found")
        .contains("the loader's cache")
        .contains("install NVIDIA's driver");
    assertThat(all.get(CudaLibrary.NVRTC).sentence()).contains("no CUDA driver");
    assertThat(loader.asked).isEmpty();
  }

  @Test
  void withADriverAllIsLookedForOnce() throws IOException {
    file("usr/lib/x86_64-linux-gnu/libcuda.so.1");
    file("usr/local/cuda/lib64/" + NVRTC);
    LibrarySearch search = search();
    search.survey();
    int asked = loader.asked.size();
    Map<CudaLibrary, LibraryStatus> again = search.survey();
    assertThat(path(again.get(CudaLibrary.NVRTC)).toString()).endsWith(NVRTC);
    assertThat(loader.asked).hasSize(asked);
  }

  @Test
  void anOldDriverGetsLibrariesOfItsOwnMajorVersion() throws IOException {
    Path driver = file("usr/lib/x86_64-linux-gnu/libcuda.so.1");
    // The first place that knows the driver is the loader, by bare name.
    loader.versions.put("libcuda.so.1", "12.4");
    loader.versions.put(driver.toString(), "12.4");
    file("usr/local/cuda-13.0/lib64/" + NVRTC);
    Path older = file("usr/local/cuda-12.4/lib64/libnvrtc.so.12");
    assertThat(path(search().find(CudaLibrary.NVRTC))).isEqualTo(older);
  }

  @Test
  void aFileThatDoesNotLoadIsPassedOver() throws IOException {
    Path broken = file("usr/local/cuda/lib64/" + NVRTC);
    Path whole = file("usr/lib64/" + NVRTC);
    loader.refusals.put(broken.toString(), "wrong ELF class");
    // The loader's search includes /usr/lib64.
    loader.refusals.put(NVRTC, "wrong ELF class");
    assertThat(path(search().find(CudaLibrary.NVRTC))).isEqualTo(whole);
    Files.delete(whole);
    LibraryStatus missing = search().find(CudaLibrary.NVRTC);
    assertThat(missing.sentence())
        .contains(broken + " does not load: wrong ELF class")
        .contains("pip install nvidia-cuda-nvrtc");
  }

  /** As where /usr/local/bin/python3 stands for the interpreter of an environment elsewhere. */
  @Test
  void aLinkedInterpreterLeadsToItsOwnWheels() throws IOException {
    Path real = file("somewhere/env/bin/python3.12");
    Path wheel = file("somewhere/env/lib/python3.12/site-packages/nvidia/cudnn/lib/libcudnn.so.9");
    Path link = Files.createDirectories(root.resolve("bin")).resolve("python3");
    Files.createSymbolicLink(link, real);
    environment.put("PATH", link.getParent().toString());
    assertThat(path(search().find(CudaLibrary.CUDNN))).isEqualTo(wheel);
  }

  @Test
  void cublasIsTakenFromBesideCublasLt() throws IOException {
    file("a/libcublasLt.so.13");
    Path beside = file("a/libcublas.so.13");
    file("b/libcublas.so.13");
    configured = root.resolve("b") + ":" + root.resolve("a");
    assertThat(path(search().find(CudaLibrary.CUBLAS))).isEqualTo(beside);
  }

  @Test
  void cudnnIsLoadedAfterWhatItAsksForByName() throws IOException {
    configured = file("all/libcudnn.so.9").getParent() + ":" + file("all/" + NVRTC).getParent();
    Path lt = file("all/libcublasLt.so.13");
    search().find(CudaLibrary.CUDNN);
    assertThat(loader.asked)
        .containsExactly(
            lt.resolveSibling(NVRTC).toString(),
            lt.toString(),
            lt.resolveSibling("libcudnn.so.9").toString());
  }

  @Test
  void elsewhereThanOnLinuxNothingIsTried() {
    loader.works = false;
    assertThat(search().find(CudaLibrary.DRIVER).sentence()).contains("not Linux");
    assertThat(loader.asked).isEmpty();
  }

  @Test
  void whatIsNeededAndMissingIsAnErrorWithTheRemedy() {
    assertThatThrownBy(() -> search().require(CudaLibrary.CUDNN))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("libcudnn.so.9 was not found")
        .hasMessageContaining("pip install nvidia-cudnn-cu13");
  }

  @Test
  void aMissingFunctionIsNamedWithLibraryAndVersion() throws IOException {
    file("usr/local/cuda/lib64/" + NVRTC);
    NativeLibrary library = search().require(CudaLibrary.NVRTC);
    assertThatThrownBy(() -> library.symbol("nvrtcGetCUBIN"))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("NVRTC 13.0")
        .hasMessageContaining("no function nvrtcGetCUBIN");
  }

  @Test
  void aRealFileThatIsNoLibraryIsRefusedByTheSystem() throws IOException {
    Path file = file("named/" + NVRTC);
    LibrarySearch search =
        new LibrarySearch(
            new Surroundings(file.getParent().toString(), Map.of(), root.resolve("home"), root));
    assertThat(search.find(CudaLibrary.NVRTC).sentence()).contains(file + " does not load: ");
  }
}
