// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// One kernel that runs n steps of an entry without returning to the host. On-line training of a
// small net is bound by launches, not by arithmetic: here a step is a list of tasks, each one of
// our kernels with the blocks it would have been launched with, and a barrier stands where a launch
// would have. Tasks that do not depend on each other share a level, so there are as many barriers
// as the net is deep; tasks of one block that follow each other are chained in one block without a
// barrier. The list with all parameters is copied into shared memory once. Weights and activations
// stay in the level-2 cache, and the result is that of the single launches, as the code is.
//
// The same kernel runs in two ways: over a grid, launched cooperatively with no more blocks than
// are resident at once, whose barrier is a counter in memory; or as one thread-block cluster (from
// compute capability 9.0 on), whose barrier is the hardware's.
#define COLONNADE_TASKS
#include "tasks.cuh"

#include "convolution.cu"
#include "direct.cu"
#include "elementwise.cu"
#include "fused.cu"
#include "matmul.cu"
#include "movement.cu"
#include "pooling.cu"
#include "reduction.cu"
#include "sampling.cu"
#include "stepping.cu"
#include "training.cu"

// What comes behind a task.
enum Then { INDEPENDENT, BARRIER, SAME_BLOCK };

struct Task {
  int64_t params;  // offset in the list
  uint32_t blocks[3];
  uint32_t threads;
  uint32_t kernel;
  uint32_t start;  // block of the grid that takes its first block
  uint32_t then;
  uint32_t unused;
};

struct PersistentParams {
  const char* list;   // tasks, then their parameters
  uint32_t* barrier;  // zero at the start
  int64_t steps;
  int32_t count;
  int32_t shared_bytes;  // of the list where it is copied into shared memory, or 0
};

#define NUMBER(name) NUMBER_##name,
enum TaskNumber { TASKS(NUMBER) };

#ifdef COLONNADE_HOST
// Tasks of a level run in the order that is asked for, backwards too: they must not depend on each
// other, but for those that are chained.
static void run_task(const char* list, const Task& task) {
  const void* params = list + task.params;
#define RUN(name) \
  case NUMBER_##name: name(params, task.blocks, task.threads); break;
  switch (task.kernel) { TASKS(RUN) }
#undef RUN
}

static void run_level(const char* list, const Task* tasks, int32_t first, int32_t end) {
  std::vector<int32_t> chains;
  for (int32_t i = first; i < end; i++)
    if (i == first || tasks[i - 1].then != SAME_BLOCK) chains.push_back(i);
  const uint32_t count = (uint32_t)chains.size();
  for (uint32_t i = 0; i < count; i++)
    for (int32_t task = chains[turn(i, count)];; task++) {
      run_task(list, tasks[task]);
      if (tasks[task].then != SAME_BLOCK) break;
    }
}

static void run_steps(const void* params) {
  PersistentParams p;
  std::memcpy(&p, params, sizeof(p));
  const Task* tasks = (const Task*)p.list;
  for (int64_t step = 0; step < p.steps; step++)
    for (int32_t first = 0, end; first < p.count; first = end) {
      end = first;
      while (tasks[end].then != BARRIER) end++;
      run_level(p.list, tasks, first, ++end);
    }
}

extern "C" const int persistent_parameter_bytes = sizeof(PersistentParams);
extern "C" void persistent(const void* params, const uint32_t*, uint32_t) { run_steps(params); }
extern "C" const int persistent_cluster_parameter_bytes = sizeof(PersistentParams);
extern "C" void persistent_cluster(const void* params, const uint32_t*, uint32_t) {
  run_steps(params);
}
#else
static __device__ __forceinline__ void run_task(
    uint32_t kernel, const void* params, char* shared, const Place& at) {
#define RUN(name) \
  case NUMBER_##name: name##_task(params, shared, at); break;
  switch (kernel) { TASKS(RUN) }
#undef RUN
}

// Counts arrivals of blocks; each barrier waits for as many more as there are blocks. The release
// publishes what this block wrote, the acquire makes what others wrote visible to it.
struct GridBarrier {
  uint32_t* arrivals;
  uint32_t awaited;

  INLINE void wait() {
    __syncthreads();
    awaited += gridDim.x;
    if (threadIdx.x == 0) {
      asm volatile("red.release.gpu.global.add.u32 [%0], 1;" ::"l"(arrivals) : "memory");
      uint32_t seen;
      do {
        asm volatile("ld.acquire.gpu.global.u32 %0, [%1];" : "=r"(seen) : "l"(arrivals) : "memory");
      } while ((int32_t)(seen - awaited) < 0);
    }
    __syncthreads();
  }
};

struct ClusterBarrier {
  INLINE void wait() {
#if __CUDA_ARCH__ >= 900
    asm volatile("barrier.cluster.arrive.release.aligned;" ::: "memory");
    asm volatile("barrier.cluster.wait.acquire.aligned;" ::: "memory");
#endif
  }
};

template <class Barrier>
static INLINE void run_steps(const PersistentParams& p, Barrier barrier) {
  __shared__ __align__(16) char shared[TASK_SHARED_BYTES];
  extern __shared__ __align__(16) char copied[];
  const char* list = p.list;
  if (p.shared_bytes > 0) {
    for (int32_t i = threadIdx.x * 4; i < p.shared_bytes; i += blockDim.x * 4)
      *(uint32_t*)(copied + i) = *(const uint32_t*)(p.list + i);
    list = copied;
    __syncthreads();
  }
  const Task* tasks = (const Task*)list;
  for (int64_t step = 0; step < p.steps; step++) {
    for (int32_t i = 0; i < p.count; i++) {
      const Task& task = tasks[i];
      const uint32_t x = task.blocks[0], y = task.blocks[1], z = task.blocks[2];
      const uint32_t all = x * y * z;
      const uint32_t start = task.start % gridDim.x;
      const uint32_t first = blockIdx.x >= start ? blockIdx.x - start : blockIdx.x + gridDim.x - start;
      for (uint32_t block = first; block < all; block += gridDim.x) {
        const Place at{block % x, block / x % y, block / (x * y), x, y, z, threadIdx.x,
                       task.threads};
        run_task(task.kernel, list + task.params, shared, at);
      }
      if (task.then == BARRIER)
        barrier.wait();
      else if (task.then == SAME_BLOCK)
        __syncthreads();
    }
  }
}

extern "C" __global__ void __launch_bounds__(256) persistent(const PersistentParams p) {
  run_steps(p, GridBarrier{p.barrier, 0});
}

extern "C" __global__ void __launch_bounds__(256) persistent_cluster(const PersistentParams p) {
  run_steps(p, ClusterBarrier{});
}
#endif
