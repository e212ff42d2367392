// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// One kernel that runs n steps of an entry without returning to the host. On-line training of a
// small net is bound by launches, not by arithmetic: here a step is a list of tasks, each one of
// our kernels with the blocks it would have been launched with, and a barrier over the whole grid
// stands where a launch would have. Tasks that do not depend on each other share a level, so there
// are as many barriers as the net is deep. Weights stay in the level-2 cache and the result is that
// of the single launches, as the code is.
//
// All blocks must be resident at once: it is launched cooperatively, with no more blocks than fit.
#define COLONNADE_TASKS
#include "tasks.cuh"

#include "convolution.cu"
#include "elementwise.cu"
#include "matmul.cu"
#include "movement.cu"
#include "pooling.cu"
#include "reduction.cu"
#include "sampling.cu"
#include "stepping.cu"
#include "training.cu"

struct Task {
  const void* params;
  uint32_t blocks[3];
  uint32_t threads;
  int32_t kernel;
  int32_t ends_level;  // whether a barrier follows
};

struct PersistentParams {
  const Task* tasks;
  uint32_t* barrier;  // zero at the start
  int64_t steps;
  int32_t count;
};

#define NUMBER(name) NUMBER_##name,
enum TaskNumber { TASKS(NUMBER) };

#ifdef COLONNADE_HOST
// Tasks of a level run in the order that is asked for, backwards too: they must not depend on each
// other.
static void run_task(const Task& task) {
#define RUN(name) \
  case NUMBER_##name: name(task.params, task.blocks, task.threads); break;
  switch (task.kernel) { TASKS(RUN) }
#undef RUN
}

extern "C" const int persistent_parameter_bytes = sizeof(PersistentParams);
extern "C" void persistent(const void* params, const uint32_t*, uint32_t) {
  PersistentParams p;
  std::memcpy(&p, params, sizeof(p));
  for (int64_t step = 0; step < p.steps; step++) {
    for (int32_t first = 0; first < p.count;) {
      int32_t end = first;
      while (!p.tasks[end].ends_level) end++;
      end++;
      for (int32_t i = 0; i < end - first; i++)
        run_task(p.tasks[first + (int32_t)turn((uint32_t)i, (uint32_t)(end - first))]);
      first = end;
    }
  }
}
#else
static __device__ __forceinline__ void run_task(
    int32_t kernel, const void* params, char* shared, const Place& at) {
#define RUN(name) \
  case NUMBER_##name: name##_task(params, shared, at); break;
  switch (kernel) { TASKS(RUN) }
#undef RUN
}

// Counts arrivals of blocks; each barrier waits for as many more as there are blocks. The fence in
// front publishes what this block wrote, the one behind makes what others wrote visible to it.
static __device__ __forceinline__ void grid_barrier(uint32_t* arrivals, uint32_t& awaited) {
  __syncthreads();
  awaited += gridDim.x;
  if (threadIdx.x == 0) {
    __threadfence();
    atomicAdd(arrivals, 1u);
    while ((int32_t)(*(volatile uint32_t*)arrivals - awaited) < 0) {
    }
    __threadfence();
  }
  __syncthreads();
}

extern "C" __global__ void __launch_bounds__(256) persistent(const PersistentParams p) {
  __shared__ __align__(16) char shared[TASK_SHARED_BYTES];
  uint32_t awaited = 0;
  for (int64_t step = 0; step < p.steps; step++) {
    for (int32_t i = 0; i < p.count; i++) {
      const Task& task = p.tasks[i];
      const uint32_t x = task.blocks[0], y = task.blocks[1], z = task.blocks[2];
      const uint32_t all = x * y * z;
      for (uint32_t block = blockIdx.x; block < all; block += gridDim.x) {
        const Place at{block % x, block / x % y, block / (x * y), x, y, z, threadIdx.x,
                       task.threads};
        run_task(task.kernel, task.params, shared, at);
      }
      if (task.ends_level) grid_barrier(p.barrier, awaited);
    }
  }
}
#endif
