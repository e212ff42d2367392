// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A kernel for each operation, with a thread for each unit of its work: for devices that launch
 * thousands of threads at once.
 */
public final class Separate {
  private Separate() {}

  /** {@link Unary#unaryFloats}. */
  public static void unaryFloats(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Unary.unaryFloats(floats, arguments, 0, i, i + 1);
    }
  }

  /** {@link Unary#unaryInts}. */
  public static void unaryInts(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Unary.unaryInts(ints, arguments, 0, i, i + 1);
    }
  }

  /** {@link Unary#logicalNot}. */
  public static void logicalNot(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Unary.logicalNot(bytes, arguments, 0, i, i + 1);
    }
  }

  /** {@link Binary#binaryFloats}. */
  public static void binaryFloats(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Binary.binaryFloats(floats, arguments, 0, i, i + 1);
    }
  }

  /** {@link Binary#binaryInts}. */
  public static void binaryInts(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Binary.binaryInts(ints, arguments, 0, i, i + 1);
    }
  }

  /** {@link Binary#binaryBools}. */
  public static void binaryBools(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Binary.binaryBools(bytes, arguments, 0, i, i + 1);
    }
  }

  /** {@link Comparison#compareFloats}. */
  public static void compareFloats(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Comparison.compareFloats(floats, bytes, arguments, 0, i, i + 1);
    }
  }

  /** {@link Comparison#compareInts}. */
  public static void compareInts(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Comparison.compareInts(ints, bytes, arguments, 0, i, i + 1);
    }
  }

  /** {@link Comparison#compareUnsigned}. */
  public static void compareUnsigned(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Comparison.compareUnsigned(bytes, arguments, 0, i, i + 1);
    }
  }

  /** {@link Selection#selectFloats}. */
  public static void selectFloats(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Selection.selectFloats(floats, bytes, arguments, 0, i, i + 1);
    }
  }

  /** {@link Selection#selectInts}. */
  public static void selectInts(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Selection.selectInts(ints, bytes, arguments, 0, i, i + 1);
    }
  }

  /** {@link Selection#selectBytes}. */
  public static void selectBytes(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Selection.selectBytes(bytes, arguments, 0, i, i + 1);
    }
  }

  /** {@link Conversion#convertElements}. */
  public static void convertElements(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Conversion.convertElements(floats, ints, bytes, arguments, 0, i, i + 1);
    }
  }

  /** {@link Movement#moveFloats}. */
  public static void moveFloats(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Movement.moveFloats(floats, ints, arguments, 0, i, i + 1);
    }
  }

  /** {@link Movement#moveInts}. */
  public static void moveInts(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Movement.moveInts(ints, arguments, 0, i, i + 1);
    }
  }

  /** {@link Movement#moveBytes}. */
  public static void moveBytes(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Movement.moveBytes(ints, bytes, arguments, 0, i, i + 1);
    }
  }

  /** {@link Movement#countUp}. */
  public static void countUp(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Movement.countUp(ints, arguments, 0, i, i + 1);
    }
  }

  /** {@link Gathering#gatherFloats}. */
  public static void gatherFloats(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Gathering.gatherFloats(floats, ints, arguments, 0, i, i + 1);
    }
  }

  /** {@link Gathering#gatherInts}. */
  public static void gatherInts(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Gathering.gatherInts(ints, arguments, 0, i, i + 1);
    }
  }

  /** {@link Gathering#gatherBytes}. */
  public static void gatherBytes(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Gathering.gatherBytes(ints, bytes, arguments, 0, i, i + 1);
    }
  }

  /** {@link Reducing#reduceFloats}. */
  public static void reduceFloats(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Reducing.reduceFloats(floats, arguments, 0, i, i + 1);
    }
  }

  /** {@link Reducing#reduceInts}. */
  public static void reduceInts(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Reducing.reduceInts(ints, arguments, 0, i, i + 1);
    }
  }

  /** {@link Reducing#argMaxOfFloats}. */
  public static void argMaxOfFloats(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Reducing.argMaxOfFloats(floats, ints, arguments, 0, i, i + 1);
    }
  }

  /** {@link Reducing#argMaxOfInts}. */
  public static void argMaxOfInts(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Reducing.argMaxOfInts(ints, arguments, 0, i, i + 1);
    }
  }

  /** {@link Training#biasAdd}. */
  public static void biasAdd(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Training.biasAdd(floats, arguments, 0, i, i + 1);
    }
  }

  /** {@link Training#scaledTanh}. */
  public static void scaledTanh(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Training.scaledTanh(floats, arguments, 0, i, i + 1);
    }
  }

  /** {@link Training#scaledTanhGradient}. */
  public static void scaledTanhGradient(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Training.scaledTanhGradient(floats, arguments, 0, i, i + 1);
    }
  }

  /** {@link Training#sgdStep}. */
  public static void sgdStep(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Training.sgdStep(floats, arguments, 0, i, i + 1);
    }
  }

  /** {@link Training#momentumStep}. */
  public static void momentumStep(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Training.momentumStep(floats, arguments, 0, i, i + 1);
    }
  }

  /** {@link Training#crossEntropy}. */
  public static void crossEntropy(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Training.crossEntropy(floats, ints, arguments, 0, i, i + 1);
    }
  }

  /** {@link Training#crossEntropyGradient}. */
  public static void crossEntropyGradient(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Training.crossEntropyGradient(floats, ints, arguments, 0, i, i + 1);
    }
  }

  /** {@link Pooling#maxPool}. */
  public static void maxPool(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Pooling.maxPool(floats, arguments, 0, i, i + 1);
    }
  }

  /** {@link Pooling#maxPoolGradient}. */
  public static void maxPoolGradient(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Pooling.maxPoolGradient(floats, arguments, 0, i, i + 1);
    }
  }

  /** {@link Pooling#averagePool}. */
  public static void averagePool(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Pooling.averagePool(floats, arguments, 0, i, i + 1);
    }
  }

  /** {@link Pooling#averagePoolGradient}. */
  public static void averagePoolGradient(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Pooling.averagePoolGradient(floats, arguments, 0, i, i + 1);
    }
  }

  /** {@link Sampling#philox}. */
  public static void philox(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Sampling.philox(floats, ints, arguments, 0, i, i + 1);
    }
  }

  /** {@link Sampling#gridSample}. */
  public static void gridSample(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Sampling.gridSample(floats, arguments, 0, i, i + 1);
    }
  }

  /** {@link Products#columnDot}. */
  public static void productDot(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(42)) {
      Products.columnDot(floats, arguments, 0, i, i + 1);
    }
  }

  /** {@link Products#joinSplits}. */
  public static void joinSplits(
      KernelContext context,
      FloatArray floats,
      IntArray ints,
      ByteArray bytes,
      IntArray arguments) {
    int i = context.globalIdx;
    if (i < arguments.get(0)) {
      Products.joinSplits(floats, arguments, 0, i, i + 1);
    }
  }
}
