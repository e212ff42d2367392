// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.ObjIntConsumer;

/** The native objects that describe one convolution, made once and used for every call. */
final class ConvolutionDescriptors implements AutoCloseable {
  /** CUDNN_DATA_FLOAT. */
  private static final int FLOAT = 0;

  /** CUDNN_CROSS_CORRELATION. */
  private static final int CROSS_CORRELATION = 1;

  private final DnnFunctions cudnn;
  private final ObjIntConsumer<String> check;

  final long input;
  final long filter;
  final long output;
  final long convolution;

  /**
   * Describes a convolution.
   *
   * @param check throws for a status that is not success, given what was tried
   */
  ConvolutionDescriptors(
      DnnFunctions cudnn,
      ConvolutionProblem problem,
      MathType mathType,
      ObjIntConsumer<String> check) {
    this.cudnn = cudnn;
    this.check = check;
    int format = problem.layout().code();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment created = arena.allocate(JAVA_LONG);
      check("cudnnCreateTensorDescriptor", cudnn.cudnnCreateTensorDescriptor(created));
      input = created.get(JAVA_LONG, 0);
      check("cudnnCreateTensorDescriptor", cudnn.cudnnCreateTensorDescriptor(created));
      output = created.get(JAVA_LONG, 0);
      check("cudnnCreateFilterDescriptor", cudnn.cudnnCreateFilterDescriptor(created));
      filter = created.get(JAVA_LONG, 0);
      check("cudnnCreateConvolutionDescriptor", cudnn.cudnnCreateConvolutionDescriptor(created));
      convolution = created.get(JAVA_LONG, 0);
    }
    check(
        "describing the input of " + problem,
        cudnn.cudnnSetTensor4dDescriptor(
            input, format, FLOAT, problem.n(), problem.c(), problem.h(), problem.w()));
    check(
        "describing the output of " + problem,
        cudnn.cudnnSetTensor4dDescriptor(
            output,
            format,
            FLOAT,
            problem.n(),
            problem.m(),
            problem.outputHeight(),
            problem.outputWidth()));
    check(
        "describing the filter of " + problem,
        cudnn.cudnnSetFilter4dDescriptor(
            filter,
            FLOAT,
            format,
            problem.m(),
            problem.c() / problem.groups(),
            problem.r(),
            problem.s()));
    check(
        "describing " + problem,
        cudnn.cudnnSetConvolution2dDescriptor(
            convolution,
            problem.padH(),
            problem.padW(),
            problem.strideH(),
            problem.strideW(),
            problem.dilationH(),
            problem.dilationW(),
            CROSS_CORRELATION,
            FLOAT));
    check(
        "cudnnSetConvolutionGroupCount",
        cudnn.cudnnSetConvolutionGroupCount(convolution, problem.groups()));
    check(
        "cudnnSetConvolutionMathType",
        cudnn.cudnnSetConvolutionMathType(convolution, mathType.code()));
  }

  /** Extents of the output as the library computes them: images, maps, rows, columns. */
  int[] outputExtents() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment extents = arena.allocate(JAVA_INT, 4);
      check(
          "cudnnGetConvolution2dForwardOutputDim",
          cudnn.cudnnGetConvolution2dForwardOutputDim(
              convolution,
              input,
              filter,
              extents.asSlice(0),
              extents.asSlice(Integer.BYTES),
              extents.asSlice(2L * Integer.BYTES),
              extents.asSlice(3L * Integer.BYTES)));
      return extents.toArray(JAVA_INT);
    }
  }

  private void check(String operation, int status) {
    check.accept(operation, status);
  }

  @Override
  public void close() {
    cudnn.cudnnDestroyTensorDescriptor(input);
    cudnn.cudnnDestroyTensorDescriptor(output);
    cudnn.cudnnDestroyFilterDescriptor(filter);
    cudnn.cudnnDestroyConvolutionDescriptor(convolution);
  }
}
