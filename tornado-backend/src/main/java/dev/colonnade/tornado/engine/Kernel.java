// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.engine;

import dev.colonnade.tornado.kernel.Binary;
import dev.colonnade.tornado.kernel.Comparison;
import dev.colonnade.tornado.kernel.Conversion;
import dev.colonnade.tornado.kernel.Gathering;
import dev.colonnade.tornado.kernel.Movement;
import dev.colonnade.tornado.kernel.Pooling;
import dev.colonnade.tornado.kernel.Products;
import dev.colonnade.tornado.kernel.Reducing;
import dev.colonnade.tornado.kernel.Sampling;
import dev.colonnade.tornado.kernel.Selection;
import dev.colonnade.tornado.kernel.Training;
import dev.colonnade.tornado.kernel.Unary;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task5;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The kernels, each one task of one graph: TornadoVM compiles per task, so each is compiled once
 * for all programs of a device, when it is first launched.
 */
public enum Kernel {
  /** {@link Unary#unaryFloats}. */
  UNARY_FLOATS(Unary::unaryFloats),
  /** {@link Unary#unaryInts}. */
  UNARY_INTS(Unary::unaryInts),
  /** {@link Unary#logicalNot}. */
  NOT(Unary::logicalNot),
  /** {@link Binary#binaryFloats}. */
  BINARY_FLOATS(Binary::binaryFloats),
  /** {@link Binary#binaryInts}. */
  BINARY_INTS(Binary::binaryInts),
  /** {@link Binary#binaryBools}. */
  BINARY_BOOLS(Binary::binaryBools),
  /** {@link Comparison#compareFloats}. */
  COMPARE_FLOATS(Comparison::compareFloats),
  /** {@link Comparison#compareInts}. */
  COMPARE_INTS(Comparison::compareInts),
  /** {@link Comparison#compareUnsigned}. */
  COMPARE_UNSIGNED(Comparison::compareUnsigned),
  /** {@link Selection#selectFloats}. */
  SELECT_FLOATS(Selection::selectFloats),
  /** {@link Selection#selectInts}. */
  SELECT_INTS(Selection::selectInts),
  /** {@link Selection#selectBytes}. */
  SELECT_BYTES(Selection::selectBytes),
  /** {@link Conversion#convertElements}. */
  CONVERT(Conversion::convertElements),
  /** {@link Movement#moveFloats}. */
  MOVE_FLOATS(Movement::moveFloats),
  /** {@link Movement#moveInts}. */
  MOVE_INTS(Movement::moveInts),
  /** {@link Movement#moveBytes}. */
  MOVE_BYTES(Movement::moveBytes),
  /** {@link Movement#countUp}. */
  IOTA(Movement::countUp),
  /** {@link Gathering#gatherFloats}. */
  GATHER_FLOATS(Gathering::gatherFloats),
  /** {@link Gathering#gatherInts}. */
  GATHER_INTS(Gathering::gatherInts),
  /** {@link Gathering#gatherBytes}. */
  GATHER_BYTES(Gathering::gatherBytes),
  /** {@link Reducing#reduceFloats}. */
  REDUCE_FLOATS(Reducing::reduceFloats),
  /** {@link Reducing#reduceInts}. */
  REDUCE_INTS(Reducing::reduceInts),
  /** {@link Reducing#argMaxOfFloats}. */
  ARG_MAX_FLOATS(Reducing::argMaxOfFloats),
  /** {@link Reducing#argMaxOfInts}. */
  ARG_MAX_INTS(Reducing::argMaxOfInts),
  /** {@link Training#biasAdd}. */
  BIAS_ADD(Training::biasAdd),
  /** {@link Training#scaledTanh}. */
  SCALED_TANH(Training::scaledTanh),
  /** {@link Training#scaledTanhGradient}. */
  SCALED_TANH_GRADIENT(Training::scaledTanhGradient),
  /** {@link Training#sgdStep}. */
  SGD_STEP(Training::sgdStep),
  /** {@link Training#momentumStep}. */
  MOMENTUM_STEP(Training::momentumStep),
  /** {@link Training#crossEntropy}. */
  CROSS_ENTROPY(Training::crossEntropy),
  /** {@link Training#crossEntropyGradient}. */
  CROSS_ENTROPY_GRADIENT(Training::crossEntropyGradient),
  /** {@link Pooling#maxPool}. */
  MAX_POOL(Pooling::maxPool),
  /** {@link Pooling#maxPoolGradient}. */
  MAX_POOL_GRADIENT(Pooling::maxPoolGradient),
  /** {@link Pooling#averagePool}. */
  AVERAGE_POOL(Pooling::averagePool),
  /** {@link Pooling#averagePoolGradient}. */
  AVERAGE_POOL_GRADIENT(Pooling::averagePoolGradient),
  /** {@link Sampling#philox}. */
  PHILOX(Sampling::philox),
  /** {@link Sampling#gridSample}. */
  GRID_SAMPLE(Sampling::gridSample),
  /** {@link Products#productPanel}. */
  PRODUCT_PANEL(Products::productPanel, 1),
  /** {@link Products#productDot}. */
  PRODUCT_DOT(Products::productDot),
  /** {@link Products#joinSplits}. */
  JOIN_SPLITS(Products::joinSplits);

  /** Threads of a group, unless a kernel has a thread for each core. */
  static final int GROUP = 64;

  private final Task5<KernelContext, FloatArray, IntArray, ByteArray, IntArray> code;
  private final int group;

  Kernel(Task5<KernelContext, FloatArray, IntArray, ByteArray, IntArray> code) {
    this(code, GROUP);
  }

  Kernel(Task5<KernelContext, FloatArray, IntArray, ByteArray, IntArray> code, int group) {
    this.code = code;
    this.group = group;
  }

  /** The method. */
  Task5<KernelContext, FloatArray, IntArray, ByteArray, IntArray> code() {
    return code;
  }

  /** Threads of a group, on the first axis. */
  public int group() {
    return group;
  }
}
