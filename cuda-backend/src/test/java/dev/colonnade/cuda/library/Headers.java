// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** Asks a C compiler what NVIDIA's headers say, for tests that compare our copies of it. */
public final class Headers {
  private Headers() {}

  /**
   * Values of constant expressions.
   *
   * @param folder for the program
   * @param headers to include
   * @param library whose headers these are; they stand in the folder beside its own
   * @param expressions for example {@code CUDNN_FMA_MATH} or {@code sizeof(...)}
   */
  public static Map<String, Long> evaluate(
      Path folder, List<String> headers, CudaLibrary library, Set<String> expressions)
      throws IOException, InterruptedException {
    List<Path> folders = includeFolders(library);
    for (String header : headers) {
      Assumptions.assumeTrue(
          folders.stream().anyMatch(one -> Files.exists(one.resolve(header))),
          "needs " + header + ", which is in none of " + folders);
    }
    Path source = folder.resolve("values.c");
    StringBuilder program = new StringBuilder("#include <stddef.h>\n#include <stdio.h>\n");
    headers.forEach(header -> program.append("#include <").append(header).append(">\n"));
    program.append("int main(void) {\n");
    for (String expression : expressions) {
      program.append("  printf(\"%lld\\n\", (long long)(").append(expression).append("));\n");
    }
    Files.writeString(source, program.append("  return 0;\n}\n"));
    Path binary = folder.resolve("values");
    List<String> command = new ArrayList<>(List.of("cc", "-w", "-o", binary.toString()));
    folders.forEach(one -> command.addAll(List.of("-I", one.toString())));
    command.add(source.toString());
    run(command);
    String[] lines = run(List.of(binary.toString())).split("\n");
    Map<String, Long> values = new LinkedHashMap<>();
    int line = 0;
    for (String expression : expressions) {
      values.put(expression, Long.parseLong(lines[line++].strip()));
    }
    return values;
  }

  private static List<Path> includeFolders(CudaLibrary library) {
    Set<Path> folders = new LinkedHashSet<>();
    for (CudaLibrary each : List.of(library, CudaLibrary.CUBLAS, CudaLibrary.NVRTC)) {
      if (LibrarySearch.ofThisProcess().find(each) instanceof LibraryStatus.Found found) {
        Path lib = found.path().getParent();
        folders.add(lib.resolveSibling("include"));
      }
    }
    folders.add(Path.of("/usr/local/cuda/include"));
    folders.add(Path.of("/usr/include"));
    return folders.stream().filter(Files::isDirectory).toList();
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return Assumptions.abort("needs a C compiler named cc: " + e.getMessage());
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + " failed:\n" + output);
    }
    return output;
  }
}
