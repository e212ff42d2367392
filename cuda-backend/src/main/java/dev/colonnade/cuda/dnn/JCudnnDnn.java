// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.cuda.library.JCudaAdapters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jcuda.Pointer;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import jcuda.jcudnn.cudnnHandle;

/**
 * cuDNN by JCudnn 11.7.0, the newest that was published, for machines that have cuDNN 8 and not 9.
 * Its native part needs {@code libcudnn.so.8} on the loader's path. It also asks for that native
 * part under JCuda's version: beside JCuda 12.6.0, {@code libJCudnn-11.7.0-linux-x86_64.so} must
 * lie under the name {@code libJCudnn-12.6.0-linux-x86_64.so} in a folder of {@code
 * java.library.path}. The jar {@code org.jcuda:jcudnn} is an optional dependency.
 *
 * <p>This class has never met hardware: it was compiled, and loaded or refused on machines without
 * a GPU.
 */
public final class JCudnnDnn implements Dnn {
  private static final int MOST_RESULTS = 32;

  private static final String NEEDS =
      "JCudnn 11.7.0 needs the jar org.jcuda:jcudnn, libcudnn.so.8 on the loader's path and its"
          + " native part under JCuda's version on java.library.path; use the foreign binding with"
          + " cuDNN 9 elsewhere";

  private static final class Loading {
    static final Optional<String> WHY_NOT = JCudaAdapters.whyNot(JCudnn::initialize, NEEDS);
  }

  private final cudnnHandle handle = new cudnnHandle();
  private final String version;
  private final Map<Key, JCudnnDescriptors> known = new HashMap<>();
  private long stream = -1;
  private boolean closed;

  private record Key(ConvolutionProblem problem, MathType mathType) {}

  /**
   * Makes a handle in the current context.
   *
   * @throws BackendException if the native part does not load, or there is no device
   */
  public JCudnnDnn() {
    JCudaAdapters.require("JCudnn", whyNot());
    JCudnn.setExceptionsEnabled(false);
    version = "cuDNN " + JCudnn.cudnnGetVersion() + " by JCudnn";
    check("cudnnCreate", JCudnn.cudnnCreate(handle));
  }

  /** Why JCudnn does not load in this process; empty if it does. */
  public static Optional<String> whyNot() {
    return Loading.WHY_NOT;
  }

  @Override
  public String version() {
    return version;
  }

  /** Device addresses as JCuda has them. */
  private record Memory(Pointer x, Pointer w, Pointer y, Pointer workspace, long bytes) {
    static Memory of(Addresses at) {
      return new Memory(
          JCudaAdapters.pointer(at.x()),
          JCudaAdapters.pointer(at.w()),
          JCudaAdapters.pointer(at.y()),
          JCudaAdapters.pointer(at.workspace()),
          at.workspaceBytes());
    }
  }

  /** One of the functions that measure, which fills an array of results and tells how many. */
  @FunctionalInterface
  private interface Measurement<R> {
    int run(R[] results, int[] returned);
  }

  @Override
  public List<Algorithm> find(
      ConvolutionProblem problem, Direction direction, Addresses at, long onStream) {
    use(onStream);
    MathType asked = ForeignDnn.mathType(problem.mathMode(), version);
    JCudnnDescriptors of = descriptors(problem, asked);
    Memory m = Memory.of(at);
    Found found = new Found(direction, asked, new ArrayList<>());
    String what = "measuring algorithms of " + direction + " " + problem;
    // The results of the three functions have the same fields and no type in common.
    switch (direction) {
      case FORWARD ->
          measure(
              what,
              cudnnConvolutionFwdAlgoPerf::new,
              new cudnnConvolutionFwdAlgoPerf[MOST_RESULTS],
              (results, returned) ->
                  JCudnn.cudnnFindConvolutionForwardAlgorithmEx(
                      handle,
                      of.input,
                      m.x,
                      of.filter,
                      m.w,
                      of.convolution,
                      of.output,
                      m.y,
                      MOST_RESULTS,
                      returned,
                      results,
                      m.workspace,
                      m.bytes),
              one ->
                  found.add(
                      one.algo, one.status, one.time, one.memory, one.determinism, one.mathType));
      case BACKWARD_DATA ->
          measure(
              what,
              cudnnConvolutionBwdDataAlgoPerf::new,
              new cudnnConvolutionBwdDataAlgoPerf[MOST_RESULTS],
              (results, returned) ->
                  JCudnn.cudnnFindConvolutionBackwardDataAlgorithmEx(
                      handle,
                      of.filter,
                      m.w,
                      of.output,
                      m.y,
                      of.convolution,
                      of.input,
                      m.x,
                      MOST_RESULTS,
                      returned,
                      results,
                      m.workspace,
                      m.bytes),
              one ->
                  found.add(
                      one.algo, one.status, one.time, one.memory, one.determinism, one.mathType));
      case BACKWARD_FILTER ->
          measure(
              what,
              cudnnConvolutionBwdFilterAlgoPerf::new,
              new cudnnConvolutionBwdFilterAlgoPerf[MOST_RESULTS],
              (results, returned) ->
                  JCudnn.cudnnFindConvolutionBackwardFilterAlgorithmEx(
                      handle,
                      of.input,
                      m.x,
                      of.output,
                      m.y,
                      of.convolution,
                      of.filter,
                      m.w,
                      MOST_RESULTS,
                      returned,
                      results,
                      m.workspace,
                      m.bytes),
              one ->
                  found.add(
                      one.algo, one.status, one.time, one.memory, one.determinism, one.mathType));
    }
    return found.fastestFirst();
  }

  private <R> void measure(
      String what, Supplier<R> empty, R[] results, Measurement<R> measurement, Consumer<R> take) {
    Arrays.setAll(results, i -> empty.get());
    int[] returned = new int[1];
    check(what, measurement.run(results, returned));
    Arrays.stream(results, 0, returned[0]).forEach(take);
  }

  /** Takes what the three functions tell of an algorithm. */
  private record Found(Direction direction, MathType asked, List<Algorithm> algorithms) {
    void add(int code, int status, float millis, long bytes, int determinism, int mathType) {
      if (status == DnnStatus.SUCCESS) {
        long nanos = Math.round(millis * 1e6);
        MathType math = MathType.found(asked, mathType);
        algorithms.add(new Algorithm(direction, code, nanos, bytes, determinism == 1, math));
      }
    }

    List<Algorithm> fastestFirst() {
      algorithms.sort(Comparator.comparingLong(Algorithm::nanos));
      return List.copyOf(algorithms);
    }
  }

  @Override
  public long workspaceBytes(ConvolutionProblem problem, Algorithm algorithm) {
    JCudnnDescriptors of = descriptors(problem, algorithm.mathType());
    long[] bytes = new long[1];
    int code = algorithm.code();
    int status =
        switch (algorithm.direction()) {
          case FORWARD ->
              JCudnn.cudnnGetConvolutionForwardWorkspaceSize(
                  handle, of.input, of.filter, of.convolution, of.output, code, bytes);
          case BACKWARD_DATA ->
              JCudnn.cudnnGetConvolutionBackwardDataWorkspaceSize(
                  handle, of.filter, of.output, of.convolution, of.input, code, bytes);
          case BACKWARD_FILTER ->
              JCudnn.cudnnGetConvolutionBackwardFilterWorkspaceSize(
                  handle, of.input, of.output, of.convolution, of.filter, code, bytes);
        };
    check("the workspace of " + algorithm + " for " + problem, status);
    return bytes[0];
  }

  @Override
  public void run(
      ConvolutionProblem problem,
      Algorithm algorithm,
      Addresses at,
      float alpha,
      float beta,
      long onStream) {
    use(onStream);
    JCudnnDescriptors of = descriptors(problem, algorithm.mathType());
    Pointer one = Pointer.to(new float[] {alpha});
    Pointer other = Pointer.to(new float[] {beta});
    Memory m = Memory.of(at);
    int code = algorithm.code();
    int status =
        switch (algorithm.direction()) {
          case FORWARD ->
              JCudnn.cudnnConvolutionForward(
                  handle,
                  one,
                  of.input,
                  m.x,
                  of.filter,
                  m.w,
                  of.convolution,
                  code,
                  m.workspace,
                  m.bytes,
                  other,
                  of.output,
                  m.y);
          case BACKWARD_DATA ->
              JCudnn.cudnnConvolutionBackwardData(
                  handle,
                  one,
                  of.filter,
                  m.w,
                  of.output,
                  m.y,
                  of.convolution,
                  code,
                  m.workspace,
                  m.bytes,
                  other,
                  of.input,
                  m.x);
          case BACKWARD_FILTER ->
              JCudnn.cudnnConvolutionBackwardFilter(
                  handle,
                  one,
                  of.input,
                  m.x,
                  of.output,
                  m.y,
                  of.convolution,
                  code,
                  m.workspace,
                  m.bytes,
                  other,
                  of.filter,
                  m.w);
        };
    check(algorithm.direction() + " " + algorithm.name() + " of " + problem, status);
  }

  private JCudnnDescriptors descriptors(ConvolutionProblem problem, MathType mathType) {
    return known.computeIfAbsent(
        new Key(problem, mathType), key -> new JCudnnDescriptors(problem, mathType, this::check));
  }

  private void use(long onStream) {
    if (onStream != stream) {
      check("cudnnSetStream", JCudnn.cudnnSetStream(handle, JCudaAdapters.stream(onStream)));
      stream = onStream;
    }
  }

  private void check(String operation, int status) {
    if (status != DnnStatus.SUCCESS) {
      // The numbers of cuDNN 8 differ from those of 9, so that only its own name tells.
      throw new BackendException(
          version
              + ": "
              + operation
              + " failed with "
              + JCudnn.cudnnGetErrorString(status)
              + " ("
              + status
              + ")");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    known.values().forEach(JCudnnDescriptors::close);
    JCudnn.cudnnDestroy(handle);
  }
}
