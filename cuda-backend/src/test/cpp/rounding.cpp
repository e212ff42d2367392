// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// The kernels' rounding of operands, for a test that compares it with another one.
#define COLONNADE_HOST
#include "rounding.cuh"

extern "C" void round_all(const float* x, float* y, int64_t count, int32_t dropped) {
  for (int64_t i = 0; i < count; i++) y[i] = rounded(x[i], dropped);
}
