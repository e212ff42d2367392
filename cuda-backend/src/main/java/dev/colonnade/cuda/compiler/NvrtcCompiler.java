// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compiler;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.cuda.library.ForeignFunctions;
import dev.colonnade.cuda.library.NativeLibrary;
import dev.colonnade.cuda.library.NativeText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** NVIDIA's compiler of CUDA C++ at run time. It needs no GPU and no driver. */
public final class NvrtcCompiler implements KernelCompiler {
  /** NVRTC_SUCCESS. */
  private static final int SUCCESS = 0;

  /** NVRTC_ERROR_COMPILATION. */
  private static final int COMPILATION = 6;

  private static final Pattern ARCHITECTURE =
      Pattern.compile("(?:--gpu-architecture|-arch)=(sm|compute|lto)_(\\d+)([af]?)");

  private final NvrtcFunctions nvrtc;
  private final String version;
  private final List<Integer> architectures;

  /**
   * Binds a loaded NVRTC.
   *
   * @throws BackendException if it lacks a function
   */
  public NvrtcCompiler(NativeLibrary library) {
    nvrtc = ForeignFunctions.bind(MethodHandles.lookup(), NvrtcFunctions.class, library);
    version = "NVRTC " + library.version();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      check(nvrtc.nvrtcGetNumSupportedArchs(count), "nvrtcGetNumSupportedArchs");
      MemorySegment known = arena.allocate(JAVA_INT, count.get(JAVA_INT, 0));
      check(nvrtc.nvrtcGetSupportedArchs(known), "nvrtcGetSupportedArchs");
      architectures = Arrays.stream(known.toArray(JAVA_INT)).sorted().boxed().toList();
    }
  }

  @Override
  public String version() {
    return version;
  }

  /** Compute capabilities it compiles for, without the dot, ascending. */
  public List<Integer> architectures() {
    return architectures;
  }

  @Override
  public Target target(int computeMajor, int computeMinor) {
    return Target.choose(architectures, computeMajor, computeMinor, version);
  }

  @Override
  public byte[] compile(
      String name, String source, Map<String, String> headers, List<String> options) {
    boolean binary = binary(options);
    try (Arena arena = Arena.ofConfined()) {
      Map<String, String> ordered = new TreeMap<>(headers);
      MemorySegment handle = arena.allocate(JAVA_LONG);
      check(
          nvrtc.nvrtcCreateProgram(
              handle,
              arena.allocateFrom(source),
              arena.allocateFrom(name),
              ordered.size(),
              texts(arena, List.copyOf(ordered.values())),
              texts(arena, List.copyOf(ordered.keySet()))),
          "nvrtcCreateProgram of " + name);
      try {
        return compile(arena, handle.get(JAVA_LONG, 0), name, options, binary);
      } finally {
        check(nvrtc.nvrtcDestroyProgram(handle), "nvrtcDestroyProgram of " + name);
      }
    }
  }

  private byte[] compile(
      Arena arena, long program, String name, List<String> options, boolean binary) {
    int status =
        nvrtc.nvrtcCompileProgram(program, options.size(), texts(arena, List.copyOf(options)));
    if (status != SUCCESS) {
      throw failure(status, name, options, log(arena, program));
    }
    MemorySegment size = arena.allocate(JAVA_LONG);
    check(
        binary ? nvrtc.nvrtcGetCUBINSize(program, size) : nvrtc.nvrtcGetPTXSize(program, size),
        "the size of " + name);
    MemorySegment image = arena.allocate(size.get(JAVA_LONG, 0), 16);
    check(
        binary ? nvrtc.nvrtcGetCUBIN(program, image) : nvrtc.nvrtcGetPTX(program, image),
        "the image of " + name);
    return image.toArray(JAVA_BYTE);
  }

  private String log(Arena arena, long program) {
    MemorySegment size = arena.allocate(JAVA_LONG);
    check(nvrtc.nvrtcGetProgramLogSize(program, size), "nvrtcGetProgramLogSize");
    MemorySegment log = arena.allocate(Math.max(1, size.get(JAVA_LONG, 0)));
    check(nvrtc.nvrtcGetProgramLog(program, log), "nvrtcGetProgramLog");
    return log.getString(0).strip();
  }

  private BackendException failure(int status, String name, List<String> options, String log) {
    String what =
        status == COMPILATION
            ? log.lines()
                .filter(line -> line.contains("error"))
                .findFirst()
                .orElse("the compiler gives no reason")
            : NativeText.at(nvrtc.nvrtcGetErrorString(status));
    return new BackendException(
        version
            + " cannot compile "
            + name
            + " with "
            + String.join(" ", options)
            + ": "
            + what
            + (log.isEmpty() ? "" : "\nthe compiler's log:\n" + log));
  }

  /** Whether the options ask for machine code; refuses architectures that are not known. */
  private boolean binary(List<String> options) {
    Matcher matcher =
        options.stream()
            .map(ARCHITECTURE::matcher)
            .filter(Matcher::matches)
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "compiling needs --gpu-architecture=sm_XX or compute_XX among the options,"
                        + " got "
                        + options));
    int asked = Integer.parseInt(matcher.group(2));
    if (!architectures.contains(asked)) {
      throw new BackendException(
          version
              + " does not know architecture "
              + asked
              + "; it knows "
              + architectures
              + " (a newer device runs PTX: --gpu-architecture=compute_"
              + architectures.getLast()
              + ")");
    }
    return matcher.group(1).equals("sm");
  }

  private static MemorySegment texts(Arena arena, List<String> texts) {
    MemorySegment array = arena.allocate(ADDRESS, Math.max(1, texts.size()));
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
    }
    return array;
  }

  private void check(int status, String operation) {
    if (status != SUCCESS) {
      throw new BackendException(
          version
              + ": "
              + operation
              + " failed with "
              + NativeText.at(nvrtc.nvrtcGetErrorString(status)));
    }
  }
}
