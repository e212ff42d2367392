// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import dev.colonnade.cuda.kernel.KernelImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Our kernels built for the host: an "image" is the path of a shared library, which the emulated
 * driver loads.
 */
final class HostKernelImages implements KernelImages {
  /** Where the sources are, seen from the module's folder, in which tests run. */
  static final Path SOURCES = Path.of("src/main/cuda").toAbsolutePath();

  private final HostCompiler compiler;
  private final Path folder;
  private final Map<String, byte[]> images = new ConcurrentHashMap<>();

  HostKernelImages(HostCompiler compiler, Path folder) {
    this.compiler = compiler;
    this.folder = folder;
  }

  @Override
  public byte[] image(String file) {
    return images.computeIfAbsent(file, this::build);
  }

  @Override
  public byte[] written(String source) {
    return images.computeIfAbsent(source, this::buildWritten);
  }

  private byte[] buildWritten(String source) {
    try {
      String name = "written-" + images.size() + "-" + Integer.toHexString(source.hashCode());
      Path file = Files.writeString(folder.resolve(name + ".cu"), source);
      return build(file, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] build(String file) {
    return build(SOURCES.resolve(file + ".cu"), file);
  }

  private byte[] build(Path source, String file) {
    // Not contracted: which products a compiler fuses differs from host to host.
    Path library =
        compiler.library(
            source,
            folder.resolve(file + ".so"),
            file.equals("persistent") ? "-O1" : "-O2",
            "-ffp-contract=off",
            "-DCOLONNADE_HOST",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-I" + SOURCES);
    return (library + "\0").getBytes(StandardCharsets.UTF_8);
  }
}
