// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// Reductions over axes. The result's element i sums the elements of a loop nest over the reduced
// axes, from the offset that the nest over the kept axes gives. One block reduces one element; the
// order of sums depends on shapes alone, so a run can be repeated bit for bit.
#include "common.cuh"

constexpr int REDUCE_THREADS = 256;

struct ReduceParams {
  const void* x;
  void* y;
  int64_t results;
  int64_t count;  // elements that make one result
  Strides kept_strides;
  Strides reduced_strides;
  Nest kept;
  Nest reduced;
};

struct SumF32 {
  typedef float Element;
  typedef float Value;
  static INLINE Value start() { return 0; }
  static INLINE Value take(Value sum, Element x) { return sum + x; }
  static INLINE Value join(Value a, Value b) { return a + b; }
};

struct SumI32 {
  typedef uint32_t Element;
  typedef uint32_t Value;
  static INLINE Value start() { return 0; }
  static INLINE Value take(Value sum, Element x) { return sum + x; }
  static INLINE Value join(Value a, Value b) { return a + b; }
};

struct MaxF32 {
  typedef float Element;
  typedef float Value;
  static INLINE Value start() { return -1.0f / 0.0f; }
  static INLINE Value take(Value best, Element x) { return beats(x, best) ? x : best; }
  static INLINE Value join(Value a, Value b) { return beats(b, a) ? b : a; }
};

struct MaxI32 {
  typedef int32_t Element;
  typedef int32_t Value;
  static INLINE Value start() { return -2147483647 - 1; }
  static INLINE Value take(Value best, Element x) { return x > best ? x : best; }
  static INLINE Value join(Value a, Value b) { return b > a ? b : a; }
};

template <class Value>
struct ReduceShared {
  Value values[REDUCE_THREADS];
};

template <class Value>
struct ReduceOwn {
  Value value;
};

// One phase takes the thread's share, each of the others halves the number of values.
static INLINE uint32_t reduce_phases() {
  uint32_t phases = 1;
  for (uint32_t width = REDUCE_THREADS / 2; width > 0; width /= 2) phases++;
  return phases;
}

template <class Kind>
static INLINE void reduce_phase(
    uint32_t phase, const ReduceParams& p, ReduceShared<typename Kind::Value>& shared,
    const Place& at) {
  typedef typename Kind::Element Element;
  typedef typename Kind::Value Value;
  if (phase == 0) {
    const Element* x = (const Element*)p.x + offset(p.kept, p.kept_strides, at.block_x);
    Value value = Kind::start();
    for (int64_t i = at.thread; i < p.count; i += at.threads)
      value = Kind::take(value, x[offset(p.reduced, p.reduced_strides, i)]);
    shared.values[at.thread] = value;
    return;
  }
  const uint32_t width = REDUCE_THREADS >> phase;
  if (at.thread < width) {
    const Value value =
        Kind::join(shared.values[at.thread], shared.values[at.thread + width]);
    shared.values[at.thread] = value;
    if (width == 1) ((Value*)p.y)[at.block_x] = value;
  }
}

static INLINE uint32_t reduce_sum_f32_phases(const ReduceParams&) { return reduce_phases(); }
PHASED_KERNEL(reduce_sum_f32, ReduceParams, ReduceShared<float>, ReduceOwn<float>) {
  reduce_phase<SumF32>(phase, p, shared, at);
}

static INLINE uint32_t reduce_sum_i32_phases(const ReduceParams&) { return reduce_phases(); }
PHASED_KERNEL(reduce_sum_i32, ReduceParams, ReduceShared<uint32_t>, ReduceOwn<uint32_t>) {
  reduce_phase<SumI32>(phase, p, shared, at);
}

static INLINE uint32_t reduce_max_f32_phases(const ReduceParams&) { return reduce_phases(); }
PHASED_KERNEL(reduce_max_f32, ReduceParams, ReduceShared<float>, ReduceOwn<float>) {
  reduce_phase<MaxF32>(phase, p, shared, at);
}

static INLINE uint32_t reduce_max_i32_phases(const ReduceParams&) { return reduce_phases(); }
PHASED_KERNEL(reduce_max_i32, ReduceParams, ReduceShared<int32_t>, ReduceOwn<int32_t>) {
  reduce_phase<MaxI32>(phase, p, shared, at);
}

// Where results are many and each is short, a thread makes one from beginning to end.
template <class Kind>
static INLINE void reduce_short(const ReduceParams& p, const Place& at) {
  typedef typename Kind::Element Element;
  for (int64_t r = at.index(); r < p.results; r += at.size()) {
    const Element* x = (const Element*)p.x + offset(p.kept, p.kept_strides, r);
    typename Kind::Value value = Kind::start();
    for (int64_t i = 0; i < p.count; i++)
      value = Kind::take(value, x[offset(p.reduced, p.reduced_strides, i)]);
    ((typename Kind::Value*)p.y)[r] = value;
  }
}

KERNEL(reduce_sum_f32_short, ReduceParams) { reduce_short<SumF32>(p, at); }
KERNEL(reduce_sum_i32_short, ReduceParams) { reduce_short<SumI32>(p, at); }
KERNEL(reduce_max_f32_short, ReduceParams) { reduce_short<MaxF32>(p, at); }
KERNEL(reduce_max_i32_short, ReduceParams) { reduce_short<MaxI32>(p, at); }

struct ArgMaxParams {
  const void* x;
  int32_t* y;
  int64_t results;
  int64_t inner;  // elements between neighbours along the axis
  int32_t extent;
};

template <class T>
static INLINE bool larger(T challenger, T champion) {
  return challenger > champion;
}

template <>
INLINE bool larger<float>(float challenger, float champion) {
  return beats(challenger, champion);
}

template <class T>
static INLINE void arg_max_all(const ArgMaxParams& p, const Place& at) {
  for (int64_t r = at.index(); r < p.results; r += at.size()) {
    const int64_t outer = r / p.inner;
    const T* x = (const T*)p.x + outer * p.inner * p.extent + (r - outer * p.inner);
    int32_t best = 0;
    for (int32_t i = 1; i < p.extent; i++)
      if (larger(x[i * p.inner], x[best * p.inner])) best = i;
    p.y[r] = best;
  }
}

KERNEL(arg_max_f32, ArgMaxParams) { arg_max_all<float>(p, at); }
KERNEL(arg_max_i32, ArgMaxParams) { arg_max_all<int32_t>(p, at); }
