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
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** The extents that cuDNN computes are those of the core. */
class OutputExtentsTest {
  private static final class Bound {
    static final DnnFunctions CUDNN =
        ForeignFunctions.bind(
            MethodHandles.lookup(), DnnFunctions.class, RealLibraries.require(CudaLibrary.CUDNN));
  }

  /** jqwik takes an assumption outside a try for an error, so that it has to be asked before. */
  static final class WithoutTheLibrary implements SkipExecutionHook {
    @Override
    public SkipResult shouldBeSkipped(LifecycleContext context) {
      return RealLibraries.whyNot(CudaLibrary.CUDNN)
          .map(SkipResult::skip)
          .orElseGet(SkipResult::doNotSkip);
    }
  }

  @Property
  @AddLifecycleHook(WithoutTheLibrary.class)
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
            Bound.CUDNN,
            problem,
            MathType.FMA,
            (operation, status) -> DnnHandle.check(Bound.CUDNN, "cuDNN", status, operation))) {
      assertThat(descriptors.outputExtents())
          .containsExactly(n, outputMaps * groups, rows, columns);
    }
  }
}
