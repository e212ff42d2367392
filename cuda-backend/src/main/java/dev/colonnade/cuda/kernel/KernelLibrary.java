// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

/** Our own kernels, compiled for a device and loaded when first asked for. */
public interface KernelLibrary {
  /**
   * A kernel's handle.
   *
   * @param file name of the source file without its ending, such as {@code pooling}
   * @param kernel its name there
   */
  long function(String file, String kernel);

  /**
   * The handle of a kernel that was written for one operation.
   *
   * @param source text of its source file, which may include our headers
   * @param kernel its name there
   */
  long written(String source, String kernel);
}
