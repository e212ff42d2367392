// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// Element-wise functions, shared by the kernels of one operation each and by fused ones: both give
// the same bits.
#pragma once
#include "common.cuh"

// In the order of ElementwiseKernels.java.
enum UnaryFunction {
  NEGATE, ABSOLUTE, SIGN, EXP, LOG, SQUARE_ROOT, TANH, SIGMOID, SINE, COSINE, FLOOR
};

static INLINE float unary(int32_t function, float x) {
  switch (function) {
    case NEGATE: return -x;
    case ABSOLUTE: return fabsf(x);
    case SIGN: return x > 0 ? 1.0f : x < 0 ? -1.0f : x;
    case EXP: return expf(x);
    case LOG: return logf(x);
    case SQUARE_ROOT: return sqrtf(x);
    case TANH: return tanhf(x);
    case SIGMOID: return 1.0f / (1.0f + expf(-x));
    case SINE: return sinf(x);
    case COSINE: return cosf(x);
    default: return floorf(x);
  }
}

// Sums and products that no compiler may contract: fused or not, an operation rounds its own result.
#ifdef COLONNADE_HOST
static INLINE float plus(float a, float b) { return a + b; }
static INLINE float minus(float a, float b) { return a - b; }
static INLINE float times(float a, float b) { return a * b; }
#else
static INLINE float plus(float a, float b) { return __fadd_rn(a, b); }
static INLINE float minus(float a, float b) { return __fsub_rn(a, b); }
static INLINE float times(float a, float b) { return __fmul_rn(a, b); }
#endif

enum BinaryFunction { ADD, SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM, MINIMUM, POWER };

static INLINE float binary(int32_t function, float a, float b) {
  switch (function) {
    case ADD: return plus(a, b);
    case SUBTRACT: return minus(a, b);
    case MULTIPLY: return times(a, b);
    case DIVIDE: return a / b;
    case MAXIMUM: return isnan(a) || isnan(b) ? a + b : a > b ? a : b;
    case MINIMUM: return isnan(a) || isnan(b) ? a + b : a < b ? a : b;
    default: return powf(a, b);
  }
}

enum Relation { EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL };

template <class T>
static INLINE bool compare(int32_t relation, T a, T b) {
  switch (relation) {
    case EQUAL: return a == b;
    case NOT_EQUAL: return a != b;
    case LESS: return a < b;
    case LESS_OR_EQUAL: return a <= b;
    case GREATER: return a > b;
    default: return a >= b;
  }
}

static INLINE int32_t saturated(float x, int32_t low, int32_t high) {
  if (isnan(x)) return 0;
  // (float)INT_MAX is 2^31, which is above it: both comparisons are exact in fp32.
  if (x <= (float)low) return low;
  if (x >= (float)high) return high;
  return (int32_t)x;
}
