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

// All maps of one pixel of the result, from place (x, y) of its image.
static INLINE void sample(
    const GridSampleParams& p, int64_t image, int64_t position, float x, float y) {
  const float left = floorf(x);
  const float top = floorf(y);
  // Kept where integers are exact; places beyond are the caller's error, but read nothing wild.
  const int column = (int)(left > -4194304.0f ? left < 4194304.0f ? left : 4194304.0f : -4194304.0f);
  const int row = (int)(top > -4194304.0f ? top < 4194304.0f ? top : 4194304.0f : -4194304.0f);
  const float u = x - left;
  const float v = y - top;
  const int64_t out_plane = (int64_t)p.out_height * p.out_width;
  for (int map = 0; map < p.maps; map++) {
    const int64_t which = image * p.maps + map;
    const float* plane = p.x + which * p.height * p.width;
    const float upper =
        (1 - u) * pixel(p, plane, row, column) + u * pixel(p, plane, row, column + 1);
    const float lower =
        (1 - u) * pixel(p, plane, row + 1, column) + u * pixel(p, plane, row + 1, column + 1);
    p.y[which * out_plane + position] = (1 - v) * upper + v * lower;
  }
}

KERNEL(grid_sample, GridSampleParams) {
  const int64_t out_plane = (int64_t)p.out_height * p.out_width;
  for (int64_t i = at.index(); i < p.images * out_plane; i += at.size()) {
    const int64_t image = i / out_plane;
    sample(p, image, i - image * out_plane, p.grid[2 * i], p.grid[2 * i + 1]);
  }
}

// Elastic and affine distortion in two kernels (core's ElasticDistortion has the maths): the first
// draws noise and smooths it along columns, the second smooths along rows, adds the affine places
// and samples. Between them lies one tensor, [images, 2, width, height], instead of the thirty or
// so that the decomposition writes and reads.
constexpr int ELASTIC_ROWS = 2048;

struct ElasticParams {
  const float* x;
  const float* affine;      // [images, 6]
  const uint32_t* key;
  const uint32_t* counters;  // [images, 2]
  const float* alpha;        // [images]
  const float* kernel;       // weights at distances 0 to reach - 1
  float* smooth;
  float* y;
  int32_t images, maps;
  int32_t height, width;
  int32_t reach;
  int32_t replicate;
};

struct ElasticShared {
  float noise[ELASTIC_ROWS];
};

struct ElasticOwn {
  int32_t unused;
};

// A block for each column of each axis of each image.
static INLINE uint32_t elastic_columns_phases(const ElasticParams&) { return 2; }
PHASED_KERNEL(elastic_columns, ElasticParams, ElasticShared, ElasticOwn) {
  const uint32_t image = at.block_x / (2 * p.width);
  const int64_t first = (int64_t)(at.block_x - image * 2 * p.width) * p.height;
  for (int32_t row = at.thread; row < p.height; row += at.threads) {
    if (phase == 0) {
      const int64_t word = first + row;
      uint32_t words[4] = {
          (uint32_t)(word / 4), (uint32_t)((uint64_t)(word / 4) >> 32), p.counters[2 * image],
          p.counters[2 * image + 1]};
      philox(words, p.key[0], p.key[1]);
      const float uniform = (float)(words[word % 4] >> 8) * (1.0f / 16777216.0f);
      shared.noise[row] = uniform * 2.0f - 1.0f;
    } else {
      const int32_t begin = row >= p.reach ? row - p.reach + 1 : 0;
      const int32_t end = row + p.reach < p.height ? row + p.reach : p.height;
      float sum = 0;
      for (int32_t other = begin; other < end; other++)
        sum += shared.noise[other] * p.kernel[other < row ? row - other : other - row];
      p.smooth[(int64_t)at.block_x * p.height + row] = sum;
    }
  }
}

// Displacement of a pixel along an axis, before alpha.
static INLINE float displacement(
    const ElasticParams& p, int64_t image, int axis, int32_t row, int32_t column) {
  const float* smooth = p.smooth + (image * 2 + axis) * p.width * p.height + row;
  const int32_t begin = column >= p.reach ? column - p.reach + 1 : 0;
  const int32_t end = column + p.reach < p.width ? column + p.reach : p.width;
  float sum = 0;
  for (int32_t other = begin; other < end; other++)
    sum += smooth[(int64_t)other * p.height] *
           p.kernel[other < column ? column - other : other - column];
  return sum;
}

KERNEL(elastic_sample, ElasticParams) {
  const GridSampleParams grid{p.x,      nullptr, p.y,      p.images, p.maps,
                              p.height, p.width, p.height, p.width,  p.replicate};
  const int64_t plane = (int64_t)p.height * p.width;
  const float centre_x = (float)(p.width - 1) / 2.0f;
  const float centre_y = (float)(p.height - 1) / 2.0f;
  for (int64_t i = at.index(); i < p.images * plane; i += at.size()) {
    const int64_t image = i / plane;
    const int32_t position = (int32_t)(i - image * plane);
    const int32_t row = position / p.width;
    const int32_t column = position - row * p.width;
    const float* affine = p.affine + 6 * image;
    const float x = (float)column - centre_x - affine[0];
    const float y = (float)row - centre_y - affine[1];
    const float cosine = cosf(affine[2]);
    const float sine = sinf(affine[2]);
    const float down = y * cosine - x * sine;
    const float right = x * cosine + y * sine - down * (sinf(affine[5]) / cosf(affine[5]));
    const float alpha = p.alpha[image];
    sample(
        grid, image, position,
        right * (1.0f / affine[3]) + centre_x + displacement(p, image, 0, row, column) * alpha,
        down * (1.0f / affine[4]) + centre_y + displacement(p, image, 1, row, column) * alpha);
  }
}
