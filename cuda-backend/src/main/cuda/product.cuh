// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// One tiled matrix product under matmul and the three convolutions: they differ in how element
// (row, k) of the left and (k, column) of the right operand are found, and where the result goes.
//
// A block of 256 threads makes a tile of 64 x 64, each thread 4 x 4 of it, 16 of k at a time: a
// phase that loads both operands' slices into shared memory, then a phase that multiplies. The sum
// over k can be split over blocks; each then writes its part for a second kernel to add up, in an
// order that depends on shapes alone. Operands are rounded to the math mode's format here, where
// they are read, and sums are binary32.
#pragma once
#include "rounding.cuh"

constexpr int PRODUCT_TILE = 64;
constexpr int PRODUCT_DEPTH = 16;
constexpr int PRODUCT_THREADS = 256;
constexpr int PRODUCT_EACH = 4;

struct ProductShape {
  int64_t rows;
  int64_t columns;
  int64_t depth;
  int64_t depth_per_split;  // a multiple of PRODUCT_DEPTH
  int32_t splits;
  int32_t column_tiles;
  int32_t dropped_bits;  // of the operands' mantissas; 0 in strict fp32
  int32_t unused;
};

struct ProductShared {
  float left[PRODUCT_DEPTH][PRODUCT_TILE + 4];
  float right[PRODUCT_DEPTH][PRODUCT_TILE + 4];
};

struct ProductOwn {
  float sum[PRODUCT_EACH][PRODUCT_EACH];
};

static INLINE uint32_t product_phases(const ProductShape& shape) {
  return 2 * (uint32_t)((shape.depth_per_split + PRODUCT_DEPTH - 1) / PRODUCT_DEPTH) + 1;
}

// Blocks: x over tiles, y over splits, z over batch or groups.
template <class Operands>
static INLINE void product_phase(
    uint32_t phase, const ProductShape& shape, const Operands& operands, ProductShared& shared,
    ProductOwn& own, const Place& at) {
  const int64_t first_row = (int64_t)(at.block_x / shape.column_tiles) * PRODUCT_TILE;
  const int64_t first_column = (int64_t)(at.block_x % shape.column_tiles) * PRODUCT_TILE;
  const int64_t begin = at.block_y * shape.depth_per_split;
  const int64_t end = begin + shape.depth_per_split < shape.depth
                          ? begin + shape.depth_per_split
                          : shape.depth;
  const int row = at.thread / 16 * PRODUCT_EACH;
  const int column = at.thread % 16 * PRODUCT_EACH;
  const int64_t k = begin + (int64_t)(phase / 2) * PRODUCT_DEPTH;
  if (phase == 0) {
    UNROLL for (int i = 0; i < PRODUCT_EACH; i++)
      UNROLL for (int j = 0; j < PRODUCT_EACH; j++) own.sum[i][j] = 0;
  }
  if (phase + 1 == product_phases(shape)) {
    for (int i = 0; i < PRODUCT_EACH; i++)
      for (int j = 0; j < PRODUCT_EACH; j++)
        if (first_row + row + i < shape.rows && first_column + column + j < shape.columns)
          operands.store(first_row + row + i, first_column + column + j, at, own.sum[i][j]);
  } else if (phase % 2 == 0) {
    for (int i = at.thread; i < PRODUCT_DEPTH * PRODUCT_TILE; i += PRODUCT_THREADS) {
      // Each operand is walked along its contiguous axis by neighbouring threads.
      const int left_row = operands.left_by_depth() ? i / PRODUCT_DEPTH : i % PRODUCT_TILE;
      const int left_depth = operands.left_by_depth() ? i % PRODUCT_DEPTH : i / PRODUCT_TILE;
      shared.left[left_depth][left_row] =
          first_row + left_row < shape.rows && k + left_depth < end
              ? rounded(operands.left(first_row + left_row, k + left_depth, at), shape.dropped_bits)
              : 0.0f;
      const int right_column = operands.right_by_depth() ? i / PRODUCT_DEPTH : i % PRODUCT_TILE;
      const int right_depth = operands.right_by_depth() ? i % PRODUCT_DEPTH : i / PRODUCT_TILE;
      shared.right[right_depth][right_column] =
          first_column + right_column < shape.columns && k + right_depth < end
              ? rounded(operands.right(k + right_depth, first_column + right_column, at),
                        shape.dropped_bits)
              : 0.0f;
    }
  } else {
    // What lies beyond the end of k was loaded as zeros; but zero times infinity is NaN, so it is
    // not multiplied either.
    const int depth = end - k < PRODUCT_DEPTH ? (int)(end - k) : PRODUCT_DEPTH;
    for (int d = 0; d < depth; d++) {
      UNROLL for (int i = 0; i < PRODUCT_EACH; i++)
        UNROLL for (int j = 0; j < PRODUCT_EACH; j++)
          own.sum[i][j] += shared.left[d][row + i] * shared.right[d][column + j];
    }
  }
}

// The same product for results too small to fill tiles, as those of a single image are: a group of
// `lanes` threads makes one element, each summing every lanes-th product, joined in shared memory.
// A block of 256 threads holds 256 / lanes groups.
struct DotShape {
  int64_t rows;
  int64_t columns;
  int64_t depth;
  int32_t lanes;  // a power of two, 1 to 256
  int32_t dropped_bits;  // as in ProductShape
};

struct DotShared {
  float sums[PRODUCT_THREADS];
};

struct DotOwn {
  int32_t unused;
};

static INLINE uint32_t dot_phases(const DotShape& shape) {
  uint32_t phases = 1;
  for (int32_t width = shape.lanes / 2; width > 0; width /= 2) phases++;
  return phases;
}

// What one lane sums.
template <bool ROUNDS, class Operands>
static INLINE float dot_lane(
    const DotShape& shape, const Operands& operands, int64_t row, int64_t column, int lane,
    const Place& at) {
  float sum = 0;
  for (int64_t k = lane; k < shape.depth; k += shape.lanes) {
    const float left = operands.left(row, k, at);
    const float right = operands.right(k, column, at);
    sum += ROUNDS ? shortened(left, shape.dropped_bits) * shortened(right, shape.dropped_bits)
                  : left * right;
  }
  return sum;
}

// Blocks: x over groups of elements, z over batch or groups of maps.
template <class Operands>
static INLINE void dot_phase(
    uint32_t phase, const DotShape& shape, const Operands& operands, DotShared& shared,
    const Place& at) {
  const int lane = at.thread % shape.lanes;
  const int64_t element =
      (int64_t)at.block_x * (PRODUCT_THREADS / shape.lanes) + at.thread / shape.lanes;
  const bool real = element < shape.rows * shape.columns;
  const int64_t row = element / shape.columns;
  const int64_t column = element - row * shape.columns;
  float sum = 0;
  if (phase == 0) {
    if (real)
      sum = shape.dropped_bits == 0 ? dot_lane<false>(shape, operands, row, column, lane, at)
                                    : dot_lane<true>(shape, operands, row, column, lane, at);
  } else if (lane < shape.lanes >> phase) {
    sum = shared.sums[at.thread] + shared.sums[at.thread + (shape.lanes >> phase)];
  }
  if (phase + 1 < dot_phases(shape)) {
    if (phase == 0 || lane < shape.lanes >> phase) shared.sums[at.thread] = sum;
  } else if (lane == 0 && real) {
    operands.store(row, column, at, sum);
  }
}
