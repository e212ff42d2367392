// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// Operations that move elements without computing on them. Element sizes are 4 and 1 bytes.
#include "common.cuh"

struct CopyParams {
  const void* x;
  void* y;
  int64_t count;
  int64_t x_start;
  int64_t y_start;
  Strides x_strides;
  Strides y_strides;
  Nest nest;
};

template <class T>
static INLINE void copy_all(const CopyParams& p, const Place& at) {
  const T* x = (const T*)p.x + p.x_start;
  T* y = (T*)p.y + p.y_start;
  for (int64_t i = at.index(); i < p.count; i += at.size())
    y[offset(p.nest, p.y_strides, i)] = x[offset(p.nest, p.x_strides, i)];
}

// Transpose, reverse, broadcast, slice, concatenate and the inside of pad are all this.
KERNEL(copy_strided_32, CopyParams) { copy_all<uint32_t>(p, at); }
KERNEL(copy_strided_8, CopyParams) { copy_all<uint8_t>(p, at); }

struct DenseParams {
  const void* x;
  void* y;
  int64_t count;
};

// A result that lies in its operand's place is there already.
KERNEL(copy_dense_32, DenseParams) {
  if (p.x != p.y) copy_words((uint32_t*)p.y, (const uint32_t*)p.x, p.count, at);
}

KERNEL(copy_dense_8, DenseParams) {
  if (p.x == p.y) return;
  for (int64_t i = at.index(); i < p.count; i += at.size())
    ((uint8_t*)p.y)[i] = ((const uint8_t*)p.x)[i];
}

struct SpreadParams {
  const void* value;
  void* y;
  int64_t count;
};

template <class T>
static INLINE void spread_all(const SpreadParams& p, const Place& at) {
  const T value = *(const T*)p.value;
  for (int64_t i = at.index(); i < p.count; i += at.size()) ((T*)p.y)[i] = value;
}

KERNEL(spread_32, SpreadParams) { spread_all<uint32_t>(p, at); }
KERNEL(spread_8, SpreadParams) { spread_all<uint8_t>(p, at); }

// A box whose place is known only on the device; `x` is the whole, `y` the box, or the other way
// round where the whole is written.
struct BoxParams {
  const void* x;
  void* y;
  const int32_t* starts;
  int64_t count;
  Strides box_strides;
  Strides whole_strides;
  Nest box;
  Nest whole;
};

static INLINE int64_t box_start(const BoxParams& p) {
  int64_t start = 0;
  for (int axis = 0; axis < p.box.rank; axis++)
    start += clamp(p.starts[axis], 0, p.whole.extent[axis] - p.box.extent[axis]) *
             p.whole_strides.along[axis];
  return start;
}

template <class T>
static INLINE void slice_all(const BoxParams& p, const Place& at) {
  const int64_t start = box_start(p);
  for (int64_t i = at.index(); i < p.count; i += at.size())
    ((T*)p.y)[i] = ((const T*)p.x)[start + offset(p.box, p.whole_strides, i)];
}

template <class T>
static INLINE void update_all(const BoxParams& p, const Place& at) {
  const int64_t start = box_start(p);
  for (int64_t i = at.index(); i < p.count; i += at.size())
    ((T*)p.y)[start + offset(p.box, p.whole_strides, i)] = ((const T*)p.x)[i];
}

KERNEL(dynamic_slice_32, BoxParams) { slice_all<uint32_t>(p, at); }
KERNEL(dynamic_slice_8, BoxParams) { slice_all<uint8_t>(p, at); }
KERNEL(dynamic_update_32, BoxParams) { update_all<uint32_t>(p, at); }
KERNEL(dynamic_update_8, BoxParams) { update_all<uint8_t>(p, at); }

struct IotaParams {
  int32_t* y;
  int64_t count;
  int64_t inner;
  int32_t extent;
};

KERNEL(iota, IotaParams) {
  for (int64_t i = at.index(); i < p.count; i += at.size())
    p.y[i] = (int32_t)(i / p.inner % p.extent);
}

struct GatherParams {
  const void* data;
  const int32_t* indices;
  void* y;
  int64_t count;
  int64_t row;
  int32_t rows;
};

template <class T>
static INLINE void gather_all(const GatherParams& p, const Place& at) {
  for (int64_t i = at.index(); i < p.count; i += at.size()) {
    const int64_t which = i / p.row;
    const int64_t from = clamp(p.indices[which], 0, p.rows - 1);
    ((T*)p.y)[i] = ((const T*)p.data)[from * p.row + (i - which * p.row)];
  }
}

KERNEL(gather_rows_32, GatherParams) { gather_all<uint32_t>(p, at); }
KERNEL(gather_rows_8, GatherParams) { gather_all<uint8_t>(p, at); }
