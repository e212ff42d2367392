// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// How kernels are written here, so that they are built twice: by NVRTC for a device, and by a host
// compiler (COLONNADE_HOST) that runs them thread by thread, for tests on machines without a GPU.
//
//   KERNEL(name, Params) { ... p.count ... at.thread ... }
//
// defines a kernel whose threads do not wait for each other. It takes one structure by value.
//
//   PHASED_KERNEL(name, Params, Shared, Own) { ... }
//
// defines a kernel of phases: all threads of a block end phase i before one of them begins phase
// i + 1. The body is one phase of one thread; `phase` says which, `shared` is the block's memory,
// `own` what the thread keeps from phase to phase. `name_phases(p)`, defined before, tells how many
// phases there are. On the device a barrier stands between phases; on the host a loop over threads.
#pragma once

#ifdef COLONNADE_HOST
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>
#define INLINE inline
#define UNROLL
using std::isnan;
#else
typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef int int32_t;
typedef unsigned int uint32_t;
typedef long long int64_t;
typedef unsigned long long uint64_t;
#define INLINE __device__ __forceinline__
#define UNROLL _Pragma("unroll")
#endif

// Shared memory of a block that runs tasks.
constexpr int TASK_SHARED_BYTES = 12 * 1024;

// Where a thread stands. All kernels have one-dimensional blocks.
struct Place {
  uint32_t block_x, block_y, block_z;
  uint32_t blocks_x, blocks_y, blocks_z;
  uint32_t thread, threads;

  INLINE int64_t index() const { return (int64_t)block_x * threads + thread; }
  INLINE int64_t size() const { return (int64_t)blocks_x * threads; }
};

#define PHASE(name, Params, Shared, Own)                                  \
  void name##_phase(uint32_t phase, const Params& p,                      \
                    [[maybe_unused]] Shared& shared, [[maybe_unused]] Own& own, \
                    const Place& at)

#ifdef COLONNADE_HOST
// A kernel must not depend on the order in which blocks, and threads within a phase, run; tests run
// them backwards to see.
static const bool backwards = std::getenv("COLONNADE_BACKWARDS") != nullptr;
static INLINE uint32_t turn(uint32_t i, uint32_t count) { return backwards ? count - 1 - i : i; }

#define KERNEL(name, Params)                                                        \
  static void name##_body(const Params& p, const Place& at);                        \
  extern "C" const int name##_parameter_bytes = sizeof(Params);                      \
  extern "C" void name(const void* params, const uint32_t* blocks, uint32_t threads) { \
    Params p;                                                                       \
    std::memcpy(&p, params, sizeof(Params));                                        \
    for (uint32_t z = 0; z < blocks[2]; z++)                                        \
      for (uint32_t y = 0; y < blocks[1]; y++)                                      \
        for (uint32_t x = 0; x < blocks[0]; x++)                                    \
          for (uint32_t t = 0; t < threads; t++)                                    \
            name##_body(p, Place{turn(x, blocks[0]), y, z, blocks[0], blocks[1], blocks[2], \
                                 turn(t, threads), threads});                       \
  }                                                                                 \
  static void name##_body(const Params& p, const Place& at)

// Shared memory and the threads' own start as garbage, as they do on a device.
#define PHASED_KERNEL(name, Params, Shared, Own)                                    \
  static PHASE(name, Params, Shared, Own);                                           \
  extern "C" const int name##_parameter_bytes = sizeof(Params);                      \
  extern "C" void name(const void* params, const uint32_t* blocks, uint32_t threads) { \
    Params p;                                                                       \
    std::memcpy(&p, params, sizeof(Params));                                        \
    const uint32_t phases = name##_phases(p);                                       \
    std::vector<uint8_t> shared(sizeof(Shared) + 16);                               \
    std::vector<uint8_t> own(sizeof(Own) * threads + 16);                           \
    for (uint32_t z = 0; z < blocks[2]; z++)                                        \
      for (uint32_t y = 0; y < blocks[1]; y++)                                      \
        for (uint32_t x = 0; x < blocks[0]; x++) {                                  \
          std::memset(shared.data(), 0xFF, shared.size());                          \
          std::memset(own.data(), 0xFF, own.size());                                \
          for (uint32_t phase = 0; phase < phases; phase++)                         \
            for (uint32_t t = 0; t < threads; t++)                                  \
              name##_phase(phase, p, *(Shared*)shared.data(),                       \
                           ((Own*)own.data())[turn(t, threads)],                    \
                           Place{turn(x, blocks[0]), y, z, blocks[0], blocks[1],    \
                                 blocks[2], turn(t, threads), threads});            \
        }                                                                           \
  }                                                                                 \
  static PHASE(name, Params, Shared, Own)
#elif defined(COLONNADE_TASKS)
// No kernels of their own but tasks of one kernel that stays on the device (persistent.cu): the
// block, the threads that take part, and the shared memory are given.
#define KERNEL(name, Params)                                                              \
  static INLINE void name##_body(const Params& p, const Place& at);                       \
  static __device__ __noinline__ void name##_task(const void* params, char*, const Place& at) { \
    if (at.thread < at.threads) name##_body(*(const Params*)params, at);                  \
  }                                                                                       \
  static INLINE void name##_body(const Params& p, const Place& at)

#define PHASED_KERNEL(name, Params, Shared, Own)                                          \
  static INLINE PHASE(name, Params, Shared, Own);                                         \
  static __device__ __noinline__ void name##_task(                                        \
      const void* params, char* memory, const Place& at) {                                \
    static_assert(sizeof(Shared) <= TASK_SHARED_BYTES, "a task with too much shared memory"); \
    const Params& p = *(const Params*)params;                                             \
    Shared& shared = *(Shared*)memory;                                                    \
    Own own;                                                                              \
    const uint32_t phases = name##_phases(p);                                             \
    for (uint32_t phase = 0; phase < phases; phase++) {                                   \
      if (at.thread < at.threads) name##_phase(phase, p, shared, own, at);                \
      __syncthreads();                                                                    \
    }                                                                                     \
  }                                                                                       \
  static INLINE PHASE(name, Params, Shared, Own)
#else
static INLINE Place place() {
  return Place{blockIdx.x, blockIdx.y, blockIdx.z, gridDim.x,
               gridDim.y,  gridDim.z,  threadIdx.x, blockDim.x};
}

#define KERNEL(name, Params)                                        \
  static INLINE void name##_body(const Params& p, const Place& at); \
  extern "C" __global__ void name(const Params p) {                 \
    name##_body(p, place());                                        \
  }                                                                 \
  static INLINE void name##_body(const Params& p, const Place& at)

#define PHASED_KERNEL(name, Params, Shared, Own)                                   \
  static INLINE PHASE(name, Params, Shared, Own); \
  extern "C" __global__ void name(const Params p) {                                \
    __shared__ Shared shared;                                                      \
    Own own;                                                                       \
    const Place at = place();                                                      \
    const uint32_t phases = name##_phases(p);                                      \
    for (uint32_t phase = 0; phase < phases; phase++) {                            \
      if (phase > 0) __syncthreads();                                              \
      name##_phase(phase, p, shared, own, at);                                     \
    }                                                                              \
  }                                                                                \
  static INLINE PHASE(name, Params, Shared, Own)
#endif

// A loop nest over the elements of a result, outermost axis first, with up to four operands that
// are read through strides (0 along an axis that is repeated). Strides count elements.
constexpr int MAX_RANK = 8;

struct Nest {
  int32_t rank;
  int32_t extent[MAX_RANK];
};

struct Strides {
  int64_t along[MAX_RANK];
};

// Offset of element `index` (row-major in the nest).
static INLINE int64_t offset(const Nest& nest, const Strides& strides, int64_t index) {
  int64_t result = 0;
  for (int axis = nest.rank - 1; axis > 0; axis--) {
    const int64_t extent = nest.extent[axis];
    const int64_t rest = index / extent;
    result += (index - rest * extent) * strides.along[axis];
    index = rest;
  }
  return nest.rank == 0 ? 0 : result + index * strides.along[0];
}

// Sixteen bytes, one load or store of a thread: with words alone too few bytes are under way at
// once to keep the memory busy.
struct alignas(16) Quad {
  uint32_t words[4];
};

// Copies words; as many as possible sixteen bytes at a time.
static INLINE void copy_words(uint32_t* to, const uint32_t* from, int64_t words, const Place& at) {
  const bool aligned = (((uint64_t)to | (uint64_t)from) & 15u) == 0;
  const int64_t quads = aligned ? words / 4 : 0;
  for (int64_t i = at.index(); i < quads; i += at.size()) ((Quad*)to)[i] = ((const Quad*)from)[i];
  for (int64_t i = 4 * quads + at.index(); i < words; i += at.size()) to[i] = from[i];
}

static INLINE int32_t clamp(int32_t value, int32_t low, int32_t high) {
  return value < low ? low : value > high ? high : value;
}

// The first NaN wins a maximum, then the first of the largest.
static INLINE bool beats(float challenger, float champion) {
  return !isnan(champion) && (isnan(challenger) || challenger > champion);
}
