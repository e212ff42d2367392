// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import dev.colonnade.cuda.library.ForeignFunctions;
import java.lang.foreign.MemorySegment;

/**
 * The functions of {@code cudnn_ops.h} and {@code cudnn_cnn.h} that are used, for {@link
 * ForeignFunctions}.
 */
interface DnnFunctions extends DnnHandleFunctions {
  int cudnnCreateTensorDescriptor(MemorySegment descriptor);

  int cudnnSetTensor4dDescriptor(long descriptor, int format, int type, int n, int c, int h, int w);

  int cudnnDestroyTensorDescriptor(long descriptor);

  int cudnnCreateFilterDescriptor(MemorySegment descriptor);

  int cudnnSetFilter4dDescriptor(long descriptor, int type, int format, int m, int c, int r, int s);

  int cudnnDestroyFilterDescriptor(long descriptor);

  int cudnnCreateConvolutionDescriptor(MemorySegment descriptor);

  int cudnnSetConvolution2dDescriptor(
      long descriptor,
      int padH,
      int padW,
      int strideH,
      int strideW,
      int dilationH,
      int dilationW,
      int mode,
      int computeType);

  int cudnnSetConvolutionGroupCount(long descriptor, int groups);

  int cudnnSetConvolutionMathType(long descriptor, int mathType);

  int cudnnDestroyConvolutionDescriptor(long descriptor);

  int cudnnGetConvolution2dForwardOutputDim(
      long convolution,
      long input,
      long filter,
      MemorySegment n,
      MemorySegment c,
      MemorySegment h,
      MemorySegment w);

  int cudnnFindConvolutionForwardAlgorithmEx(
      long handle,
      long xDescriptor,
      long x,
      long wDescriptor,
      long w,
      long convolution,
      long yDescriptor,
      long y,
      int requested,
      MemorySegment returned,
      MemorySegment results,
      long workspace,
      long workspaceBytes);

  int cudnnFindConvolutionBackwardDataAlgorithmEx(
      long handle,
      long wDescriptor,
      long w,
      long dyDescriptor,
      long dy,
      long convolution,
      long dxDescriptor,
      long dx,
      int requested,
      MemorySegment returned,
      MemorySegment results,
      long workspace,
      long workspaceBytes);

  int cudnnFindConvolutionBackwardFilterAlgorithmEx(
      long handle,
      long xDescriptor,
      long x,
      long dyDescriptor,
      long dy,
      long convolution,
      long dwDescriptor,
      long dw,
      int requested,
      MemorySegment returned,
      MemorySegment results,
      long workspace,
      long workspaceBytes);

  int cudnnGetConvolutionForwardWorkspaceSize(
      long handle,
      long xDescriptor,
      long wDescriptor,
      long convolution,
      long yDescriptor,
      int algorithm,
      MemorySegment bytes);

  int cudnnGetConvolutionBackwardDataWorkspaceSize(
      long handle,
      long wDescriptor,
      long dyDescriptor,
      long convolution,
      long dxDescriptor,
      int algorithm,
      MemorySegment bytes);

  int cudnnGetConvolutionBackwardFilterWorkspaceSize(
      long handle,
      long xDescriptor,
      long dyDescriptor,
      long convolution,
      long dwDescriptor,
      int algorithm,
      MemorySegment bytes);

  int cudnnConvolutionForward(
      long handle,
      MemorySegment alpha,
      long xDescriptor,
      long x,
      long wDescriptor,
      long w,
      long convolution,
      int algorithm,
      long workspace,
      long workspaceBytes,
      MemorySegment beta,
      long yDescriptor,
      long y);

  int cudnnConvolutionBackwardData(
      long handle,
      MemorySegment alpha,
      long wDescriptor,
      long w,
      long dyDescriptor,
      long dy,
      long convolution,
      int algorithm,
      long workspace,
      long workspaceBytes,
      MemorySegment beta,
      long dxDescriptor,
      long dx);

  int cudnnConvolutionBackwardFilter(
      long handle,
      MemorySegment alpha,
      long xDescriptor,
      long x,
      long dyDescriptor,
      long dy,
      long convolution,
      int algorithm,
      long workspace,
      long workspaceBytes,
      MemorySegment beta,
      long dwDescriptor,
      long dw);
}
