// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.engine;

import dev.colonnade.tornado.kernel.RareSteps;
import dev.colonnade.tornado.kernel.Separate;
import dev.colonnade.tornado.kernel.Steps;
import dev.colonnade.tornado.kernel.Tiles;
import java.util.Optional;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task5;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * What can be computed: a task of a list, whose number is its place here ({@link Steps} and {@link
 * RareSteps} have these numbers), or a launch of its own, or both. TornadoVM compiles per task of a
 * graph, so each is compiled once for all programs of a device, when it is first launched.
 */
public enum Kernel {
  /** {@link Separate#unaryFloats}. */
  UNARY_FLOATS(Separate::unaryFloats),
  /** {@link Separate#unaryInts}. */
  UNARY_INTS(ListKernel.RARE, Separate::unaryInts),
  /** {@link Separate#logicalNot}. */
  NOT(ListKernel.RARE, Separate::logicalNot),
  /** {@link Separate#binaryFloats}. */
  BINARY_FLOATS(Separate::binaryFloats),
  /** {@link Separate#binaryInts}. */
  BINARY_INTS(ListKernel.RARE, Separate::binaryInts),
  /** {@link Separate#binaryBools}. */
  BINARY_BOOLS(ListKernel.RARE, Separate::binaryBools),
  /** {@link Separate#compareFloats}. */
  COMPARE_FLOATS(ListKernel.RARE, Separate::compareFloats),
  /** {@link Separate#compareInts}. */
  COMPARE_INTS(ListKernel.RARE, Separate::compareInts),
  /** {@link Separate#compareUnsigned}. */
  COMPARE_UNSIGNED(ListKernel.RARE, Separate::compareUnsigned),
  /** {@link Separate#selectFloats}. */
  SELECT_FLOATS(ListKernel.RARE, Separate::selectFloats),
  /** {@link Separate#selectInts}. */
  SELECT_INTS(ListKernel.RARE, Separate::selectInts),
  /** {@link Separate#selectBytes}. */
  SELECT_BYTES(ListKernel.RARE, Separate::selectBytes),
  /** {@link Separate#convertElements}. */
  CONVERT(Separate::convertElements),
  /** {@link Separate#moveFloats}. */
  MOVE_FLOATS(Separate::moveFloats),
  /** {@link Separate#moveInts}. */
  MOVE_INTS(ListKernel.RARE, Separate::moveInts),
  /** {@link Separate#moveBytes}. */
  MOVE_BYTES(ListKernel.RARE, Separate::moveBytes),
  /** {@link Separate#countUp}. */
  IOTA(ListKernel.RARE, Separate::countUp),
  /** {@link Separate#gatherFloats}. */
  GATHER_FLOATS(Separate::gatherFloats),
  /** {@link Separate#gatherInts}. */
  GATHER_INTS(Separate::gatherInts),
  /** {@link Separate#gatherBytes}. */
  GATHER_BYTES(Separate::gatherBytes),
  /** {@link Separate#reduceFloats}. */
  REDUCE_FLOATS(Separate::reduceFloats),
  /** {@link Separate#reduceInts}. */
  REDUCE_INTS(ListKernel.RARE, Separate::reduceInts),
  /** {@link Separate#argMaxOfFloats}. */
  ARG_MAX_FLOATS(ListKernel.RARE, Separate::argMaxOfFloats),
  /** {@link Separate#argMaxOfInts}. */
  ARG_MAX_INTS(ListKernel.RARE, Separate::argMaxOfInts),
  /** {@link Separate#biasAdd}. */
  BIAS_ADD(Separate::biasAdd),
  /** {@link Separate#scaledTanh}. */
  SCALED_TANH(Separate::scaledTanh),
  /** {@link Separate#scaledTanhGradient}. */
  SCALED_TANH_GRADIENT(Separate::scaledTanhGradient),
  /** {@link Separate#sgdStep}. */
  SGD_STEP(Separate::sgdStep),
  /** {@link Separate#momentumStep}. */
  MOMENTUM_STEP(Separate::momentumStep),
  /** {@link Separate#crossEntropy}. */
  CROSS_ENTROPY(Separate::crossEntropy),
  /** {@link Separate#crossEntropyGradient}. */
  CROSS_ENTROPY_GRADIENT(Separate::crossEntropyGradient),
  /** {@link Separate#maxPool}. */
  MAX_POOL(Separate::maxPool),
  /** {@link Separate#maxPoolGradient}. */
  MAX_POOL_GRADIENT(Separate::maxPoolGradient),
  /** {@link Separate#averagePool}. */
  AVERAGE_POOL(ListKernel.RARE, Separate::averagePool),
  /** {@link Separate#averagePoolGradient}. */
  AVERAGE_POOL_GRADIENT(ListKernel.RARE, Separate::averagePoolGradient),
  /** {@link Separate#philox}. */
  PHILOX(ListKernel.RARE, Separate::philox),
  /** {@link Separate#gridSample}. */
  GRID_SAMPLE(ListKernel.RARE, Separate::gridSample),
  /** {@link Separate#productDot}. */
  PRODUCT_DOT(Separate::productDot),
  /** {@link Separate#joinSplits}. */
  JOIN_SPLITS(Separate::joinSplits),
  /** Images with borders, in lists only. */
  BORDER_ROWS(ListKernel.COMMON),
  /** A product by packed panels, in lists only. */
  PRODUCT_PANEL(ListKernel.COMMON),
  /** {@link Tiles#productTiles}. */
  PRODUCT_TILES(Optional.empty(), Optional.of(Tiles::productTiles), Tiles.THREADS);

  /** Threads of a group, unless a kernel says otherwise. */
  static final int GROUP = 64;

  /** Threads of the largest group. */
  static final int LARGEST_GROUP = Tiles.THREADS;

  /** The kernels that run lists. */
  enum ListKernel {
    /** What training steps have. */
    COMMON(Steps::steps),
    /** The rest. */
    RARE(RareSteps::rareSteps);

    private final Task5<KernelContext, FloatArray, IntArray, ByteArray, IntArray> code;

    ListKernel(Task5<KernelContext, FloatArray, IntArray, ByteArray, IntArray> code) {
      this.code = code;
    }

    /** The method. */
    Task5<KernelContext, FloatArray, IntArray, ByteArray, IntArray> code() {
      return code;
    }
  }

  private final Optional<ListKernel> list;
  private final Optional<Task5<KernelContext, FloatArray, IntArray, ByteArray, IntArray>> separate;
  private final int group;

  Kernel(Task5<KernelContext, FloatArray, IntArray, ByteArray, IntArray> separate) {
    this(ListKernel.COMMON, separate);
  }

  Kernel(ListKernel list) {
    this(Optional.of(list), Optional.empty(), GROUP);
  }

  Kernel(
      ListKernel list, Task5<KernelContext, FloatArray, IntArray, ByteArray, IntArray> separate) {
    this(Optional.of(list), Optional.of(separate), GROUP);
  }

  Kernel(
      Optional<ListKernel> list,
      Optional<Task5<KernelContext, FloatArray, IntArray, ByteArray, IntArray>> separate,
      int group) {
    this.list = list;
    this.separate = separate;
    this.group = group;
  }

  /** What runs it as a task of a list. */
  Optional<ListKernel> list() {
    return list;
  }

  /** The method that is launched alone. */
  Optional<Task5<KernelContext, FloatArray, IntArray, ByteArray, IntArray>> separate() {
    return separate;
  }

  /** Threads of a group on the first axis, where it is launched alone. */
  int group() {
    return group;
  }
}
