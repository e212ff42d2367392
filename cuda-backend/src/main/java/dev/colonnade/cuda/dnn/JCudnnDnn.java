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

  @Override
  public List<Algorithm> find(
      ConvolutionProblem problem, Direction direction, Addresses at, long onStream) {
    use(onStream);
    MathType asked = ForeignDnn.mathType(problem.mathMode(), version);
    JCudnnDescriptors of = descriptors(problem, asked);
    Pointer x = JCudaAdapters.pointer(at.x());
    Pointer w = JCudaAdapters.pointer(at.w());
    Pointer y = JCudaAdapters.pointer(at.y());
    Pointer workspace = JCudaAdapters.pointer(at.workspace());
    int[] returned = new int[1];
    List<Algorithm> ran = new ArrayList<>();
    String operation = "measuring algorithms of " + direction + " " + problem;
    switch (direction) {
      case FORWARD -> {
        var results = new cudnnConvolutionFwdAlgoPerf[MOST_RESULTS];
        Arrays.setAll(results, i -> new cudnnConvolutionFwdAlgoPerf());
        check(
            operation,
            JCudnn.cudnnFindConvolutionForwardAlgorithmEx(
                handle,
                of.input,
                x,
                of.filter,
                w,
                of.convolution,
                of.output,
                y,
                MOST_RESULTS,
                returned,
                results,
                workspace,
                at.workspaceBytes()));
        for (var one : Arrays.copyOf(results, returned[0])) {
          add(
              ran,
              direction,
              asked,
              one.algo,
              one.status,
              one.time,
              one.memory,
              one.determinism,
              one.mathType);
        }
      }
      case BACKWARD_DATA -> {
        var results = new cudnnConvolutionBwdDataAlgoPerf[MOST_RESULTS];
        Arrays.setAll(results, i -> new cudnnConvolutionBwdDataAlgoPerf());
        check(
            operation,
            JCudnn.cudnnFindConvolutionBackwardDataAlgorithmEx(
                handle,
                of.filter,
                w,
                of.output,
                y,
                of.convolution,
                of.input,
                x,
                MOST_RESULTS,
                returned,
                results,
                workspace,
                at.workspaceBytes()));
        for (var one : Arrays.copyOf(results, returned[0])) {
          add(
              ran,
              direction,
              asked,
              one.algo,
              one.status,
              one.time,
              one.memory,
              one.determinism,
              one.mathType);
        }
      }
      case BACKWARD_FILTER -> {
        var results = new cudnnConvolutionBwdFilterAlgoPerf[MOST_RESULTS];
        Arrays.setAll(results, i -> new cudnnConvolutionBwdFilterAlgoPerf());
        check(
            operation,
            JCudnn.cudnnFindConvolutionBackwardFilterAlgorithmEx(
                handle,
                of.input,
                x,
                of.output,
                y,
                of.convolution,
                of.filter,
                w,
                MOST_RESULTS,
                returned,
                results,
                workspace,
                at.workspaceBytes()));
        for (var one : Arrays.copyOf(results, returned[0])) {
          add(
              ran,
              direction,
              asked,
              one.algo,
              one.status,
              one.time,
              one.memory,
              one.determinism,
              one.mathType);
        }
      }
    }
    ran.sort(Comparator.comparingLong(Algorithm::nanos));
    return List.copyOf(ran);
  }

  private static void add(
      List<Algorithm> ran,
      Direction direction,
      MathType asked,
      int code,
      int status,
      float milliseconds,
      long bytes,
      int determinism,
      int mathType) {
    if (status == DnnStatus.SUCCESS) {
      ran.add(
          new Algorithm(
              direction,
              code,
              Math.round(milliseconds * 1e6),
              bytes,
              determinism == 1,
              MathType.found(asked, mathType)));
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
    Pointer x = JCudaAdapters.pointer(at.x());
    Pointer w = JCudaAdapters.pointer(at.w());
    Pointer y = JCudaAdapters.pointer(at.y());
    Pointer workspace = JCudaAdapters.pointer(at.workspace());
    int code = algorithm.code();
    long bytes = at.workspaceBytes();
    int status =
        switch (algorithm.direction()) {
          case FORWARD ->
              JCudnn.cudnnConvolutionForward(
                  handle,
                  one,
                  of.input,
                  x,
                  of.filter,
                  w,
                  of.convolution,
                  code,
                  workspace,
                  bytes,
                  other,
                  of.output,
                  y);
          case BACKWARD_DATA ->
              JCudnn.cudnnConvolutionBackwardData(
                  handle,
                  one,
                  of.filter,
                  w,
                  of.output,
                  y,
                  of.convolution,
                  code,
                  workspace,
                  bytes,
                  other,
                  of.input,
                  x);
          case BACKWARD_FILTER ->
              JCudnn.cudnnConvolutionBackwardFilter(
                  handle,
                  one,
                  of.input,
                  x,
                  of.output,
                  y,
                  of.convolution,
                  code,
                  workspace,
                  bytes,
                  other,
                  of.filter,
                  w);
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
