// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// Activations as the end of another kernel.
#pragma once
#include "common.cuh"

struct Epilogue {
  const float* bias;  // null where there is none
  int32_t activation;
  float amplitude;
  float slope;
};

// In the order of Epilogues.java.
enum Activation { IDENTITY, RELU, TANH_ACTIVATION, SIGMOID_ACTIVATION, SCALED_TANH };

static INLINE float activated(const Epilogue& epilogue, float x) {
  switch (epilogue.activation) {
    case RELU: return isnan(x) ? x : x > 0 ? x : 0.0f;
    case TANH_ACTIVATION: return tanhf(x);
    case SIGMOID_ACTIVATION: return 1.0f / (1.0f + expf(-x));
    case SCALED_TANH: return epilogue.amplitude * tanhf(epilogue.slope * x);
    default: return x;
  }
}
