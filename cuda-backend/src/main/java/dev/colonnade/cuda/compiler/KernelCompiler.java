// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compiler;

import dev.colonnade.core.backend.BackendException;
import java.util.List;
import java.util.Map;

/** A compiler of CUDA C++. Thread-safe. */
public interface KernelCompiler {
  /** Name and version; results of different versions are never mixed. */
  String version();

  /**
   * What to compile for so that a device of this compute capability can run it.
   *
   * @throws BackendException if it is older than everything the compiler knows
   */
  Target target(int computeMajor, int computeMinor);

  /**
   * Compiles a source.
   *
   * @param name the file name that messages give
   * @param source CUDA C++
   * @param headers texts by the names under which the source includes them
   * @param options for example {@link Target#option} and {@code -lineinfo}; the architecture must
   *     be among them
   * @return a binary image for {@code sm_XX}, PTX text with its closing zero for {@code
   *     compute_XX}; the driver loads either
   * @throws BackendException with the first error in the message and the whole log after it
   */
  byte[] compile(String name, String source, Map<String, String> headers, List<String> options);
}
