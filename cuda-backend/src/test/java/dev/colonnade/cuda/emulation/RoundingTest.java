// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.backend.MathMode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The kernels' rounding of operands against another one, on every pattern of the bits that are
 * kept, each with all that the dropped bits can mean: nothing, below a tie, the tie, above it.
 */
class RoundingTest {
  private static final Arena ARENA = Arena.ofShared();
  private static MethodHandle roundAll;

  @BeforeAll
  @SuppressWarnings("restricted") // Native code is what this test is about.
  static void build() throws IOException {
    HostCompiler compiler = HostCompiler.find().orElse(null);
    Assumptions.assumeTrue(compiler != null, EmulatedMachine.missing());
    Path folder =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("target/emulation").toAbsolutePath()), "rounding");
    Path library =
        compiler.library(
            Path.of("src/test/cpp/rounding.cpp").toAbsolutePath(),
            folder.resolve("rounding.so"),
            "-O1",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-I" + HostKernelImages.SOURCES);
    roundAll =
        Linker.nativeLinker()
            .downcallHandle(
                SymbolLookup.libraryLookup(library, ARENA).find("round_all").orElseThrow(),
                FunctionDescriptor.ofVoid(
                    ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT));
  }

  @AfterAll
  static void end() {
    ARENA.close();
  }

  @ParameterizedTest
  @EnumSource(MathMode.class)
  void everyPatternOfTheKeptBitsRoundsToTheNearest(MathMode mode) throws Throwable {
    int dropped = 23 - Formats.mantissaBits(mode);
    int half = 1 << dropped >> 1;
    int[] tails =
        dropped == 0 ? new int[] {0} : new int[] {0, 1, half - 1, half, half + 1, 2 * half - 1};
    // In strict fp32 nothing is dropped, and a part of all numbers tells that.
    int kept = dropped == 0 ? 1 << 20 : 1 << (32 - dropped);
    int shift = dropped == 0 ? 12 : dropped;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment x = arena.allocate(ValueLayout.JAVA_FLOAT, kept);
      MemorySegment y = arena.allocate(ValueLayout.JAVA_FLOAT, kept);
      for (int tail : tails) {
        for (int i = 0; i < kept; i++) {
          x.setAtIndex(ValueLayout.JAVA_INT, i, i << shift | tail);
        }
        roundAll.invokeExact(x, y, (long) kept, dropped);
        for (int i = 0; i < kept; i++) {
          check(
              mode,
              x.getAtIndex(ValueLayout.JAVA_FLOAT, i),
              y.getAtIndex(ValueLayout.JAVA_INT, i),
              dropped);
        }
      }
    }
  }

  private static void check(MathMode mode, float x, int bits, int dropped) {
    float y = Float.intBitsToFloat(bits);
    float expected = Formats.nearest(x, mode);
    boolean same =
        Float.isNaN(expected) ? Float.isNaN(y) : bits == Float.floatToRawIntBits(expected);
    // AssertJ's own comparison would take a minute for as many numbers.
    if (!same || (bits & ((1 << dropped) - 1)) != 0) {
      assertThat(Float.toHexString(y) + " (" + Integer.toHexString(bits) + ")")
          .as("%s (%x) in %s", Float.toHexString(x), Float.floatToRawIntBits(x), mode)
          .isEqualTo(Float.toHexString(expected));
    }
  }
}
