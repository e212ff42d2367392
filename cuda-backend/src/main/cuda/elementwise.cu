// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// Element-wise primitives. Which function is an operand: the branch is the same for all threads,
// and one kernel for all of them keeps modules small.
#include "elementwise.cuh"

struct UnaryParams {
  const void* x;
  void* y;
  int64_t count;
  int32_t function;
};

KERNEL(unary_f32, UnaryParams) {
  const float* x = (const float*)p.x;
  float* y = (float*)p.y;
  for (int64_t i = at.index(); i < p.count; i += at.size()) y[i] = unary(p.function, x[i]);
}

// Unsigned arithmetic: signed overflow is undefined, wrapping is what is wanted.
KERNEL(unary_i32, UnaryParams) {
  const uint32_t* x = (const uint32_t*)p.x;
  uint32_t* y = (uint32_t*)p.y;
  for (int64_t i = at.index(); i < p.count; i += at.size()) {
    const bool flip = p.function == NEGATE || (int32_t)x[i] < 0;
    y[i] = flip ? 0u - x[i] : x[i];
  }
}

KERNEL(logical_not, UnaryParams) {
  const uint8_t* x = (const uint8_t*)p.x;
  uint8_t* y = (uint8_t*)p.y;
  for (int64_t i = at.index(); i < p.count; i += at.size()) y[i] = x[i] == 0;
}

struct BinaryParams {
  const void* a;
  const void* b;
  void* y;
  int64_t count;
  Strides a_strides;
  Strides b_strides;
  Nest nest;
  int32_t function;
};

KERNEL(binary_f32, BinaryParams) {
  const float* a = (const float*)p.a;
  const float* b = (const float*)p.b;
  float* y = (float*)p.y;
  for (int64_t i = at.index(); i < p.count; i += at.size())
    y[i] = binary(
        p.function, a[offset(p.nest, p.a_strides, i)], b[offset(p.nest, p.b_strides, i)]);
}

KERNEL(binary_i32, BinaryParams) {
  const int32_t* a = (const int32_t*)p.a;
  const int32_t* b = (const int32_t*)p.b;
  int32_t* y = (int32_t*)p.y;
  for (int64_t i = at.index(); i < p.count; i += at.size()) {
    const int32_t u = a[offset(p.nest, p.a_strides, i)];
    const int32_t v = b[offset(p.nest, p.b_strides, i)];
    switch (p.function) {
      case ADD: y[i] = (int32_t)((uint32_t)u + (uint32_t)v); break;
      case SUBTRACT: y[i] = (int32_t)((uint32_t)u - (uint32_t)v); break;
      case MULTIPLY: y[i] = (int32_t)((uint32_t)u * (uint32_t)v); break;
      case MAXIMUM: y[i] = u > v ? u : v; break;
      default: y[i] = u < v ? u : v;
    }
  }
}

enum LogicalFunction { AND, OR };

KERNEL(logical, BinaryParams) {
  const uint8_t* a = (const uint8_t*)p.a;
  const uint8_t* b = (const uint8_t*)p.b;
  uint8_t* y = (uint8_t*)p.y;
  for (int64_t i = at.index(); i < p.count; i += at.size()) {
    const bool u = a[offset(p.nest, p.a_strides, i)] != 0;
    const bool v = b[offset(p.nest, p.b_strides, i)] != 0;
    y[i] = p.function == AND ? u && v : u || v;
  }
}

template <class T>
static INLINE void compare_all(const BinaryParams& p, const Place& at) {
  const T* a = (const T*)p.a;
  const T* b = (const T*)p.b;
  uint8_t* y = (uint8_t*)p.y;
  for (int64_t i = at.index(); i < p.count; i += at.size())
    y[i] = compare(
        p.function, a[offset(p.nest, p.a_strides, i)], b[offset(p.nest, p.b_strides, i)]);
}

KERNEL(compare_f32, BinaryParams) { compare_all<float>(p, at); }
KERNEL(compare_i32, BinaryParams) { compare_all<int32_t>(p, at); }
KERNEL(compare_u8, BinaryParams) { compare_all<uint8_t>(p, at); }

struct SelectParams {
  const uint8_t* condition;
  const void* on_true;
  const void* on_false;
  void* y;
  int64_t count;
  Strides condition_strides;
  Strides true_strides;
  Strides false_strides;
  Nest nest;
};

template <class T>
static INLINE void select_all(const SelectParams& p, const Place& at) {
  const T* a = (const T*)p.on_true;
  const T* b = (const T*)p.on_false;
  T* y = (T*)p.y;
  for (int64_t i = at.index(); i < p.count; i += at.size())
    y[i] = p.condition[offset(p.nest, p.condition_strides, i)]
               ? a[offset(p.nest, p.true_strides, i)]
               : b[offset(p.nest, p.false_strides, i)];
}

KERNEL(select_32, SelectParams) { select_all<uint32_t>(p, at); }
KERNEL(select_8, SelectParams) { select_all<uint8_t>(p, at); }

struct ConvertParams {
  const void* x;
  void* y;
  int64_t count;
  int32_t from;
  int32_t to;
};

// In the order of core's DType.
enum Type { F32, I32, U8, BOOL };

KERNEL(convert, ConvertParams) {
  for (int64_t i = at.index(); i < p.count; i += at.size()) {
    float real = 0;
    int32_t whole = 0;
    switch (p.from) {
      case F32: real = ((const float*)p.x)[i]; break;
      case I32: whole = ((const int32_t*)p.x)[i]; break;
      case U8: whole = ((const uint8_t*)p.x)[i]; break;
      default: whole = ((const uint8_t*)p.x)[i] != 0;
    }
    const bool is_real = p.from == F32;
    switch (p.to) {
      case F32: ((float*)p.y)[i] = is_real ? real : (float)whole; break;
      case I32:
        ((int32_t*)p.y)[i] = is_real ? saturated(real, -2147483647 - 1, 2147483647) : whole;
        break;
      case U8:
        ((uint8_t*)p.y)[i] = (uint8_t)(is_real ? saturated(real, 0, 255) : clamp(whole, 0, 255));
        break;
      default: ((uint8_t*)p.y)[i] = is_real ? !(real == 0) : whole != 0;
    }
  }
}
