// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Interfaces bound to functions of the C library, whose answers are known. */
class ForeignFunctionsTest {
  private static final SymbolLookup C = Linker.nativeLinker().defaultLookup();

  private static final NativeLibrary LIBRARY =
      new NativeLibrary(
          CudaLibrary.NVRTC,
          Path.of("libc.so.6"),
          "1",
          name -> C.find(name).map(MemorySegment::address).orElse(0L));

  interface Known {
    long strlen(MemorySegment text);

    double ldexp(double value, int exponent);

    float fmaf(float a, float b, float c);

    int abs(int value);

    long labs(long value);

    @Symbol("memcpy")
    long copy(MemorySegment to, MemorySegment from, long bytes);

    void qsort(long base, long count, long size, long compare);
  }

  interface Unknown {
    int abs(int value);

    int cudnnNever(int value);
  }

  interface Wrong {
    int abs(Integer value);
  }

  private static Known known() {
    return ForeignFunctions.bind(MethodHandles.lookup(), Known.class, LIBRARY);
  }

  @Test
  void everyKindOfArgumentArrives() {
    Known c = known();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom("convolution");
      MemorySegment copy = arena.allocate(12);
      assertThat(c.strlen(text)).isEqualTo(11);
      assertThat(c.copy(copy, text, 12)).isEqualTo(copy.address());
      assertThat(copy.getString(0)).isEqualTo("convolution");
      assertThat(NativeText.at(copy.address())).isEqualTo("convolution");
    }
    assertThat(c.ldexp(1.5, 4)).isEqualTo(24.0);
    assertThat(c.fmaf(2f, 3f, 0.5f)).isEqualTo(6.5f);
    assertThat(c.abs(-7)).isEqualTo(7);
    assertThat(c.labs(-7_000_000_000L)).isEqualTo(7_000_000_000L);
    c.qsort(0, 0, 4, 0);
  }

  @Test
  void twoBindingsDoNotMix() {
    assertThat(known()).isNotSameAs(known());
    assertThat(known().abs(-1)).isEqualTo(1);
  }

  @Test
  void aMissingFunctionIsToldWhenTheInterfaceIsBound() {
    assertThatThrownBy(() -> ForeignFunctions.bind(MethodHandles.lookup(), Unknown.class, LIBRARY))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("NVRTC 1 (libc.so.6) has no function cudnnNever");
  }

  @Test
  void aTypeThatCDoesNotHaveIsRefused() {
    Wrong wrong = ForeignFunctions.bind(MethodHandles.lookup(), Wrong.class, LIBRARY);
    assertThatThrownBy(() -> wrong.abs(1))
        .hasStackTraceContaining("cannot take a java.lang.Integer");
  }

  @Test
  void namesOfFunctionsAreThoseOfTheLibrary() {
    assertThat(ForeignFunctions.symbols(Known.class)).contains("memcpy").doesNotContain("copy");
  }

  @Test
  void noTextIsEmpty() {
    assertThat(NativeText.at(0)).isEmpty();
  }
}
