// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compiler;

import dev.colonnade.cuda.kernel.KernelImages;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Our kernels compiled for one architecture, each source file when it is first needed. */
public final class CompiledKernels implements KernelImages {
  private final Supplier<KernelCompiler> compiler;
  private final int computeMajor;
  private final int computeMinor;
  private final Map<String, byte[]> images = new ConcurrentHashMap<>();

  /**
   * Nothing compiled yet.
   *
   * @param compiler asked for when the first kernel is
   * @param computeMajor compute capability of the device
   * @param computeMinor compute capability of the device
   */
  public CompiledKernels(Supplier<KernelCompiler> compiler, int computeMajor, int computeMinor) {
    this.compiler = compiler;
    this.computeMajor = computeMajor;
    this.computeMinor = computeMinor;
  }

  @Override
  public byte[] image(String file) {
    return images.computeIfAbsent(file, this::compile);
  }

  private byte[] compile(String file) {
    return compile(file, KernelSources.source(file));
  }

  @Override
  public byte[] written(String source) {
    return images.computeIfAbsent(source, text -> compile("written", text));
  }

  private byte[] compile(String file, String source) {
    KernelCompiler own = compiler.get();
    return own.compile(
        file + ".cu",
        source,
        KernelSources.headers(file),
        List.of(own.target(computeMajor, computeMinor).option(), "--std=c++17"));
  }
}
