// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import java.util.function.ObjIntConsumer;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnTensorDescriptor;

/** JCudnn's objects that describe one convolution. Never met hardware, as {@link JCudnnDnn}. */
final class JCudnnDescriptors implements AutoCloseable {
  /** CUDNN_CROSS_CORRELATION. */
  private static final int CROSS_CORRELATION = OperationList.CROSS_CORRELATION;

  final cudnnTensorDescriptor input = new cudnnTensorDescriptor();
  final cudnnFilterDescriptor filter = new cudnnFilterDescriptor();
  final cudnnTensorDescriptor output = new cudnnTensorDescriptor();
  final cudnnConvolutionDescriptor convolution = new cudnnConvolutionDescriptor();

  /**
   * Describes a convolution.
   *
   * @param check throws for a status that is not success, given what was tried
   */
  JCudnnDescriptors(ConvolutionProblem problem, MathType mathType, ObjIntConsumer<String> check) {
    int type = DataType.FLOAT.code();
    int format = problem.layout().code();
    check.accept("cudnnCreateTensorDescriptor", JCudnn.cudnnCreateTensorDescriptor(input));
    check.accept("cudnnCreateTensorDescriptor", JCudnn.cudnnCreateTensorDescriptor(output));
    check.accept("cudnnCreateFilterDescriptor", JCudnn.cudnnCreateFilterDescriptor(filter));
    check.accept(
        "cudnnCreateConvolutionDescriptor", JCudnn.cudnnCreateConvolutionDescriptor(convolution));
    check.accept(
        "describing the input of " + problem,
        JCudnn.cudnnSetTensor4dDescriptor(
            input, format, type, problem.n(), problem.c(), problem.h(), problem.w()));
    check.accept(
        "describing the output of " + problem,
        JCudnn.cudnnSetTensor4dDescriptor(
            output,
            format,
            type,
            problem.n(),
            problem.m(),
            problem.outputHeight(),
            problem.outputWidth()));
    check.accept(
        "describing the filter of " + problem,
        JCudnn.cudnnSetFilter4dDescriptor(
            filter,
            type,
            format,
            problem.m(),
            problem.c() / problem.groups(),
            problem.r(),
            problem.s()));
    check.accept(
        "describing " + problem,
        JCudnn.cudnnSetConvolution2dDescriptor(
            convolution,
            problem.padH(),
            problem.padW(),
            problem.strideH(),
            problem.strideW(),
            problem.dilationH(),
            problem.dilationW(),
            CROSS_CORRELATION,
            type));
    check.accept(
        "cudnnSetConvolutionGroupCount",
        JCudnn.cudnnSetConvolutionGroupCount(convolution, problem.groups()));
    check.accept(
        "cudnnSetConvolutionMathType",
        JCudnn.cudnnSetConvolutionMathType(convolution, mathType.code()));
  }

  @Override
  public void close() {
    JCudnn.cudnnDestroyTensorDescriptor(input);
    JCudnn.cudnnDestroyTensorDescriptor(output);
    JCudnn.cudnnDestroyFilterDescriptor(filter);
    JCudnn.cudnnDestroyConvolutionDescriptor(convolution);
  }
}
