// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// Pooling over windows of NCHW tensors. Gradients are gathered, one thread for each input element:
// no atomics, so sums have a fixed order.
#include "common.cuh"

struct PoolParams {
  const float* x;
  const float* dy;
  float* y;
  int64_t planes;  // images x maps
  int32_t height, width;
  int32_t out_height, out_width;
  int32_t window_height, window_width;
  int32_t stride_height, stride_width;
  int32_t pad_top, pad_left;
  int32_t pad_bottom, pad_right;
  int32_t dilation_height, dilation_width;
  int32_t count_padding;
};

// Offset of the winner of a window within its plane.
static INLINE int winner(const PoolParams& p, const float* plane, int out_row, int out_column) {
  int best = -1;
  for (int r = 0; r < p.window_height; r++) {
    const int row = out_row * p.stride_height - p.pad_top + r * p.dilation_height;
    if (row < 0 || row >= p.height) continue;
    for (int s = 0; s < p.window_width; s++) {
      const int column = out_column * p.stride_width - p.pad_left + s * p.dilation_width;
      if (column < 0 || column >= p.width) continue;
      const int place = row * p.width + column;
      if (best < 0 || beats(plane[place], plane[best])) best = place;
    }
  }
  return best;
}

// Positions that count in a mean: those inside the input, or inside it and its padding.
static INLINE int divisor(const PoolParams& p, int out_row, int out_column) {
  const int top = p.count_padding ? -p.pad_top : 0;
  const int left = p.count_padding ? -p.pad_left : 0;
  const int bottom = p.count_padding ? p.height + p.pad_bottom : p.height;
  const int right = p.count_padding ? p.width + p.pad_right : p.width;
  int rows = 0;
  for (int r = 0; r < p.window_height; r++) {
    const int row = out_row * p.stride_height - p.pad_top + r * p.dilation_height;
    rows += row >= top && row < bottom;
  }
  int columns = 0;
  for (int s = 0; s < p.window_width; s++) {
    const int column = out_column * p.stride_width - p.pad_left + s * p.dilation_width;
    columns += column >= left && column < right;
  }
  return rows * columns;
}

KERNEL(max_pool, PoolParams) {
  const int64_t out_plane = (int64_t)p.out_height * p.out_width;
  for (int64_t i = at.index(); i < p.planes * out_plane; i += at.size()) {
    const int64_t which = i / out_plane;
    const int position = (int)(i - which * out_plane);
    const float* plane = p.x + which * p.height * p.width;
    p.y[i] = plane[winner(p, plane, position / p.out_width, position % p.out_width)];
  }
}

KERNEL(average_pool, PoolParams) {
  const int64_t out_plane = (int64_t)p.out_height * p.out_width;
  for (int64_t i = at.index(); i < p.planes * out_plane; i += at.size()) {
    const int64_t which = i / out_plane;
    const int position = (int)(i - which * out_plane);
    const int out_row = position / p.out_width;
    const int out_column = position % p.out_width;
    const float* plane = p.x + which * p.height * p.width;
    float sum = 0;
    for (int r = 0; r < p.window_height; r++) {
      const int row = out_row * p.stride_height - p.pad_top + r * p.dilation_height;
      if (row < 0 || row >= p.height) continue;
      for (int s = 0; s < p.window_width; s++) {
        const int column = out_column * p.stride_width - p.pad_left + s * p.dilation_width;
        if (column >= 0 && column < p.width) sum += plane[row * p.width + column];
      }
    }
    p.y[i] = sum / (float)divisor(p, out_row, out_column);
  }
}

// For each window that holds input element (row, column): its output row and column, or -1.
static INLINE int window_of(int position, int pad, int tap, int dilation, int stride, int count) {
  const int start = position + pad - tap * dilation;
  if (start < 0 || start % stride != 0 || start / stride >= count) return -1;
  return start / stride;
}

template <class Share>
static INLINE void gather_gradient(const PoolParams& p, const Place& at, Share share) {
  const int64_t in_plane = (int64_t)p.height * p.width;
  for (int64_t i = at.index(); i < p.planes * in_plane; i += at.size()) {
    const int64_t which = i / in_plane;
    const int place = (int)(i - which * in_plane);
    const float* dy = p.dy + which * p.out_height * p.out_width;
    float sum = 0;
    for (int r = p.window_height - 1; r >= 0; r--) {
      const int out_row = window_of(
          place / p.width, p.pad_top, r, p.dilation_height, p.stride_height, p.out_height);
      if (out_row < 0) continue;
      for (int s = p.window_width - 1; s >= 0; s--) {
        const int out_column = window_of(
            place % p.width, p.pad_left, s, p.dilation_width, p.stride_width, p.out_width);
        if (out_column >= 0)
          sum += share(which, place, out_row, out_column, dy[out_row * p.out_width + out_column]);
      }
    }
    p.y[i] = sum;
  }
}

struct WinnerTakes {
  const PoolParams& p;
  INLINE float operator()(
      int64_t which, int place, int out_row, int out_column, float dy) const {
    const float* plane = p.x + which * p.height * p.width;
    return winner(p, plane, out_row, out_column) == place ? dy : 0.0f;
  }
};

struct EqualShares {
  const PoolParams& p;
  INLINE float operator()(int64_t, int, int out_row, int out_column, float dy) const {
    return dy / (float)divisor(p, out_row, out_column);
  }
};

KERNEL(max_pool_gradient, PoolParams) { gather_gradient(p, at, WinnerTakes{p}); }
KERNEL(average_pool_gradient, PoolParams) { gather_gradient(p, at, EqualShares{p}); }
