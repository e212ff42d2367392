// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.cuda.driver.LaunchShape;

/** Makes launches of the kernels of one source file. */
final class Launcher {
  static final int THREADS = 256;

  /** Enough blocks for every multiprocessor to be full; the kernels loop over the rest. */
  private static final int BLOCKS_PER_MULTIPROCESSOR = 16;

  private final KernelLibrary library;
  private final String file;

  Launcher(KernelLibrary library, String file) {
    this.library = library;
    this.file = file;
  }

  /** A kernel in which each thread takes one of {@code count} elements and loops. */
  Launch elements(Call call, String kernel, long count, Parameters parameters) {
    return elements(call.multiprocessors(), kernel, count, parameters);
  }

  Launch elements(int multiprocessors, String kernel, long count, Parameters parameters) {
    return of(kernel, shape(multiprocessors, count), parameters);
  }

  /** Threads for {@code count} elements, each of which takes one and loops. */
  static LaunchShape shape(int multiprocessors, long count) {
    long blocks =
        Math.min(
            Math.ceilDiv(Math.max(count, 1), THREADS),
            (long) multiprocessors * BLOCKS_PER_MULTIPROCESSOR);
    return LaunchShape.linear((int) blocks, THREADS);
  }

  /** A kernel with a launch shape of its own. */
  Launch of(String kernel, LaunchShape shape, Parameters parameters) {
    return new Launch(library.function(file, kernel), kernel, shape, parameters);
  }
}
