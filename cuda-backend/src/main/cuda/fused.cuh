// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// Several element-wise operations in one pass over memory. What they are is data: a list of calls
// that fused.cu interprets, or the text of a kernel that Java writes for large tensors. Both read
// operands, call functions and store results as it stands here.
#pragma once
#include "elementwise.cuh"
#include "rounding.cuh"

constexpr int FUSED_OPERANDS = 8;
constexpr int FUSED_CONSTANTS = 8;
constexpr int FUSED_STEPS = 24;
constexpr int FUSED_RESULTS = 4;
constexpr int FUSED_SLOTS = 24;

// Elements of a thread under way at once, so that it waits for several loads together.
constexpr int FUSED_TOGETHER = 4;

// How an operand is read: by index, through strides, or the same element always.
enum Reading { DENSE_32, DENSE_8, STRIDED_32, STRIDED_8, UNIFORM_32, UNIFORM_8 };

struct FusedOperand {
  const void* x;
  Strides strides;
  int32_t reading;
  int32_t slot;
};

struct FusedResult {
  void* y;
  int32_t slot;
  int32_t bytes;  // of an element: 4 or 1
};

struct FusedParams {
  FusedOperand operands[FUSED_OPERANDS];
  FusedResult results[FUSED_RESULTS];
  uint32_t constants[FUSED_CONSTANTS];  // in the first slots
  uint32_t steps[FUSED_STEPS];  // function, slot of the result, slots of three arguments: 8 + 4 * 6
  int64_t count;
  Nest nest;
  int32_t operand_count;
  int32_t result_count;
  int32_t constant_count;
  int32_t step_count;
};

static INLINE uint32_t fused_load(
    const FusedParams& p, const FusedOperand& operand, int32_t reading, int64_t i) {
  switch (reading) {
    case DENSE_32: return ((const uint32_t*)operand.x)[i];
    case DENSE_8: return ((const uint8_t*)operand.x)[i];
    case STRIDED_32: return ((const uint32_t*)operand.x)[offset(p.nest, operand.strides, i)];
    case STRIDED_8: return ((const uint8_t*)operand.x)[offset(p.nest, operand.strides, i)];
    case UNIFORM_32: return *(const uint32_t*)operand.x;
    default: return *(const uint8_t*)operand.x;
  }
}

static INLINE void fused_store(const FusedResult& result, int32_t bytes, int64_t i, uint32_t word) {
  if (bytes == 4)
    ((uint32_t*)result.y)[i] = word;
  else
    ((uint8_t*)result.y)[i] = (uint8_t)word;
}

// The functions, by name, in the order of their numbers; Java reads this list too. Arguments and
// result are words; u and v stand for the first two as integers, x and y as binary32.
#define FUSED_UNARY(FUNCTION)                               \
  FUNCTION(negateF32, bits_of(unary(NEGATE, x)))            \
  FUNCTION(absoluteF32, bits_of(unary(ABSOLUTE, x)))        \
  FUNCTION(signF32, bits_of(unary(SIGN, x)))                \
  FUNCTION(expF32, bits_of(unary(EXP, x)))                  \
  FUNCTION(logF32, bits_of(unary(LOG, x)))                  \
  FUNCTION(squareRootF32, bits_of(unary(SQUARE_ROOT, x)))   \
  FUNCTION(tanhF32, bits_of(unary(TANH, x)))                \
  FUNCTION(sigmoidF32, bits_of(unary(SIGMOID, x)))          \
  FUNCTION(sineF32, bits_of(unary(SINE, x)))                \
  FUNCTION(cosineF32, bits_of(unary(COSINE, x)))            \
  FUNCTION(floorF32, bits_of(unary(FLOOR, x)))              \
  FUNCTION(negateI32, 0u - a)                               \
  FUNCTION(absoluteI32, u < 0 ? 0u - a : a)                 \
  FUNCTION(logicalNot, a == 0)                              \
  FUNCTION(f32ToI32, (uint32_t)saturated(x, -2147483647 - 1, 2147483647)) \
  FUNCTION(f32ToU8, (uint32_t)saturated(x, 0, 255))         \
  FUNCTION(f32ToBOOL, !(x == 0))                            \
  FUNCTION(i32ToF32, bits_of((float)u))                     \
  FUNCTION(i32ToU8, (uint32_t)clamp(u, 0, 255))             \
  FUNCTION(i32ToBOOL, a != 0)                               \
  FUNCTION(copy, a)

#define FUSED_BINARY(FUNCTION)                              \
  FUNCTION(addF32, bits_of(binary(ADD, x, y)))              \
  FUNCTION(subtractF32, bits_of(binary(SUBTRACT, x, y)))    \
  FUNCTION(multiplyF32, bits_of(binary(MULTIPLY, x, y)))    \
  FUNCTION(divideF32, bits_of(binary(DIVIDE, x, y)))        \
  FUNCTION(maximumF32, bits_of(binary(MAXIMUM, x, y)))      \
  FUNCTION(minimumF32, bits_of(binary(MINIMUM, x, y)))      \
  FUNCTION(powerF32, bits_of(binary(POWER, x, y)))          \
  FUNCTION(addI32, a + b)                                   \
  FUNCTION(subtractI32, a - b)                              \
  FUNCTION(multiplyI32, a * b)                              \
  FUNCTION(maximumI32, u > v ? a : b)                       \
  FUNCTION(minimumI32, u < v ? a : b)                       \
  FUNCTION(logicalAnd, a != 0 && b != 0)                    \
  FUNCTION(logicalOr, a != 0 || b != 0)                     \
  FUNCTION(equalF32, x == y)                                \
  FUNCTION(notEqualF32, x != y)                             \
  FUNCTION(lessF32, x < y)                                  \
  FUNCTION(lessOrEqualF32, x <= y)                          \
  FUNCTION(greaterF32, x > y)                               \
  FUNCTION(greaterOrEqualF32, x >= y)                       \
  FUNCTION(equalI32, a == b)                                \
  FUNCTION(notEqualI32, a != b)                             \
  FUNCTION(lessI32, u < v)                                  \
  FUNCTION(lessOrEqualI32, u <= v)                          \
  FUNCTION(greaterI32, u > v)                               \
  FUNCTION(greaterOrEqualI32, u >= v)                       \
  FUNCTION(select, a != 0 ? b : c)

#define FUSED_FUNCTIONS(FUNCTION) FUSED_UNARY(FUNCTION) FUSED_BINARY(FUNCTION)

#define FUSED_DEFINE(name, value)                                                         \
  static INLINE uint32_t fused_##name(                                                    \
      [[maybe_unused]] uint32_t a, [[maybe_unused]] uint32_t b, [[maybe_unused]] uint32_t c) { \
    [[maybe_unused]] const float x = float_of(a);                                         \
    [[maybe_unused]] const float y = float_of(b);                                         \
    [[maybe_unused]] const int32_t u = (int32_t)a;                                        \
    [[maybe_unused]] const int32_t v = (int32_t)b;                                        \
    return (uint32_t)(value);                                                             \
  }
FUSED_FUNCTIONS(FUSED_DEFINE)
#undef FUSED_DEFINE

#define FUSED_NUMBER(name, value) FUSED_##name,
enum FusedNumber { FUSED_FUNCTIONS(FUSED_NUMBER) };
#undef FUSED_NUMBER
