// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.cuda.blas.JCublasBlas;
import dev.colonnade.cuda.dnn.JCudnnDnn;
import java.util.Optional;
import jcuda.runtime.cudaStream_t;
import org.junit.jupiter.api.Test;

/** The adapters to JCuda's older bindings load, or say why not; what they say is printed. */
class JCudaAdaptersTest {
  @Test
  void jcublasLoadsOrSaysWhyNot() {
    Optional<String> whyNot = JCublasBlas.whyNot();
    print("JCublas2 12.6.0", whyNot);
    if (whyNot.isPresent()) {
      assertThat(whyNot.get()).contains("libcublas.so.12");
      assertThatThrownBy(JCublasBlas::new)
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("JCublas2 does not load here: " + whyNot.get());
    } else {
      RealLibraries.requireNoDriver();
      assertThatThrownBy(JCublasBlas::new)
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("no usable NVIDIA GPU");
    }
  }

  @Test
  void jcudnnLoadsOrSaysWhyNot() {
    Optional<String> whyNot = JCudnnDnn.whyNot();
    print("JCudnn 11.7.0", whyNot);
    if (whyNot.isPresent()) {
      assertThat(whyNot.get()).contains("libcudnn.so.8").contains("java.library.path");
      assertThatThrownBy(JCudnnDnn::new)
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("JCudnn does not load here: " + whyNot.get());
    } else {
      RealLibraries.requireNoDriver();
      assertThatThrownBy(JCudnnDnn::new)
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("cudnnCreate failed");
    }
  }

  private static void print(String binding, Optional<String> whyNot) {
    System.out.println(
        binding + whyNot.map(reason -> " does not load here: " + reason).orElse(" loads here"));
  }

  @Test
  void aBindingThatIsNotOnTheClassPathIsToldToo() {
    Runnable absent =
        () -> {
          throw new NoClassDefFoundError("jcuda/jcublas/JCublas2");
        };
    assertThat(JCudaAdapters.whyNot(absent, "it needs a jar"))
        .hasValue("jcuda/jcublas/JCublas2; it needs a jar");
    assertThat(JCudaAdapters.whyNot(() -> {}, "it needs a jar")).isEmpty();
  }

  @Test
  void theLineThatTellsIsFoundInJCudasMessage() {
    assertThat(
            JCudaAdapters.reason(
                """
                Error while loading native library "A"
                java.lang.UnsatisfiedLinkError: no A in java.library.path
                \tat a.B.c(D.java:1)
                java.lang.UnsatisfiedLinkError: /tmp/libA.so: libcublas.so.12: cannot open
                \tat a.B.c(D.java:1)
                """))
        .isEqualTo("/tmp/libA.so: libcublas.so.12: cannot open");
  }

  @Test
  void addressesBecomeJCudasObjects() {
    assertThat(JCudaAdapters.stream(64)).isEqualTo(JCudaAdapters.stream(64));
    assertThat(JCudaAdapters.stream(64)).isNotEqualTo(JCudaAdapters.stream(128));
    assertThat(JCudaAdapters.stream(0)).isEqualTo(new cudaStream_t());
    assertThat(JCudaAdapters.pointer(64)).isEqualTo(JCudaAdapters.pointer(64));
    assertThat(JCudaAdapters.pointer(64)).isNotEqualTo(JCudaAdapters.pointer(128));
  }
}
