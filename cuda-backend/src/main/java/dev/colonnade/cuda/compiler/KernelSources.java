// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compiler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our CUDA C++ sources, which travel in the jar. */
public final class KernelSources {
  /** Source files without their ending, each a module of its own. */
  public static final List<String> FILES =
      List.of(
          "convolution",
          "elementwise",
          "matmul",
          "movement",
          "pooling",
          "reduction",
          "sampling",
          "stepping",
          "training");

  private static final List<String> HEADERS =
      List.of("common.cuh", "activation.cuh", "product.cuh");

  private KernelSources() {}

  /** Text of a source file. */
  public static String source(String file) {
    return text(file + ".cu");
  }

  /** All headers by the names under which sources include them. */
  public static Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    HEADERS.forEach(name -> headers.put(name, text(name)));
    return headers;
  }

  private static String text(String name) {
    try (InputStream stream =
        KernelSources.class.getResourceAsStream("/dev/colonnade/cuda/source/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("CUDA source " + name + " is missing from the jar");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
