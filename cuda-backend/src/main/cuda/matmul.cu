// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// Matrix product without cuBLAS: for machines where it is missing, and small shapes.
#include "activation.cuh"
#include "product.cuh"

struct MatMulParams {
  const float* a;
  const float* b;
  float* y;
  ProductShape shape;
  DotShape dot;
  int64_t a_batch, a_row, a_depth;
  int64_t b_batch, b_depth, b_column;
  Epilogue epilogue;
};

struct MatMulOperands {
  const MatMulParams& p;

  INLINE bool left_by_depth() const { return p.a_depth == 1; }
  INLINE bool right_by_depth() const { return p.b_depth == 1 && p.b_column != 1; }
  INLINE float left(int64_t row, int64_t k, const Place& at) const {
    return p.a[at.block_z * p.a_batch + row * p.a_row + k * p.a_depth];
  }
  INLINE float right(int64_t k, int64_t column, const Place& at) const {
    return p.b[at.block_z * p.b_batch + k * p.b_depth + column * p.b_column];
  }
  INLINE void store(int64_t row, int64_t column, const Place& at, float sum) const {
    // A bias belongs to the fully connected layer, whose columns are units.
    const float biased = p.epilogue.bias == nullptr ? sum : sum + p.epilogue.bias[column];
    const int64_t part = (int64_t)at.block_z * p.shape.splits + at.block_y;
    p.y[(part * p.shape.rows + row) * p.shape.columns + column] = activated(p.epilogue, biased);
  }
};

static INLINE uint32_t matmul_phases(const MatMulParams& p) { return product_phases(p.shape); }
PHASED_KERNEL(matmul, MatMulParams, ProductShared, ProductOwn) {
  product_phase(phase, p.shape, MatMulOperands{p}, shared, own, at);
}

static INLINE uint32_t matmul_dot_phases(const MatMulParams& p) { return dot_phases(p.dot); }
PHASED_KERNEL(matmul_dot, MatMulParams, DotShared, DotOwn) {
  dot_phase(phase, p.dot, MatMulOperands{p}, shared, at);
}

// Adds up the parts of a product whose k was split, [batch, splits, rows * columns].
struct JoinParams {
  const float* parts;
  float* y;
  int64_t count;  // elements of one part
  int64_t results;
  int32_t splits;
};

KERNEL(join_splits, JoinParams) {
  for (int64_t i = at.index(); i < p.results; i += at.size()) {
    const int64_t batch = i / p.count;
    const float* part = p.parts + batch * p.splits * p.count + (i - batch * p.count);
    float sum = 0;
    for (int32_t s = 0; s < p.splits; s++) sum += part[s * p.count];
    p.y[i] = sum;
  }
}
