// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// The math modes: operands of products are rounded to a shorter mantissa, to nearest, ties to even,
// as IEEE 754 rounds. TF32 keeps 10 of the 23 mantissa bits, bfloat16 keeps 7; both keep the
// exponent. What is beyond the largest number of the format becomes infinite, and denormals are
// kept as far as the shorter mantissa holds them. NaN stays NaN, whatever its payload.
#pragma once
#include "common.cuh"

constexpr int BF16_DROPPED_BITS = 16;

static INLINE uint32_t bits_of(float x) {
#ifdef COLONNADE_HOST
  uint32_t bits;
  std::memcpy(&bits, &x, sizeof(bits));
  return bits;
#else
  return __float_as_uint(x);
#endif
}

static INLINE float float_of(uint32_t bits) {
#ifdef COLONNADE_HOST
  float x;
  std::memcpy(&x, &bits, sizeof(x));
  return x;
#else
  return __uint_as_float(bits);
#endif
}

// x without the last `dropped` bits of its mantissa, 1 to 22.
static INLINE float shortened(float x, int32_t dropped) {
  const uint32_t bits = bits_of(x);
  const uint32_t last = 1u << dropped;
  // Half of the last bit kept carries into it, less one where that bit is even. A carry out of the
  // mantissa goes into the exponent, which is what it should do.
  const uint32_t nearest = bits + (last / 2 - 1) + (bits >> dropped & 1u);
  // The payload of a NaN may lie in the bits that go: it is made quiet instead.
  return float_of((isnan(x) ? bits | 0x00400000u : nearest) & ~(last - 1));
}

// The operand of a product: as it is where no bits are dropped.
static INLINE float rounded(float x, int32_t dropped) {
  return dropped == 0 ? x : shortened(x, dropped);
}
