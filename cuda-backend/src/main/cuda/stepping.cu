// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// What makes n steps of one recorded graph differ: feeds are taken from, and outputs put into,
// staging memory at places that depend on a step counter in device memory.
#include "common.cuh"

// Lies at a fixed address; written once for each run of steps.
struct Submission {
  int64_t feeds;    // address of the staged feeds
  int64_t outputs;  // address of the staged outputs
  int64_t step;     // within this run
  int64_t unused;
};

constexpr int MOST_TRANSFERS = 12;

// Bytes, all multiples of 4 but the odd end of U8 and BOOL tensors.
struct Transfer {
  void* tensor;
  int64_t place;  // which entry of the run's table of places
  int64_t bytes;
};

struct TransferParams {
  const Submission* submission;
  const int64_t* places;  // for each feed and output: start, then bytes between steps
  Transfer transfers[MOST_TRANSFERS];
  int32_t count;
};

static INLINE void copy_bytes(void* to, const void* from, int64_t bytes, const Place& at) {
  const int64_t words = bytes / 4;
  copy_words((uint32_t*)to, (const uint32_t*)from, words, at);
  for (int64_t i = words * 4 + at.index(); i < bytes; i += at.size())
    ((uint8_t*)to)[i] = ((const uint8_t*)from)[i];
}

// Blocks along y are transfers.
KERNEL(fetch_feeds, TransferParams) {
  const Transfer& transfer = p.transfers[at.block_y];
  const int64_t* place = p.places + 2 * transfer.place;
  const int64_t start = p.submission->feeds + place[0] + p.submission->step * place[1];
  copy_bytes(transfer.tensor, (const void*)start, transfer.bytes, at);
}

// Rows by indices that are a feed, taken straight from staging memory: what would otherwise be two
// kernels, one behind the other, at the start of each step.
struct GatherFedParams {
  const Submission* submission;
  const int64_t* places;
  const void* data;
  void* y;
  int64_t place;
  int64_t count;
  int64_t row;
  int32_t rows;
};

template <class T>
static INLINE void gather_fed(const GatherFedParams& p, const Place& at) {
  const int64_t* place = p.places + 2 * p.place;
  const int32_t* indices =
      (const int32_t*)(p.submission->feeds + place[0] + p.submission->step * place[1]);
  for (int64_t i = at.index(); i < p.count; i += at.size()) {
    const int64_t which = i / p.row;
    const int64_t from = clamp(indices[which], 0, p.rows - 1);
    ((T*)p.y)[i] = ((const T*)p.data)[from * p.row + (i - which * p.row)];
  }
}

KERNEL(gather_fed_rows_32, GatherFedParams) { gather_fed<uint32_t>(p, at); }
KERNEL(gather_fed_rows_8, GatherFedParams) { gather_fed<uint8_t>(p, at); }

KERNEL(store_outputs, TransferParams) {
  const Transfer& transfer = p.transfers[at.block_y];
  const int64_t* place = p.places + 2 * transfer.place;
  const int64_t start = p.submission->outputs + place[0] + p.submission->step * place[1];
  copy_bytes((void*)start, transfer.tensor, transfer.bytes, at);
}

struct AdvanceParams {
  Submission* submission;
};

KERNEL(advance_step, AdvanceParams) {
  if (at.index() == 0) p.submission->step++;
}
