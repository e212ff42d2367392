// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// The composites of a training step that are one pass over memory.
#include "activation.cuh"

struct BiasParams {
  const float* x;
  const float* bias;
  float* y;
  int64_t count;
  int64_t inner;  // elements of a map
  int32_t maps;
};

KERNEL(bias_add, BiasParams) {
  for (int64_t i = at.index(); i < p.count; i += at.size())
    p.y[i] = p.x[i] + p.bias[i / p.inner % p.maps];
}

// What follows a product that a library computed; the bias may be in it.
struct BiasActivationParams {
  float* y;
  int64_t count;
  int64_t inner;
  int32_t maps;
  int32_t unused;
  Epilogue epilogue;
};

KERNEL(bias_activation, BiasActivationParams) {
  for (int64_t i = at.index(); i < p.count; i += at.size())
    p.y[i] = activated(
        p.epilogue,
        p.epilogue.bias == nullptr ? p.y[i] : p.y[i] + p.epilogue.bias[i / p.inner % p.maps]);
}

struct ScaledTanhParams {
  const float* x;
  const float* dy;
  float* y;
  int64_t count;
  float amplitude;
  float slope;
};

KERNEL(scaled_tanh, ScaledTanhParams) {
  for (int64_t i = at.index(); i < p.count; i += at.size())
    p.y[i] = p.amplitude * tanhf(p.slope * p.x[i]);
}

// x is the forward result here.
KERNEL(scaled_tanh_gradient, ScaledTanhParams) {
  const float at_zero = p.amplitude * p.slope;
  const float square = p.slope / p.amplitude;
  for (int64_t i = at.index(); i < p.count; i += at.size())
    p.y[i] = p.dy[i] * (at_zero - square * p.x[i] * p.x[i]);
}

struct StepParams {
  const float* weights;
  const float* velocity;
  const float* gradient;
  const float* rate;
  float* new_weights;
  float* new_velocity;
  int64_t count;
  float momentum;
  float decay;
};

// One element's step; sgd_steps and momentum_steps take it too.
static INLINE float decayed(float gradient, float weight, float decay) {
  return decay == 0 ? gradient : gradient + decay * weight;
}

KERNEL(sgd_step, StepParams) {
  const float rate = *p.rate;
  for (int64_t i = at.index(); i < p.count; i += at.size()) {
    const float w = p.weights[i];
    p.new_weights[i] = w - rate * decayed(p.gradient[i], w, p.decay);
  }
}

KERNEL(momentum_step, StepParams) {
  const float rate = *p.rate;
  for (int64_t i = at.index(); i < p.count; i += at.size()) {
    const float w = p.weights[i];
    const float v = p.momentum * p.velocity[i] - rate * decayed(p.gradient[i], w, p.decay);
    p.new_velocity[i] = v;
    p.new_weights[i] = w + v;
  }
}

// The same for several tensors in one launch: blocks along y are tensors. Biases are so small that
// a launch for each costs more than its work.
constexpr int MOST_STEPPED = 16;

struct SteppedTensor {
  const float* weights;
  const float* velocity;
  const float* gradient;
  float* new_weights;
  float* new_velocity;
  int64_t count;
};

struct StepsParams {
  SteppedTensor tensors[MOST_STEPPED];
  const float* rate;
  float momentum;
  float decay;
};

KERNEL(sgd_steps, StepsParams) {
  const SteppedTensor& t = p.tensors[at.block_y];
  const float rate = *p.rate;
  for (int64_t i = at.index(); i < t.count; i += at.size()) {
    const float w = t.weights[i];
    t.new_weights[i] = w - rate * decayed(t.gradient[i], w, p.decay);
  }
}

KERNEL(momentum_steps, StepsParams) {
  const SteppedTensor& t = p.tensors[at.block_y];
  const float rate = *p.rate;
  for (int64_t i = at.index(); i < t.count; i += at.size()) {
    const float w = t.weights[i];
    const float v = p.momentum * t.velocity[i] - rate * decayed(t.gradient[i], w, p.decay);
    t.new_velocity[i] = v;
    t.new_weights[i] = w + v;
  }
}

// A block of one warp's threads takes a row of logits; classes are few.
constexpr int SOFTMAX_THREADS = 32;

struct SoftmaxParams {
  const float* logits;
  const int32_t* labels;
  const float* dloss;  // null for the loss itself
  float* y;
  int32_t classes;
};

struct SoftmaxShared {
  float values[SOFTMAX_THREADS];
  float maximum;
  float sum;
};

struct SoftmaxOwn {
  int32_t unused;
};

// Maximum, its join, sum of exponentials, its join and the result.
static INLINE uint32_t softmax_cross_entropy_phases(const SoftmaxParams&) { return 5; }
PHASED_KERNEL(softmax_cross_entropy, SoftmaxParams, SoftmaxShared, SoftmaxOwn) {
  const float* row = p.logits + (int64_t)at.block_x * p.classes;
  const int32_t label = p.labels[at.block_x];
  if (phase == 0) {
    float best = -1.0f / 0.0f;
    for (int j = at.thread; j < p.classes; j += SOFTMAX_THREADS)
      if (beats(row[j], best)) best = row[j];
    shared.values[at.thread] = best;
  } else if (phase == 1) {
    if (at.thread == 0) {
      float best = shared.values[0];
      for (int t = 1; t < SOFTMAX_THREADS; t++)
        if (beats(shared.values[t], best)) best = shared.values[t];
      shared.maximum = best;
    }
  } else if (phase == 2) {
    float sum = 0;
    for (int j = at.thread; j < p.classes; j += SOFTMAX_THREADS)
      sum += expf(row[j] - shared.maximum);
    shared.values[at.thread] = sum;
  } else if (phase == 3) {
    if (at.thread == 0) {
      float sum = 0;
      for (int t = 0; t < SOFTMAX_THREADS; t++) sum += shared.values[t];
      shared.sum = sum;
    }
  } else if (p.dloss != nullptr) {
    const float scale = p.dloss[at.block_x];
    for (int j = at.thread; j < p.classes; j += SOFTMAX_THREADS) {
      const float probability = expf(row[j] - shared.maximum) / shared.sum;
      p.y[(int64_t)at.block_x * p.classes + j] =
          (probability - (j == label ? 1.0f : 0.0f)) * scale;
    }
  } else if (at.thread == 0) {
    // A label outside the classes picks nothing, as in the decomposition.
    const float chosen = label >= 0 && label < p.classes ? row[label] - shared.maximum : 0.0f;
    p.y[at.block_x] = logf(shared.sum) - chosen;
  }
}
