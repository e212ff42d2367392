// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// Convolution and its gradients as implicit products: nothing is unrolled in memory. Layouts are
// NCHW and MCRS. What cuDNN does better is left to it; these run everywhere, for every geometry.
#include "activation.cuh"
#include "product.cuh"

struct ConvolutionShape {
  int32_t images;
  int32_t inputs;    // maps of one group
  int32_t outputs;   // maps of one group
  int32_t groups;
  int32_t height, width;                // of the input
  int32_t out_height, out_width;        // of the output
  int32_t filter_height, filter_width;
  int32_t stride_height, stride_width;
  int32_t pad_top, pad_left;
  int32_t dilation_height, dilation_width;
};

struct ConvolutionParams {
  const float* x;
  const float* filter;
  const float* dy;
  float* y;
  ProductShape shape;
  DotShape dot;
  ConvolutionShape conv;
  Epilogue epilogue;
};

static INLINE int64_t input_index(
    const ConvolutionShape& c, int64_t image, int64_t map, int group, int row, int column) {
  return ((image * c.groups * c.inputs + (int64_t)group * c.inputs + map) * c.height + row) *
             c.width +
         column;
}

static INLINE int64_t output_index(
    const ConvolutionShape& c, int64_t image, int64_t map, int group, int row, int column) {
  return ((image * c.groups * c.outputs + (int64_t)group * c.outputs + map) * c.out_height + row) *
             c.out_width +
         column;
}

// The input under a tap: `place` counts images x output positions, `tap` input maps x taps.
static INLINE float tapped(const ConvolutionParams& p, int64_t place, int64_t tap, int group) {
  const ConvolutionShape& c = p.conv;
  const int tap_column = (int)(tap % c.filter_width);
  const int64_t rest = tap / c.filter_width;
  const int tap_row = (int)(rest % c.filter_height);
  const int64_t plane = (int64_t)c.out_height * c.out_width;
  const int64_t image = place / plane;
  const int position = (int)(place - image * plane);
  const int row =
      position / c.out_width * c.stride_height - c.pad_top + tap_row * c.dilation_height;
  const int column =
      position % c.out_width * c.stride_width - c.pad_left + tap_column * c.dilation_width;
  if (row < 0 || row >= c.height || column < 0 || column >= c.width) return 0.0f;
  return p.x[input_index(c, image, rest / c.filter_height, group, row, column)];
}

// Rows: output maps; columns: images x output positions; depth: input maps x taps.
struct ForwardOperands {
  const ConvolutionParams& p;

  INLINE bool left_by_depth() const { return true; }
  INLINE bool right_by_depth() const { return false; }
  INLINE float left(int64_t row, int64_t k, const Place& at) const {
    return p.filter[((int64_t)at.block_z * p.conv.outputs + row) * p.shape.depth + k];
  }
  INLINE float right(int64_t k, int64_t column, const Place& at) const {
    return tapped(p, column, k, at.block_z);
  }
  INLINE void store(int64_t row, int64_t column, const Place& at, float sum) const {
    const ConvolutionShape& c = p.conv;
    const int64_t plane = (int64_t)c.out_height * c.out_width;
    const int64_t image = column / plane;
    const float biased = p.epilogue.bias == nullptr
                             ? sum
                             : sum + p.epilogue.bias[at.block_z * c.outputs + row];
    p.y[output_index(c, image, row, at.block_z, 0, 0) + (column - image * plane)] =
        activated(p.epilogue, biased);
  }
};

static INLINE uint32_t convolution_phases(const ConvolutionParams& p) {
  return product_phases(p.shape);
}
PHASED_KERNEL(convolution, ConvolutionParams, ProductShared, ProductOwn) {
  product_phase(phase, p.shape, ForwardOperands{p}, shared, own, at);
}

static INLINE uint32_t convolution_dot_phases(const ConvolutionParams& p) {
  return dot_phases(p.dot);
}
PHASED_KERNEL(convolution_dot, ConvolutionParams, DotShared, DotOwn) {
  dot_phase(phase, p.dot, ForwardOperands{p}, shared, at);
}

// Rows: input maps; columns: images x input positions; depth: output maps x taps.
struct InputGradientOperands {
  const ConvolutionParams& p;

  INLINE bool left_by_depth() const { return true; }
  INLINE bool right_by_depth() const { return false; }
  INLINE float left(int64_t row, int64_t k, const Place& at) const {
    const ConvolutionShape& c = p.conv;
    const int taps = c.filter_height * c.filter_width;
    const int64_t map = k / taps;
    const int64_t filter = (int64_t)at.block_z * c.outputs + map;
    return p.filter[(filter * c.inputs + row) * taps + (k - map * taps)];
  }
  INLINE float right(int64_t k, int64_t column, const Place& at) const {
    const ConvolutionShape& c = p.conv;
    const int tap_column = (int)(k % c.filter_width);
    const int64_t rest = k / c.filter_width;
    const int tap_row = (int)(rest % c.filter_height);
    const int64_t plane = (int64_t)c.height * c.width;
    const int64_t image = column / plane;
    const int position = (int)(column - image * plane);
    const int row = position / c.width + c.pad_top - tap_row * c.dilation_height;
    const int col = position % c.width + c.pad_left - tap_column * c.dilation_width;
    if (row < 0 || col < 0 || row % c.stride_height != 0 || col % c.stride_width != 0) return 0.0f;
    const int out_row = row / c.stride_height;
    const int out_col = col / c.stride_width;
    if (out_row >= c.out_height || out_col >= c.out_width) return 0.0f;
    return p.dy[output_index(c, image, rest / c.filter_height, at.block_z, out_row, out_col)];
  }
  INLINE void store(int64_t row, int64_t column, const Place& at, float sum) const {
    const ConvolutionShape& c = p.conv;
    const int64_t plane = (int64_t)c.height * c.width;
    const int64_t image = column / plane;
    p.y[input_index(c, image, row, at.block_z, 0, 0) + (column - image * plane)] = sum;
  }
};

static INLINE uint32_t convolution_input_gradient_phases(const ConvolutionParams& p) {
  return product_phases(p.shape);
}
PHASED_KERNEL(convolution_input_gradient, ConvolutionParams, ProductShared, ProductOwn) {
  product_phase(phase, p.shape, InputGradientOperands{p}, shared, own, at);
}

static INLINE uint32_t convolution_input_gradient_dot_phases(const ConvolutionParams& p) {
  return dot_phases(p.dot);
}
PHASED_KERNEL(convolution_input_gradient_dot, ConvolutionParams, DotShared, DotOwn) {
  dot_phase(phase, p.dot, InputGradientOperands{p}, shared, at);
}

// Rows: output maps; columns: input maps x taps; depth: images x output positions, which may be
// split over blocks. Results are [groups, splits, rows, columns].
struct FilterGradientOperands {
  const ConvolutionParams& p;

  INLINE bool left_by_depth() const { return true; }
  INLINE bool right_by_depth() const { return true; }
  INLINE float left(int64_t row, int64_t k, const Place& at) const {
    const ConvolutionShape& c = p.conv;
    const int64_t plane = (int64_t)c.out_height * c.out_width;
    const int64_t image = k / plane;
    return p.dy[output_index(c, image, row, at.block_z, 0, 0) + (k - image * plane)];
  }
  INLINE float right(int64_t k, int64_t column, const Place& at) const {
    return tapped(p, k, column, at.block_z);
  }
  INLINE void store(int64_t row, int64_t column, const Place& at, float sum) const {
    const int64_t part = (int64_t)at.block_z * p.shape.splits + at.block_y;
    p.y[(part * p.shape.rows + row) * p.shape.columns + column] = sum;
  }
};

static INLINE uint32_t convolution_filter_gradient_phases(const ConvolutionParams& p) {
  return product_phases(p.shape);
}
PHASED_KERNEL(convolution_filter_gradient, ConvolutionParams, ProductShared, ProductOwn) {
  product_phase(phase, p.shape, FilterGradientOperands{p}, shared, own, at);
}

static INLINE uint32_t convolution_filter_gradient_dot_phases(const ConvolutionParams& p) {
  return dot_phases(p.dot);
}
PHASED_KERNEL(convolution_filter_gradient_dot, ConvolutionParams, DotShared, DotOwn) {
  dot_phase(phase, p.dot, FilterGradientOperands{p}, shared, at);
}
