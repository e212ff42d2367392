// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// Operands as NVIDIA's libraries want them: rounded, as bfloat16, or with the maps last. What these
// kernels take counts as time of the library's way.
#include "rounding.cuh"

struct ConvertOperandParams {
  const float* x;
  void* y;
  int64_t count;
  int32_t dropped_bits;
};

// A number in the element type of the result: binary32 after rounding, or its bfloat16 half.
static INLINE void put(float* y, int64_t i, float x, int32_t dropped) { y[i] = rounded(x, dropped); }
static INLINE void put(uint16_t* y, int64_t i, float x, int32_t) {
  y[i] = (uint16_t)(bits_of(shortened(x, BF16_DROPPED_BITS)) >> BF16_DROPPED_BITS);
}

template <class T>
static INLINE void convert_all(const ConvertOperandParams& p, const Place& at) {
  for (int64_t i = at.index(); i < p.count; i += at.size())
    put((T*)p.y, i, p.x[i], p.dropped_bits);
}

KERNEL(round_operand, ConvertOperandParams) { convert_all<float>(p, at); }
KERNEL(bf16_operand, ConvertOperandParams) { convert_all<uint16_t>(p, at); }

// Matrices [rows, columns] side by side become [columns, rows]: maps and positions change places.
// A block of 256 threads turns a tile of 32 x 32 in shared memory, so that reads and writes both
// run along memory.
constexpr int TURN_TILE = 32;
constexpr int TURN_THREADS = 256;

struct TransposeParams {
  const float* x;
  void* y;
  int64_t rows;
  int64_t columns;
  int64_t row_tiles;
  int64_t column_tiles;
  int32_t dropped_bits;
};

struct TransposeShared {
  float tile[TURN_TILE][TURN_TILE + 1];
};

struct TransposeOwn {
  int32_t unused;
};

// Blocks: x over matrices, then tiles.
template <class T>
static INLINE void transpose_phase(
    uint32_t phase, const TransposeParams& p, TransposeShared& shared, const Place& at) {
  const int64_t matrix = at.block_x / (p.row_tiles * p.column_tiles);
  const int64_t tile = at.block_x - matrix * p.row_tiles * p.column_tiles;
  const int64_t row = tile / p.column_tiles * TURN_TILE;
  const int64_t column = tile % p.column_tiles * TURN_TILE;
  const int64_t first = matrix * p.rows * p.columns;
  for (int i = at.thread; i < TURN_TILE * TURN_TILE; i += TURN_THREADS) {
    const int far = i / TURN_TILE;
    const int near = i % TURN_TILE;
    if (phase == 0) {
      if (row + far < p.rows && column + near < p.columns)
        shared.tile[far][near] = p.x[first + (row + far) * p.columns + column + near];
    } else if (column + far < p.columns && row + near < p.rows) {
      put((T*)p.y, first + (column + far) * p.rows + row + near, shared.tile[near][far],
          p.dropped_bits);
    }
  }
}

static INLINE uint32_t transpose_operand_phases(const TransposeParams&) { return 2; }
PHASED_KERNEL(transpose_operand, TransposeParams, TransposeShared, TransposeOwn) {
  transpose_phase<float>(phase, p, shared, at);
}

static INLINE uint32_t transpose_bf16_operand_phases(const TransposeParams&) { return 2; }
PHASED_KERNEL(transpose_bf16_operand, TransposeParams, TransposeShared, TransposeOwn) {
  transpose_phase<uint16_t>(phase, p, shared, at);
}
