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
import java.util.regex.Pattern;

/** Our CUDA C++ sources, which travel in the jar. */
public final class KernelSources {
  /** Source files without their ending, each a module of its own. */
  public static final List<String> FILES =
      List.of(
          "conversion",
          "convolution",
          "direct",
          "elementwise",
          "fused",
          "matmul",
          "movement",
          "persistent",
          "pooling",
          "reduction",
          "sampling",
          "stepping",
          "training");

  private static final List<String> HEADERS =
      List.of(
          "activation.cuh",
          "common.cuh",
          "elementwise.cuh",
          "fused.cuh",
          "product.cuh",
          "rounding.cuh",
          "tasks.cuh");

  private KernelSources() {}

  /** Text of a source file. */
  public static String source(String file) {
    return text(file + ".cu");
  }

  /**
   * What a source file includes, by the names under which it does: the headers, and for the
   * persistent kernel the other sources too.
   */
  public static Map<String, String> headers(String file) {
    Map<String, String> headers = new LinkedHashMap<>();
    HEADERS.forEach(name -> headers.put(name, text(name)));
    if (file.equals("persistent")) {
      FILES.stream()
          .filter(name -> !name.equals(file))
          .forEach(name -> headers.put(name + ".cu", source(name)));
    }
    return headers;
  }

  /** Names of the kernels that the persistent kernel can run, in the order of their numbers. */
  public static List<String> tasks() {
    return listed("tasks.cuh", "TASK\\((\\w+)\\)\\s");
  }

  /** Names of the functions of fused element-wise operations, in the order of their numbers. */
  public static List<String> functions() {
    return listed("fused.cuh", "FUNCTION\\((\\w+),");
  }

  private static List<String> listed(String header, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text(header))
        .results()
        .map(result -> result.group(1))
        .toList();
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
