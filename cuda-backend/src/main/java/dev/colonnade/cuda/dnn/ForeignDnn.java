// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.cuda.library.ForeignFunctions;
import dev.colonnade.cuda.library.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** cuDNN's functions of one convolution each, by {@code java.lang.foreign}. */
public final class ForeignDnn implements Dnn {
  /** {@code sizeof(cudnnConvolutionFwdAlgoPerf_t)}; the backward ones are laid out alike. */
  static final int RESULT_BYTES = 48;

  static final int STATUS_OFFSET = 4;
  static final int TIME_OFFSET = 8;
  static final int MEMORY_OFFSET = 16;
  static final int DETERMINISM_OFFSET = 24;
  static final int MATH_TYPE_OFFSET = 28;

  /** More than any direction has, also if each is tried with several math types. */
  private static final int MOST_RESULTS = 32;

  private final DnnFunctions cudnn;
  private final String version;
  private final DnnHandle handle;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment alpha = arena.allocate(JAVA_FLOAT);
  private final MemorySegment beta = arena.allocate(JAVA_FLOAT);
  private final Map<Key, ConvolutionDescriptors> known = new HashMap<>();
  private boolean closed;

  private record Key(ConvolutionProblem problem, MathType mathType) {}

  /**
   * Makes a handle in the current context.
   *
   * @throws BackendException if there is no device, or the library lacks a function
   */
  public ForeignDnn(NativeLibrary library) {
    this(
        ForeignFunctions.bind(MethodHandles.lookup(), DnnFunctions.class, library),
        "cuDNN " + library.version());
  }

  ForeignDnn(DnnFunctions cudnn, String version) {
    this.cudnn = cudnn;
    this.version = version;
    handle = DnnHandle.create(cudnn, version);
  }

  @Override
  public String version() {
    return version;
  }

  /** The math type that a search in a math mode starts from. */
  static MathType mathType(MathMode mode, String version) {
    return switch (mode) {
      case STRICT_FP32 -> MathType.FMA;
      case TF32 -> MathType.DEFAULT;
      case BF16 ->
          throw new BackendException(
              version
                  + ": its functions of one convolution have no BF16 operands with binary32"
                  + " results; use its operation graphs, or STRICT_FP32 or TF32");
    };
  }

  @Override
  public List<Algorithm> find(
      ConvolutionProblem problem, Direction direction, Addresses at, long stream) {
    ConvolutionDescriptors of = descriptors(problem, mathType(problem.mathMode(), version));
    try (Arena local = Arena.ofConfined()) {
      MemorySegment returned = local.allocate(JAVA_INT);
      MemorySegment results = local.allocate((long) MOST_RESULTS * RESULT_BYTES, 8);
      long on = handle.on(stream);
      int status =
          switch (direction) {
            case FORWARD ->
                cudnn.cudnnFindConvolutionForwardAlgorithmEx(
                    on,
                    of.input,
                    at.x(),
                    of.filter,
                    at.w(),
                    of.convolution,
                    of.output,
                    at.y(),
                    MOST_RESULTS,
                    returned,
                    results,
                    at.workspace(),
                    at.workspaceBytes());
            case BACKWARD_DATA ->
                cudnn.cudnnFindConvolutionBackwardDataAlgorithmEx(
                    on,
                    of.filter,
                    at.w(),
                    of.output,
                    at.y(),
                    of.convolution,
                    of.input,
                    at.x(),
                    MOST_RESULTS,
                    returned,
                    results,
                    at.workspace(),
                    at.workspaceBytes());
            case BACKWARD_FILTER ->
                cudnn.cudnnFindConvolutionBackwardFilterAlgorithmEx(
                    on,
                    of.input,
                    at.x(),
                    of.output,
                    at.y(),
                    of.convolution,
                    of.filter,
                    at.w(),
                    MOST_RESULTS,
                    returned,
                    results,
                    at.workspace(),
                    at.workspaceBytes());
          };
      handle.check(status, "measuring algorithms of " + direction + " " + problem);
      return algorithms(
          direction, mathType(problem.mathMode(), version), results, returned.get(JAVA_INT, 0));
    }
  }

  /**
   * Reads an array of {@code cudnnConvolution...AlgoPerf_t}.
   *
   * @param asked the math type of the search
   */
  static List<Algorithm> algorithms(
      Direction direction, MathType asked, MemorySegment results, int count) {
    List<Algorithm> ran = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      MemorySegment result = results.asSlice((long) i * RESULT_BYTES, RESULT_BYTES);
      if (result.get(JAVA_INT, STATUS_OFFSET) == DnnStatus.SUCCESS) {
        ran.add(
            new Algorithm(
                direction,
                result.get(JAVA_INT, 0),
                Math.round(result.get(JAVA_FLOAT, TIME_OFFSET) * 1e6),
                result.get(JAVA_LONG, MEMORY_OFFSET),
                result.get(JAVA_INT, DETERMINISM_OFFSET) == 1,
                MathType.found(asked, result.get(JAVA_INT, MATH_TYPE_OFFSET))));
      }
    }
    ran.sort(Comparator.comparingLong(Algorithm::nanos));
    return List.copyOf(ran);
  }

  @Override
  public long workspaceBytes(ConvolutionProblem problem, Algorithm algorithm) {
    ConvolutionDescriptors of = descriptors(problem, algorithm.mathType());
    try (Arena local = Arena.ofConfined()) {
      MemorySegment bytes = local.allocate(JAVA_LONG);
      long on = handle.value();
      int code = algorithm.code();
      int status =
          switch (algorithm.direction()) {
            case FORWARD ->
                cudnn.cudnnGetConvolutionForwardWorkspaceSize(
                    on, of.input, of.filter, of.convolution, of.output, code, bytes);
            case BACKWARD_DATA ->
                cudnn.cudnnGetConvolutionBackwardDataWorkspaceSize(
                    on, of.filter, of.output, of.convolution, of.input, code, bytes);
            case BACKWARD_FILTER ->
                cudnn.cudnnGetConvolutionBackwardFilterWorkspaceSize(
                    on, of.input, of.output, of.convolution, of.filter, code, bytes);
          };
      handle.check(status, "the workspace of " + algorithm + " for " + problem);
      return bytes.get(JAVA_LONG, 0);
    }
  }

  @Override
  public void run(
      ConvolutionProblem problem,
      Algorithm algorithm,
      Addresses at,
      float productFactor,
      float resultFactor,
      long stream) {
    ConvolutionDescriptors of = descriptors(problem, algorithm.mathType());
    alpha.set(JAVA_FLOAT, 0, productFactor);
    beta.set(JAVA_FLOAT, 0, resultFactor);
    long on = handle.on(stream);
    int status =
        switch (algorithm.direction()) {
          case FORWARD ->
              cudnn.cudnnConvolutionForward(
                  on,
                  alpha,
                  of.input,
                  at.x(),
                  of.filter,
                  at.w(),
                  of.convolution,
                  algorithm.code(),
                  at.workspace(),
                  at.workspaceBytes(),
                  beta,
                  of.output,
                  at.y());
          case BACKWARD_DATA ->
              cudnn.cudnnConvolutionBackwardData(
                  on,
                  alpha,
                  of.filter,
                  at.w(),
                  of.output,
                  at.y(),
                  of.convolution,
                  algorithm.code(),
                  at.workspace(),
                  at.workspaceBytes(),
                  beta,
                  of.input,
                  at.x());
          case BACKWARD_FILTER ->
              cudnn.cudnnConvolutionBackwardFilter(
                  on,
                  alpha,
                  of.input,
                  at.x(),
                  of.output,
                  at.y(),
                  of.convolution,
                  algorithm.code(),
                  at.workspace(),
                  at.workspaceBytes(),
                  beta,
                  of.filter,
                  at.w());
        };
    handle.check(status, algorithm.direction() + " " + algorithm.name() + " of " + problem);
  }

  private ConvolutionDescriptors descriptors(ConvolutionProblem problem, MathType mathType) {
    return known.computeIfAbsent(
        new Key(problem, mathType),
        key ->
            new ConvolutionDescriptors(
                cudnn, problem, mathType, (operation, status) -> handle.check(status, operation)));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    known.values().forEach(ConvolutionDescriptors::close);
    handle.close();
    arena.close();
  }
}
