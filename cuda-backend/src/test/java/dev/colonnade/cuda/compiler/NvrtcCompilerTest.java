// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.cuda.library.CudaLibrary;
import dev.colonnade.cuda.library.ForeignFunctions;
import dev.colonnade.cuda.library.NativeLibrary;
import dev.colonnade.cuda.library.RealLibraries;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real compiler, where there is one. It needs no GPU. */
class NvrtcCompilerTest {
  private static final String SOURCE =
      """
      #include "scale.h"
      extern "C" __global__ void scale(float* x) { x[threadIdx.x] *= FACTOR; }
      """;
  private static final Map<String, String> HEADERS = Map.of("scale.h", "#define FACTOR 3.0f\n");

  private static NativeLibrary library;
  private static NvrtcCompiler compiler;

  @BeforeAll
  static void load() {
    library = RealLibraries.require(CudaLibrary.NVRTC);
    compiler = new NvrtcCompiler(library);
  }

  @Test
  void everyFunctionResolves() {
    assertThat(ForeignFunctions.symbols(NvrtcFunctions.class)).allMatch(library::has);
  }

  @Test
  void compilesForOldNewAndNewestArchitectures() {
    for (int architecture : new TreeSet<>(List.of(80, 90, compiler.architectures().getLast()))) {
      byte[] image =
          compiler.compile(
              "scale.cu", SOURCE, HEADERS, List.of("--gpu-architecture=sm_" + architecture));
      assertThat(Arrays.copyOf(image, 4))
          .as("an ELF file for sm_%d", architecture)
          .isEqualTo(new byte[] {0x7f, 'E', 'L', 'F'});
      assertThat(new String(image, StandardCharsets.ISO_8859_1)).contains(".text.scale");
    }
  }

  @Test
  void compilesToPtxForNewerDevices() {
    Target target = compiler.target(99, 9);
    assertThat(target.binary()).isFalse();
    byte[] image = compiler.compile("scale.cu", SOURCE, HEADERS, List.of(target.option()));
    assertThat(new String(image, StandardCharsets.UTF_8))
        .contains(".entry scale")
        .contains(".target sm_" + compiler.architectures().getLast())
        .endsWith("\0");
  }

  @Test
  void aMistakeIsToldWithItsPlaceAndTheWholeLog() {
    assertThatThrownBy(() ->
            compiler.compile(
                "wrong.cu",
                "__global__ void f(float* x) {\n  x[0] = y;\n  z();\n}\n",
                Map.of(),
                List.of("--gpu-architecture=sm_90")))
        .isInstanceOf(BackendException.class)
        .satisfies(e -> {
          String first = String.valueOf(e.getMessage()).lines().findFirst().orElseThrow();
          assertThat(first)
              .contains("cannot compile wrong.cu with --gpu-architecture=sm_90")
              .contains("wrong.cu(2): error: identifier \"y\" is undefined");
        })
        .hasMessageContaining("wrong.cu(3): error");
  }

  @Test
  void aMissingHeaderIsToldByName() {
    assertThatThrownBy(() ->
            compiler.compile("scale.cu", SOURCE, Map.of(), List.of("--gpu-architecture=sm_90")))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("scale.h");
  }

  @Test
  void anUnknownOptionIsTold() {
    assertThatThrownBy(() ->
            compiler.compile(
                "scale.cu",
                SOURCE,
                HEADERS,
                List.of("--gpu-architecture=sm_90", "--no-such-option")))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("--no-such-option");
  }

  @Test
  void anUnknownArchitectureIsRefusedWithThoseKnown() {
    assertThatThrownBy(() ->
            compiler.compile("scale.cu", SOURCE, HEADERS, List.of("--gpu-architecture=sm_30")))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("does not know architecture 30")
        .hasMessageContaining("90")
        .hasMessageContaining("compute_" + compiler.architectures().getLast());
    assertThatThrownBy(() -> compiler.compile("scale.cu", SOURCE, HEADERS, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--gpu-architecture");
  }

  @Test
  void itTellsItsVersion() {
    assertThat(compiler.version()).matches("NVRTC 1\\d\\.\\d+");
    assertThat(compiler.architectures()).contains(80, 90).isSorted();
  }
}
