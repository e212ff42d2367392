// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.cuda.library.CudaLibrary;
import dev.colonnade.cuda.library.ForeignFunctions;
import dev.colonnade.cuda.library.RealLibraries;
import java.lang.invoke.MethodHandles;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The extents that cuDNN computes are those of the core. */
class OutputExtentsTest {
  private static DnnFunctions cudnn;

  @BeforeContainer
  static void load() {
    cudnn =
        ForeignFunctions.bind(
            MethodHandles.lookup(), DnnFunctions.class, RealLibraries.require(CudaLibrary.CUDNN));
  }

  @Property
  void cudnnComputesTheExtentsOfTheCore(
      @ForAll @IntRange(min = 1, max = 5) int n,
      @ForAll @IntRange(min = 1, max = 4) int groups,
      @ForAll @IntRange(min = 1, max = 5) int inputMaps,
      @ForAll @IntRange(min = 1, max = 5) int outputMaps,
      @ForAll @IntRange(min = 1, max = 40) int h,
      @ForAll @IntRange(min = 1, max = 40) int w,
      @ForAll @IntRange(min = 1, max = 7) int r,
      @ForAll @IntRange(min = 1, max = 7) int s,
      @ForAll @IntRange(min = 1, max = 4) int strideH,
      @ForAll @IntRange(min = 1, max = 4) int strideW,
      @ForAll @IntRange(max = 3) int padH,
      @ForAll @IntRange(max = 3) int padW,
      @ForAll @IntRange(min = 1, max = 3) int dilation,
      @ForAll Layout layout) {
    ConvolutionGeometry geometry =
        new ConvolutionGeometry(
            strideH, strideW, padH, padH, padW, padW, dilation, dilation, groups);
    int rows = geometry.outputHeight(h, r);
    int columns = geometry.outputWidth(w, s);
    Assume.that(rows >= 1 && columns >= 1);
    ConvolutionProblem problem =
        ConvolutionProblem.of(
            n,
            inputMaps * groups,
            h,
            w,
            outputMaps * groups,
            r,
            s,
            geometry,
            layout,
            MathMode.STRICT_FP32);
    try (ConvolutionDescriptors descriptors =
        new ConvolutionDescriptors(
            cudnn,
            problem,
            MathType.FMA,
            (operation, status) -> DnnHandle.check(cudnn, "cuDNN", status, operation))) {
      assertThat(descriptors.outputExtents())
          .containsExactly(n, outputMaps * groups, rows, columns);
    }
  }
}
