// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// Fused element-wise operations, interpreted: the list of calls is the same for all threads, so no
// warp diverges, and one kernel serves every list, the persistent kernel's tasks among them. A call
// costs some ten instructions for four elements, which is hidden where memory is what a pass waits
// for; tensors so large that it would show are given a kernel of their own.
#include "fused.cuh"

// One call for all elements under way.
static INLINE void fused_call(uint32_t step, uint32_t (*slots)[FUSED_TOGETHER]) {
  const uint32_t* a = slots[step >> 12 & 63u];
  const uint32_t* b = slots[step >> 6 & 63u];
  const uint32_t* c = slots[step & 63u];
  uint32_t* result = slots[step >> 18 & 63u];
  switch (step >> 24) {
#define FUSED_CASE(name, value)                                                         \
  case FUSED_##name:                                                                    \
    UNROLL for (int k = 0; k < FUSED_TOGETHER; k++) result[k] = fused_##name(a[k], b[k], c[k]); \
    break;
    FUSED_FUNCTIONS(FUSED_CASE)
#undef FUSED_CASE
    default: break;
  }
}

KERNEL(fused_elementwise, FusedParams) {
  uint32_t slots[FUSED_SLOTS][FUSED_TOGETHER];
  for (int32_t i = 0; i < p.constant_count; i++)
    for (int k = 0; k < FUSED_TOGETHER; k++) slots[i][k] = p.constants[i];
  const int64_t size = at.size();
  for (int64_t first = at.index(); first < p.count; first += FUSED_TOGETHER * size) {
    // Behind the end the first element stands in, and nothing is stored.
    int64_t index[FUSED_TOGETHER];
    for (int k = 0; k < FUSED_TOGETHER; k++)
      index[k] = first + k * size < p.count ? first + k * size : first;
    for (int32_t i = 0; i < p.operand_count; i++) {
      const FusedOperand& operand = p.operands[i];
      for (int k = 0; k < FUSED_TOGETHER; k++)
        slots[operand.slot][k] = fused_load(p, operand, operand.reading, index[k]);
    }
    for (int32_t i = 0; i < p.step_count; i++) fused_call(p.steps[i], slots);
    for (int32_t i = 0; i < p.result_count; i++) {
      const FusedResult& result = p.results[i];
      for (int k = 0; k < FUSED_TOGETHER; k++)
        if (first + k * size < p.count)
          fused_store(result, result.bytes, index[k], slots[result.slot][k]);
    }
  }
}
