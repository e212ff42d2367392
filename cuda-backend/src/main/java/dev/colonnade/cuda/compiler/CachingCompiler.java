// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compiler;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A compiler that asks a cache on disk first. */
public final class CachingCompiler implements KernelCompiler {
  private final KernelCompiler compiler;
  private final CubinCache cache;

  /** Compiles by {@code compiler} what {@code cache} does not hold. */
  public CachingCompiler(KernelCompiler compiler, CubinCache cache) {
    this.compiler = compiler;
    this.cache = cache;
  }

  @Override
  public String version() {
    return compiler.version();
  }

  @Override
  public Target target(int computeMajor, int computeMinor) {
    return compiler.target(computeMajor, computeMinor);
  }

  @Override
  public byte[] compile(
      String name, String source, Map<String, String> headers, List<String> options) {
    String key = CubinCache.key(compiler.version(), name, source, headers, options);
    Optional<byte[]> kept = cache.find(key);
    if (kept.isPresent()) {
      return kept.get();
    }
    byte[] image = compiler.compile(name, source, headers, options);
    cache.store(key, image);
    return image;
  }
}
