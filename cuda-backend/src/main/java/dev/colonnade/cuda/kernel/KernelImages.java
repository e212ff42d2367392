// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

/** Compiles our source files for one device. Thread-safe: sessions of a device share it. */
public interface KernelImages {
  /**
   * A loadable image of a source file.
   *
   * @param file its name without its ending, such as {@code pooling}
   */
  byte[] image(String file);

  /**
   * A loadable image of a source that was written for one operation.
   *
   * @param source its text, which may include our headers
   */
  byte[] written(String source);
}
