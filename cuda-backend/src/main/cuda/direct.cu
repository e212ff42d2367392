// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// Layers of small nets on few images, where tiles of a product would leave the device idle: each
// element of a result is a sum that a few neighbouring threads ("lanes") share, and what follows it
// is done before it is stored. A convolution takes bias, activation and max-pooling along, the
// gradient of its input goes back through the pooling and the activation below, gradients of
// parameters are taken as the step that they are for. Fully connected layers are convolutions of
// images of one pixel.
//
// Sums run along rows of the filter or of the image: the only divisions are one set for each
// element. Groups and dilation are 1; indices have 32 bits. Max-pooling windows lie side by side
// and cover all.
#include "activation.cuh"
#include "rounding.cuh"

constexpr int DIRECT_THREADS = 256;

struct DirectSizes {
  int32_t images, inputs, outputs;
  int32_t height, width;
  int32_t out_height, out_width;
  int32_t filter_height, filter_width;
  int32_t stride_height, stride_width;
  int32_t pad_top, pad_left;
  int32_t elements;          // of the result, before pooling
  int32_t lanes;             // a power of two, at most DIRECT_THREADS
  int32_t elements_a_block;  // whole windows where there is pooling
  int32_t dropped_bits;      // of the operands' mantissas; 0 in strict fp32
};

struct DirectShared {
  float sums[DIRECT_THREADS];
  float results[DIRECT_THREADS];
};

struct DirectOwn {
  int32_t unused;
};

// A phase for the lanes' parts, one for each halving of them, one that stores.
static INLINE uint32_t direct_phases(const DirectSizes& sizes) {
  uint32_t phases = 2;
  for (int32_t width = sizes.lanes / 2; width > 0; width /= 2) phases++;
  return phases;
}

// All phases: `part` gives a lane's share of an element, `finish` takes the element's sum.
template <class Part, class Finish>
static INLINE void direct_phase(
    uint32_t phase, const DirectSizes& sizes, DirectShared& shared, const Place& at, Part part,
    Finish finish) {
  const int32_t first = (int32_t)at.block_x * sizes.elements_a_block;
  const int32_t thread = (int32_t)at.thread;
  const int32_t element = thread / sizes.lanes;
  const int32_t lane = thread - element * sizes.lanes;
  const bool real = element < sizes.elements_a_block && first + element < sizes.elements;
  if (phase == 0) {
    shared.sums[thread] = real ? part(first + element, lane) : 0.0f;
  } else if (phase + 1 < direct_phases(sizes)) {
    const int32_t width = sizes.lanes >> phase;
    if (lane < width) shared.sums[thread] += shared.sums[thread + width];
  } else if (thread < sizes.elements_a_block && first + thread < sizes.elements) {
    finish(first + thread, shared.sums[thread * sizes.lanes]);
  }
}

// Pairs (outer, inner) of rows, those of one lane: inner runs below `extent`.
struct RowPairs {
  int32_t outer, inner, outer_step, inner_step, extent;

  INLINE RowPairs(int32_t lane, int32_t lanes, int32_t rows)
      : outer(lane / rows), outer_step(lanes / rows), extent(rows) {
    inner = lane - outer * rows;
    inner_step = lanes - outer_step * rows;
  }
  INLINE void next() {
    outer += outer_step;
    inner += inner_step;
    if (inner >= extent) {
      inner -= extent;
      outer++;
    }
  }
};

// Both operands rounded to the math mode's format. In strict fp32 nothing is left of it.
template <bool ROUNDS>
static INLINE float product(float a, float b, int32_t dropped) {
  return ROUNDS ? shortened(a, dropped) * shortened(b, dropped) : a * b;
}

template <bool ROUNDS, int WIDTH>
static INLINE float row_product(const float* a, const float* b, int32_t dropped, float sum) {
  UNROLL for (int i = 0; i < WIDTH; i++) sum += product<ROUNDS>(a[i], b[i], dropped);
  return sum;
}

// The widths of most filters, unrolled so that loads overlap.
template <bool ROUNDS>
static INLINE float row_product(
    const float* a, const float* b, int32_t width, int32_t dropped, float sum) {
  switch (width) {
    case 1: return row_product<ROUNDS, 1>(a, b, dropped, sum);
    case 3: return row_product<ROUNDS, 3>(a, b, dropped, sum);
    case 4: return row_product<ROUNDS, 4>(a, b, dropped, sum);
    case 5: return row_product<ROUNDS, 5>(a, b, dropped, sum);
    case 7: return row_product<ROUNDS, 7>(a, b, dropped, sum);
    default:
      for (int32_t i = 0; i < width; i++) sum += product<ROUNDS>(a[i], b[i], dropped);
      return sum;
  }
}

struct DirectLayerParams {
  const float* x;
  const float* filter;
  float* y;
  float* pooled;  // null without pooling
  DirectSizes sizes;
  int32_t pool_height, pool_width;  // 1 without pooling
  Epilogue epilogue;
};

struct DirectOutput {
  int32_t image, map, row, column;

  // Elements are numbered window by window.
  INLINE DirectOutput(const DirectLayerParams& p, int32_t element) {
    const int32_t positions = p.pool_height * p.pool_width;
    const int32_t window = element / positions;
    const int32_t position = element - window * positions;
    const int32_t columns = p.sizes.out_width / p.pool_width;
    const int32_t rows = p.sizes.out_height / p.pool_height;
    const int32_t line = window / columns;
    const int32_t plane = line / rows;
    row = (line - plane * rows) * p.pool_height + position / p.pool_width;
    column = (window - line * columns) * p.pool_width + position % p.pool_width;
    image = plane / p.sizes.outputs;
    map = plane - image * p.sizes.outputs;
  }
};

template <bool ROUNDS>
static INLINE float direct_layer_part(const DirectLayerParams& p, int32_t element, int32_t lane) {
  const DirectSizes& d = p.sizes;
  const DirectOutput out(p, element);
  const int32_t rows = d.inputs * d.filter_height;
  const float* filter = p.filter + out.map * rows * d.filter_width;
  const float* x = p.x + out.image * d.inputs * d.height * d.width;
  const int32_t top = out.row * d.stride_height - d.pad_top;
  const int32_t left = out.column * d.stride_width - d.pad_left;
  const int32_t begin = left < 0 ? -left : 0;
  const int32_t end = left + d.filter_width > d.width ? d.width - left : d.filter_width;
  float sum = 0;
  RowPairs pair(lane, d.lanes, d.filter_height);
  for (int32_t row = lane; row < rows; row += d.lanes, pair.next()) {
    const int32_t y = top + pair.inner;
    if (y < 0 || y >= d.height) continue;
    const int32_t line = (pair.outer * d.height + y) * d.width + left;
    sum = row_product<ROUNDS>(
        filter + row * d.filter_width + begin, x + (line + begin), end - begin, d.dropped_bits,
        sum);
  }
  return sum;
}

static INLINE uint32_t direct_layer_phases(const DirectLayerParams& p) {
  return direct_phases(p.sizes) + (p.pooled == nullptr ? 0 : 1);
}
PHASED_KERNEL(direct_layer, DirectLayerParams, DirectShared, DirectOwn) {
  const DirectSizes& d = p.sizes;
  if (phase < direct_phases(d)) {
    direct_phase(
        phase, d, shared, at,
        [&](int32_t element, int32_t lane) {
          return d.dropped_bits == 0 ? direct_layer_part<false>(p, element, lane)
                                     : direct_layer_part<true>(p, element, lane);
        },
        [&](int32_t element, float sum) {
          const DirectOutput out(p, element);
          const float biased = p.epilogue.bias == nullptr ? sum : sum + p.epilogue.bias[out.map];
          const float value = activated(p.epilogue, biased);
          const int32_t plane = out.image * d.outputs + out.map;
          p.y[(plane * d.out_height + out.row) * d.out_width + out.column] = value;
          shared.results[at.thread] = value;
        });
    return;
  }
  const int32_t positions = p.pool_height * p.pool_width;
  const int32_t first = (int32_t)at.thread * positions;
  const int32_t element = (int32_t)at.block_x * d.elements_a_block + first;
  if (first >= d.elements_a_block || element >= d.elements) return;
  float best = shared.results[first];
  for (int32_t i = 1; i < positions; i++)
    if (beats(shared.results[first + i], best)) best = shared.results[first + i];
  p.pooled[element / positions] = best;
}

// The gradient of a layer's input, taken on through what lies below it: max-pooling and an
// activation, of which `below` is the result.
struct DirectInputGradientParams {
  const float* dy;
  const float* filter;
  const float* below;  // null where nothing is taken along
  float* y;
  DirectSizes sizes;
  int32_t pool_height, pool_width;      // 1 without pooling
  int32_t pooled_height, pooled_width;  // of a plane of the layer's input
  int32_t activation;                   // whether below is a scaled tanh
  float amplitude;
  float slope;
};

template <bool ROUNDS>
static INLINE float direct_input_gradient_part(
    const DirectInputGradientParams& p, int32_t element, int32_t lane) {
  const DirectSizes& d = p.sizes;
  const int32_t line = element / d.width;
  const int32_t plane = line / d.height;
  const int32_t image = plane / d.inputs;
  const int32_t map = plane - image * d.inputs;
  const int32_t row = line - plane * d.height + d.pad_top;
  const int32_t column = element - line * d.width + d.pad_left;
  // Taps s with column - s = stride * (a column of dy).
  int32_t begin = column - (d.out_width - 1) * d.stride_width;
  begin = begin > 0 ? begin : 0;
  if (d.stride_width > 1) begin += (column - begin) % d.stride_width;
  const int32_t end = column < d.filter_width ? column + 1 : d.filter_width;
  if (begin >= end) return 0.0f;
  const int32_t first = d.stride_width > 1 ? (column - begin) / d.stride_width : column - begin;
  const int32_t rows = d.outputs * d.filter_height;
  float sum = 0;
  RowPairs pair(lane, d.lanes, d.filter_height);
  for (int32_t i = lane; i < rows; i += d.lanes, pair.next()) {
    int32_t out_row = row - pair.inner;
    if (out_row < 0) continue;
    if (d.stride_height > 1) {
      if (out_row % d.stride_height != 0) continue;
      out_row /= d.stride_height;
    }
    if (out_row >= d.out_height) continue;
    const float* filter =
        p.filter +
        ((pair.outer * d.inputs + map) * d.filter_height + pair.inner) * d.filter_width;
    const float* dy =
        p.dy + ((image * d.outputs + pair.outer) * d.out_height + out_row) * d.out_width;
    int32_t out_column = first;
    for (int32_t s = begin; s < end; s += d.stride_width)
      sum += product<ROUNDS>(filter[s], dy[out_column--], d.dropped_bits);
  }
  return sum;
}

static INLINE void direct_below(
    const DirectInputGradientParams& p, int32_t element, float gradient) {
  const int32_t line = element / p.pooled_width;
  const int32_t plane = line / p.pooled_height;
  const int32_t width = p.pooled_width * p.pool_width;
  const int32_t corner =
      (plane * p.pooled_height * p.pool_height + (line - plane * p.pooled_height) * p.pool_height) *
          width +
      (element - line * p.pooled_width) * p.pool_width;
  int32_t winner = corner;
  for (int32_t r = 0; r < p.pool_height; r++)
    for (int32_t s = 0; s < p.pool_width; s++) {
      const int32_t place = corner + r * width + s;
      if (beats(p.below[place], p.below[winner])) winner = place;
    }
  const float at_zero = p.amplitude * p.slope;
  const float square = p.slope / p.amplitude;
  for (int32_t r = 0; r < p.pool_height; r++)
    for (int32_t s = 0; s < p.pool_width; s++) {
      const int32_t place = corner + r * width + s;
      const float share = place == winner ? gradient : 0.0f;
      const float value = p.below[place];
      p.y[place] = p.activation ? share * (at_zero - square * value * value) : share;
    }
}

static INLINE uint32_t direct_input_gradient_phases(const DirectInputGradientParams& p) {
  return direct_phases(p.sizes);
}
PHASED_KERNEL(direct_input_gradient, DirectInputGradientParams, DirectShared, DirectOwn) {
  direct_phase(
      phase, p.sizes, shared, at,
      [&](int32_t element, int32_t lane) {
        return p.sizes.dropped_bits == 0 ? direct_input_gradient_part<false>(p, element, lane)
                                         : direct_input_gradient_part<true>(p, element, lane);
      },
      [&](int32_t element, float sum) {
        if (p.below == nullptr)
          p.y[element] = sum;
        else
          direct_below(p, element, sum);
      });
}

// A gradient, or the parameter behind a step of gradient descent along it.
struct DirectStep {
  const float* parameter;  // null for the gradient itself
  const float* rate;
  const float* velocity;  // null without momentum
  float* new_velocity;
  float decay;
  float momentum;
};

static INLINE float stepped(const DirectStep& step, int32_t element, float gradient) {
  if (step.parameter == nullptr) return gradient;
  const float w = step.parameter[element];
  const float g = step.decay == 0 ? gradient : gradient + step.decay * w;
  if (step.velocity == nullptr) return w - *step.rate * g;
  const float v = step.momentum * step.velocity[element] - *step.rate * g;
  step.new_velocity[element] = v;
  return w + v;
}

struct DirectFilterGradientParams {
  const float* x;
  const float* dy;
  float* y;
  DirectStep step;
  DirectSizes sizes;
};

template <bool ROUNDS>
static INLINE float direct_filter_gradient_part(
    const DirectFilterGradientParams& p, int32_t element, int32_t lane) {
  const DirectSizes& d = p.sizes;
  const int32_t line = element / d.filter_width;
  const int32_t filter = line / d.filter_height;
  const int32_t output = filter / d.inputs;
  const int32_t input = filter - output * d.inputs;
  const int32_t top = line - filter * d.filter_height - d.pad_top;
  const int32_t left = element - line * d.filter_width - d.pad_left;
  // Columns of dy whose tap lies in the image.
  int32_t begin = left < 0 ? (-left + d.stride_width - 1) / d.stride_width : 0;
  int32_t end = left < d.width ? (d.width - 1 - left) / d.stride_width + 1 : 0;
  end = end < d.out_width ? end : d.out_width;
  const int32_t rows = d.images * d.out_height;
  float sum = 0;
  RowPairs pair(lane, d.lanes, d.out_height);
  for (int32_t i = lane; i < rows; i += d.lanes, pair.next()) {
    const int32_t row = pair.inner * d.stride_height + top;
    if (row < 0 || row >= d.height) continue;
    const float* dy =
        p.dy + ((pair.outer * d.outputs + output) * d.out_height + pair.inner) * d.out_width;
    const int32_t start = ((pair.outer * d.inputs + input) * d.height + row) * d.width + left;
    for (int32_t column = begin; column < end; column++)
      sum += product<ROUNDS>(dy[column], p.x[start + column * d.stride_width], d.dropped_bits);
  }
  return sum;
}

static INLINE uint32_t direct_filter_gradient_phases(const DirectFilterGradientParams& p) {
  return direct_phases(p.sizes);
}
PHASED_KERNEL(direct_filter_gradient, DirectFilterGradientParams, DirectShared, DirectOwn) {
  direct_phase(
      phase, p.sizes, shared, at,
      [&](int32_t element, int32_t lane) {
        return p.sizes.dropped_bits == 0 ? direct_filter_gradient_part<false>(p, element, lane)
                                         : direct_filter_gradient_part<true>(p, element, lane);
      },
      [&](int32_t element, float sum) { p.y[element] = stepped(p.step, element, sum); });
}

struct DirectBiasGradientParams {
  const float* dy;
  float* y;
  DirectStep step;
  DirectSizes sizes;
};

static INLINE uint32_t direct_bias_gradient_phases(const DirectBiasGradientParams& p) {
  return direct_phases(p.sizes);
}
PHASED_KERNEL(direct_bias_gradient, DirectBiasGradientParams, DirectShared, DirectOwn) {
  const DirectSizes& d = p.sizes;
  direct_phase(
      phase, d, shared, at,
      [&](int32_t element, int32_t lane) {
        const int32_t plane = d.out_height * d.out_width;
        float sum = 0;
        for (int32_t image = 0; image < d.images; image++) {
          const float* dy = p.dy + (image * d.outputs + element) * plane;
          for (int32_t i = lane; i < plane; i += d.lanes) sum += dy[i];
        }
        return sum;
      },
      [&](int32_t element, float sum) { p.y[element] = stepped(p.step, element, sum); });
}
