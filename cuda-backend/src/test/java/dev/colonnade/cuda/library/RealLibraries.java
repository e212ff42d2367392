// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** NVIDIA's libraries for tests that need the real ones: found as in production, or skipped. */
public final class RealLibraries {
  private RealLibraries() {}

  /** A library, or an end of the test with the reason why there is none. */
  public static NativeLibrary require(CudaLibrary library) {
    return switch (LibrarySearch.ofThisProcess().find(library)) {
      case LibraryStatus.Found found -> found.opened();
      case LibraryStatus.Missing missing -> Assumptions.abort(reason(missing));
    };
  }

  /** Why a test that needs a library has to be skipped, if it has. */
  public static Optional<String> whyNot(CudaLibrary library) {
    return LibrarySearch.ofThisProcess().find(library) instanceof LibraryStatus.Missing missing
        ? Optional.of(reason(missing))
        : Optional.empty();
  }

  private static String reason(LibraryStatus.Missing missing) {
    return "needs " + missing.sentence() + " (or name its folder in " + Surroundings.VARIABLE + ")";
  }

  /** Ends the test where there is a driver: it is about machines without one. */
  public static void requireNoDriver() {
    Assumptions.assumeTrue(
        LibrarySearch.ofThisProcess().find(CudaLibrary.DRIVER) instanceof LibraryStatus.Missing,
        "is about machines without a CUDA driver, and there is one here");
  }
}
