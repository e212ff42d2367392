// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.jvmpeers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files of the exchange, and what there is to say of the processor. */
final class Exchange {
  private static final List<String> ENVIRONMENT =
      List.of(
          "MALLOC_",
          "GLIBC_TUNABLES",
          "LD_PRELOAD",
          "OMP_",
          "KMP_",
          "GOMP_",
          "DNNL_",
          "ONEDNN_",
          "OPENBLAS_",
          "MKL_");

  private Exchange() {}

  /** Numbers of a file: binary32 in the machine's byte order. */
  static float[] floats(String file) throws IOException {
    ByteBuffer bytes = bytes(file);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  /** The bytes of a file, to be read in the machine's byte order. */
  static ByteBuffer bytes(String file) throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(Path.of(file))).order(ByteOrder.nativeOrder());
  }

  /** Writes numbers as {@link #floats} reads them. */
  static void write(String file, float[] values) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(values);
    Files.write(Path.of(file), bytes.array());
  }

  /** The processor's name. */
  static String processor() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).trim();
        }
      }
    } catch (IOException e) {
      return System.getProperty("os.arch") + " (its name cannot be read: " + e.getMessage() + ")";
    }
    return System.getProperty("os.arch");
  }

  /** Variables of the environment that matter to the speed of such libraries. */
  static Map<String, String> environment() {
    Map<String, String> found = new TreeMap<>();
    System.getenv()
        .forEach((name, value) -> {
          if (ENVIRONMENT.stream().anyMatch(name::startsWith)) {
            found.put(name, value);
          }
        });
    return found;
  }
}
