// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// Random numbers and the sampling of distorted images.
#include "common.cuh"

// Philox4x32-10 (Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011).
static INLINE uint32_t high_product(uint32_t a, uint32_t b) {
  return (uint32_t)(((uint64_t)a * b) >> 32);
}

static INLINE void philox(uint32_t counter[4], uint32_t key0, uint32_t key1) {
  for (int round = 0; round < 10; round++) {
    const uint32_t high0 = high_product(0xD2511F53u, counter[0]);
    const uint32_t low0 = 0xD2511F53u * counter[0];
    const uint32_t high1 = high_product(0xCD9E8D57u, counter[2]);
    const uint32_t low1 = 0xCD9E8D57u * counter[2];
    counter[0] = high1 ^ counter[1] ^ key0;
    counter[2] = high0 ^ counter[3] ^ key1;
    counter[1] = low1;
    counter[3] = low0;
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
}

struct RandomParams {
  const uint32_t* key;
  const uint32_t* counter;
  void* y;
  int64_t rows;  // streams; 1 where the counter is not given by row
  int64_t row;   // words of each
  int32_t uniform;
};

// One thread makes the four words of one block of a stream.
KERNEL(random_words, RandomParams) {
  const int64_t blocks = (p.row + 3) / 4;
  for (int64_t i = at.index(); i < p.rows * blocks; i += at.size()) {
    const int64_t stream = i / blocks;
    const int64_t block = i - stream * blocks;
    uint32_t words[4] = {
        (uint32_t)block, (uint32_t)((uint64_t)block >> 32), p.counter[2 * stream],
        p.counter[2 * stream + 1]};
    philox(words, p.key[0], p.key[1]);
    for (int lane = 0; lane < 4 && block * 4 + lane < p.row; lane++) {
      const int64_t place = stream * p.row + block * 4 + lane;
      if (p.uniform)
        ((float*)p.y)[place] = (float)(words[lane] >> 8) * (1.0f / 16777216.0f);
      else
        ((uint32_t*)p.y)[place] = words[lane];
    }
  }
}

struct GridSampleParams {
  const float* x;
  const float* grid;
  float* y;
  int32_t images, maps;
  int32_t height, width;
  int32_t out_height, out_width;
  int32_t replicate;
};

static INLINE float pixel(const GridSampleParams& p, const float* plane, int row, int column) {
  if (p.replicate)
    return plane[clamp(row, 0, p.height - 1) * p.width + clamp(column, 0, p.width - 1)];
  const bool inside = row >= 0 && row < p.height && column >= 0 && column < p.width;
  return inside ? plane[row * p.width + column] : 0.0f;
}

KERNEL(grid_sample, GridSampleParams) {
  const int64_t out_plane = (int64_t)p.out_height * p.out_width;
  for (int64_t i = at.index(); i < p.images * out_plane; i += at.size()) {
    const int64_t image = i / out_plane;
    const float x = p.grid[2 * i];
    const float y = p.grid[2 * i + 1];
    const float left = floorf(x);
    const float top = floorf(y);
    // Kept where integers are exact; places beyond are the caller's error, but read nothing wild.
    const int column = (int)(left > -4194304.0f ? left < 4194304.0f ? left : 4194304.0f : -4194304.0f);
    const int row = (int)(top > -4194304.0f ? top < 4194304.0f ? top : 4194304.0f : -4194304.0f);
    const float u = x - left;
    const float v = y - top;
    for (int map = 0; map < p.maps; map++) {
      const int64_t which = image * p.maps + map;
      const float* plane = p.x + which * p.height * p.width;
      const float upper =
          (1 - u) * pixel(p, plane, row, column) + u * pixel(p, plane, row, column + 1);
      const float lower =
          (1 - u) * pixel(p, plane, row + 1, column) + u * pixel(p, plane, row + 1, column + 1);
      p.y[which * out_plane + (i - image * out_plane)] = (1 - v) * upper + v * lower;
    }
  }
}
