// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

// A libcuda.so.1 for tests on machines without a GPU: the part of the driver API that the backend
// uses, on host memory. "Modules" are shared libraries made by a host compiler from the kernels'
// own sources. It proves plans, shapes, launches and protocol, not speed and not hardware.
//
// Streams are lazy on purpose: nothing runs before somebody waits for it, so that memory reused
// too early, or a missing wait, shows as a wrong result. New memory is filled with 0xFF.

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default")))

namespace {

enum Status {
  SUCCESS = 0,
  INVALID_VALUE = 1,
  OUT_OF_MEMORY = 2,
  INVALID_CONTEXT = 201,
  INVALID_IMAGE = 200,
  NOT_FOUND = 500,
  NOT_READY = 600,
  ILLEGAL_ADDRESS = 700,
  CAPTURE_INVALIDATED = 901,
};

typedef std::function<int()> Work;
typedef void (*Kernel)(const void*, const uint32_t*, uint32_t);

struct Stream {
  std::deque<Work> waiting;
  bool capturing = false;
  std::vector<Work> captured;
};

struct Event {
  Stream* stream = nullptr;
  bool done = true;
  std::chrono::steady_clock::time_point time;
};

struct Graph {
  std::vector<Work> work;
};

struct Function {
  Kernel kernel;
  std::string name;
  int parameters;
  bool non_portable = false;
};

std::recursive_mutex lock;
std::map<uintptr_t, size_t> device_blocks;
std::map<uintptr_t, size_t> host_blocks;
std::vector<std::unique_ptr<Stream>> streams;
size_t in_use = 0;
int broken = SUCCESS;
int fail_after_launches = -1;
int fail_with = SUCCESS;
int cluster_launches = 0;
unsigned cluster_blocks = 0;
unsigned most_cluster = 16;
bool refuse_clusters = false;
thread_local void* current = nullptr;

constexpr size_t ALL_BYTES = (size_t)2 << 30;
size_t limit = ALL_BYTES;

size_t capacity() { return limit; }

// Whether [address, address + bytes) lies in one block of device memory.
bool on_device(uintptr_t address, size_t bytes) {
  auto next = device_blocks.upper_bound(address);
  if (next == device_blocks.begin()) return false;
  --next;
  return address + bytes <= next->first + next->second;
}

int run_all(Stream* stream) {
  while (!stream->waiting.empty()) {
    Work work = stream->waiting.front();
    stream->waiting.pop_front();
    const int status = work();
    if (status != SUCCESS && broken == SUCCESS) broken = status;
  }
  return broken;
}

int enqueue(void* handle, Work work) {
  if (broken != SUCCESS) return broken;
  Stream* stream = (Stream*)handle;
  if (stream == nullptr) return INVALID_VALUE;
  if (stream->capturing)
    stream->captured.push_back(work);
  else
    stream->waiting.push_back(work);
  return SUCCESS;
}

int run_everything() {
  for (auto& stream : streams) run_all(stream.get());
  return broken;
}

}  // namespace

#define LOCKED                                   \
  std::lock_guard<std::recursive_mutex> guard(lock)
#define NEEDS_CONTEXT                            \
  LOCKED;                                        \
  if (broken != SUCCESS) return broken;          \
  if (current == nullptr) return INVALID_CONTEXT

// For tests: the launch after `launches` more ends with `status`, which then sticks.
EXPORT void emulator_fail_after(int launches, int status) {
  LOCKED;
  fail_after_launches = launches;
  fail_with = status;
}

// For tests: how much memory each device has.
EXPORT void emulator_limit(long bytes) {
  LOCKED;
  limit = (size_t)bytes;
}

// For tests: forgets a sticky error, as a new process would, and a limit of memory.
EXPORT void emulator_mend() {
  LOCKED;
  broken = SUCCESS;
  fail_after_launches = -1;
  limit = ALL_BYTES;
  // What a lost device left undone would run on memory that is freed since.
  for (auto& stream : streams) stream->waiting.clear();
}

// For tests: bytes of device memory that are in use.
EXPORT size_t emulator_bytes_in_use() {
  LOCKED;
  return in_use;
}

EXPORT int cuInit(unsigned) {
  return getenv("COLONNADE_EMULATED_INIT") == nullptr ? SUCCESS
                                                       : atoi(getenv("COLONNADE_EMULATED_INIT"));
}

EXPORT int cuDriverGetVersion(int* version) {
  *version = 13000;
  return SUCCESS;
}

EXPORT int cuDeviceGetCount(int* count) {
  *count = 2;
  return SUCCESS;
}

EXPORT int cuDeviceGet(int* device, int ordinal) {
  *device = ordinal;
  return SUCCESS;
}

EXPORT int cuDeviceGetName(char* name, int length, int device) {
  snprintf(name, length, "emulated device %d", device);
  return SUCCESS;
}

EXPORT int cuDeviceTotalMem_v2(size_t* bytes, int) {
  *bytes = capacity();
  return SUCCESS;
}

EXPORT int cuDeviceGetPCIBusId(char* name, int length, int device) {
  snprintf(name, length, "0000:%02X:00.0", device + 1);
  return SUCCESS;
}

EXPORT int cuDeviceGetAttribute(int* value, int attribute, int device) {
  switch (attribute) {
    case 13: *value = 1980000; break;  // clock, kHz
    case 16: *value = 4; break;        // multiprocessors
    case 38: *value = 1 << 20; break;  // level-2 cache
    case 75: *value = device == 0 ? 9 : 8; break;  // compute capability
    case 76: *value = 0; break;
    case 97: *value = 227 << 10; break;  // shared memory that a block can have
    default: *value = 0;
  }
  return SUCCESS;
}

EXPORT int cuGetErrorName(int status, const char** name) {
  switch (status) {
    case INVALID_VALUE: *name = "CUDA_ERROR_INVALID_VALUE"; break;
    case OUT_OF_MEMORY: *name = "CUDA_ERROR_OUT_OF_MEMORY"; break;
    case INVALID_CONTEXT: *name = "CUDA_ERROR_INVALID_CONTEXT"; break;
    case INVALID_IMAGE: *name = "CUDA_ERROR_INVALID_IMAGE"; break;
    case NOT_FOUND: *name = "CUDA_ERROR_NOT_FOUND"; break;
    case ILLEGAL_ADDRESS: *name = "CUDA_ERROR_ILLEGAL_ADDRESS"; break;
    default: *name = "CUDA_ERROR_UNKNOWN";
  }
  return SUCCESS;
}

EXPORT int cuDevicePrimaryCtxRetain(void** context, int device) {
  LOCKED;
  if (broken != SUCCESS) return broken;
  *context = (void*)(uintptr_t)(device + 1);
  return SUCCESS;
}

EXPORT int cuDevicePrimaryCtxRelease_v2(int) { return SUCCESS; }

EXPORT int cuCtxSetCurrent(void* context) {
  current = context;
  return SUCCESS;
}

EXPORT int cuMemAlloc_v2(uintptr_t* address, size_t bytes) {
  NEEDS_CONTEXT;
  if (bytes == 0) return INVALID_VALUE;
  if (in_use + bytes > capacity()) return OUT_OF_MEMORY;
  void* block = aligned_alloc(256, (bytes + 255) / 256 * 256);
  if (block == nullptr) return OUT_OF_MEMORY;
  memset(block, 0xFF, bytes);
  device_blocks[(uintptr_t)block] = bytes;
  in_use += bytes;
  *address = (uintptr_t)block;
  return SUCCESS;
}

EXPORT int cuMemFree_v2(uintptr_t address) {
  LOCKED;
  auto block = device_blocks.find(address);
  if (block == device_blocks.end()) return INVALID_VALUE;
  if (broken == SUCCESS) run_everything();
  in_use -= block->second;
  free((void*)address);
  device_blocks.erase(block);
  return broken;
}

EXPORT int cuMemGetInfo_v2(size_t* available, size_t* total) {
  NEEDS_CONTEXT;
  *total = capacity();
  *available = capacity() - in_use;
  return SUCCESS;
}

EXPORT int cuMemAllocHost_v2(void** address, size_t bytes) {
  NEEDS_CONTEXT;
  *address = aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
  host_blocks[(uintptr_t)*address] = bytes;
  return SUCCESS;
}

EXPORT int cuMemFreeHost(void* address) {
  LOCKED;
  if (host_blocks.erase((uintptr_t)address) == 0) return INVALID_VALUE;
  if (broken == SUCCESS) run_everything();
  free(address);
  return broken;
}

EXPORT int cuMemcpyHtoDAsync_v2(uintptr_t to, const void* from, size_t bytes, void* stream) {
  NEEDS_CONTEXT;
  return enqueue(stream, [=] {
    if (!on_device(to, bytes)) return (int)ILLEGAL_ADDRESS;
    memcpy((void*)to, from, bytes);
    return (int)SUCCESS;
  });
}

EXPORT int cuMemcpyDtoHAsync_v2(void* to, uintptr_t from, size_t bytes, void* stream) {
  NEEDS_CONTEXT;
  return enqueue(stream, [=] {
    if (!on_device(from, bytes)) return (int)ILLEGAL_ADDRESS;
    memcpy(to, (void*)from, bytes);
    return (int)SUCCESS;
  });
}

EXPORT int cuMemcpyDtoDAsync_v2(uintptr_t to, uintptr_t from, size_t bytes, void* stream) {
  NEEDS_CONTEXT;
  return enqueue(stream, [=] {
    if (!on_device(to, bytes) || !on_device(from, bytes)) return (int)ILLEGAL_ADDRESS;
    memmove((void*)to, (void*)from, bytes);
    return (int)SUCCESS;
  });
}

EXPORT int cuMemsetD8Async(uintptr_t to, unsigned char value, size_t bytes, void* stream) {
  NEEDS_CONTEXT;
  return enqueue(stream, [=] {
    if (!on_device(to, bytes)) return (int)ILLEGAL_ADDRESS;
    memset((void*)to, value, bytes);
    return (int)SUCCESS;
  });
}

EXPORT int cuStreamCreate(void** stream, unsigned) {
  NEEDS_CONTEXT;
  streams.push_back(std::make_unique<Stream>());
  *stream = streams.back().get();
  return SUCCESS;
}

EXPORT int cuStreamDestroy_v2(void* stream) {
  LOCKED;
  if (broken == SUCCESS) run_all((Stream*)stream);
  for (auto each = streams.begin(); each != streams.end(); ++each) {
    if (each->get() == stream) {
      streams.erase(each);
      return broken;
    }
  }
  return INVALID_VALUE;
}

EXPORT int cuStreamSynchronize(void* stream) {
  NEEDS_CONTEXT;
  if (((Stream*)stream)->capturing) return CAPTURE_INVALIDATED;
  return run_all((Stream*)stream);
}

EXPORT int cuEventCreate(void** event, unsigned) {
  NEEDS_CONTEXT;
  *event = new Event();
  return SUCCESS;
}

EXPORT int cuEventDestroy_v2(void* event) {
  LOCKED;
  if (broken == SUCCESS && ((Event*)event)->stream != nullptr) run_everything();
  delete (Event*)event;
  return broken;
}

EXPORT int cuEventRecord(void* handle, void* stream) {
  NEEDS_CONTEXT;
  Event* event = (Event*)handle;
  event->done = false;
  event->stream = (Stream*)stream;
  return enqueue(stream, [event] {
    event->done = true;
    event->time = std::chrono::steady_clock::now();
    return (int)SUCCESS;
  });
}

// Asking is a little progress, or somebody who only asks would ask for ever.
EXPORT int cuEventQuery(void* handle) {
  NEEDS_CONTEXT;
  Event* event = (Event*)handle;
  if (event->done) return SUCCESS;
  Stream* stream = event->stream;
  if (!stream->waiting.empty()) {
    Work work = stream->waiting.front();
    stream->waiting.pop_front();
    const int status = work();
    if (status != SUCCESS) return broken = status;
  }
  return event->done ? SUCCESS : NOT_READY;
}

EXPORT int cuEventSynchronize(void* handle) {
  NEEDS_CONTEXT;
  Event* event = (Event*)handle;
  while (!event->done && broken == SUCCESS) {
    const int status = cuEventQuery(handle);
    if (status != SUCCESS && status != NOT_READY) return status;
  }
  return broken;
}

EXPORT int cuEventElapsedTime(float* milliseconds, void* start, void* end) {
  NEEDS_CONTEXT;
  if (!((Event*)start)->done || !((Event*)end)->done) return NOT_READY;
  *milliseconds = std::chrono::duration<float, std::milli>(
                      ((Event*)end)->time - ((Event*)start)->time).count();
  return SUCCESS;
}

EXPORT int cuStreamWaitEvent(void* stream, void* handle, unsigned) {
  NEEDS_CONTEXT;
  return enqueue(stream, [handle] { return cuEventSynchronize(handle); });
}

EXPORT int cuModuleLoadData(void** module, const void* image) {
  NEEDS_CONTEXT;
  // The image is the path of a shared library, as text.
  *module = dlopen((const char*)image, RTLD_NOW | RTLD_LOCAL);
  if (*module == nullptr) fprintf(stderr, "emulated driver: %s\n", dlerror());
  return *module == nullptr ? INVALID_IMAGE : SUCCESS;
}

EXPORT int cuModuleUnload(void* module) {
  LOCKED;
  if (broken == SUCCESS) run_everything();
  dlclose(module);
  return broken;
}

EXPORT int cuModuleGetFunction(void** function, void* module, const char* name) {
  NEEDS_CONTEXT;
  void* kernel = dlsym(module, name);
  if (kernel == nullptr) return NOT_FOUND;
  const int* size = (const int*)dlsym(module, (std::string(name) + "_parameter_bytes").c_str());
  if (size == nullptr) return NOT_FOUND;
  *function = new Function{(Kernel)kernel, name, *size, false};
  return SUCCESS;
}

EXPORT int cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, void*, int, size_t) {
  *blocks = 2;
  return SUCCESS;
}

EXPORT int cuLaunchKernel(
    void* handle, unsigned x, unsigned y, unsigned z, unsigned threads, unsigned, unsigned,
    unsigned, void* stream, void** parameters, void**) {
  NEEDS_CONTEXT;
  const Function* function = (const Function*)handle;
  if (x == 0 || y == 0 || z == 0 || y > 65535 || z > 65535 || threads == 0 || threads > 1024)
    return INVALID_VALUE;
  if (fail_after_launches == 0) {
    fail_after_launches = -1;
    const int status = fail_with;
    return enqueue(stream, [status] { return status; });
  }
  if (fail_after_launches > 0) fail_after_launches--;
  // Copied now, as the real driver does; the bytes are what the kernel says that it takes.
  std::vector<uint8_t> copy(function->parameters);
  memcpy(copy.data(), parameters[0], copy.size());
  const Kernel kernel = function->kernel;
  return enqueue(stream, [=] {
    const uint32_t blocks[3] = {x, y, z};
    kernel(copy.data(), blocks, threads);
    return (int)SUCCESS;
  });
}

EXPORT int cuLaunchCooperativeKernel(
    void* handle, unsigned x, unsigned y, unsigned z, unsigned threads, unsigned b, unsigned c,
    unsigned shared, void* stream, void** parameters) {
  return cuLaunchKernel(handle, x, y, z, threads, b, c, shared, stream, parameters, nullptr);
}

// Clusters: the structures of cuda.h, as far as they are read here.
struct LaunchAttribute {
  int id;
  int padding;
  unsigned value[16];
};

struct LaunchConfig {
  unsigned blocks[3];
  unsigned threads[3];
  unsigned shared;
  void* stream;
  const LaunchAttribute* attributes;
  unsigned count;
};

// Whether all blocks of a launch are one cluster, of a size that the kernel may have.
static bool is_cluster(const LaunchConfig* config, const Function* function) {
  if (config->count != 1 || config->attributes[0].id != 4) return false;
  const unsigned* cluster = config->attributes[0].value;
  for (int axis = 0; axis < 3; axis++)
    if (cluster[axis] == 0 || cluster[axis] != config->blocks[axis]) return false;
  const unsigned blocks = cluster[0] * cluster[1] * cluster[2];
  return blocks <= (function->non_portable ? 16u : 8u);
}

EXPORT int cuFuncSetAttribute(void* handle, int attribute, int value) {
  NEEDS_CONTEXT;
  if (attribute != 14) return INVALID_VALUE;
  ((Function*)handle)->non_portable = value != 0;
  return SUCCESS;
}

EXPORT int cuOccupancyMaxActiveClusters(int* clusters, void* handle, const LaunchConfig* config) {
  NEEDS_CONTEXT;
  if (!is_cluster(config, (const Function*)handle)) return INVALID_VALUE;
  *clusters = config->blocks[0] <= most_cluster ? 1 : 0;
  return SUCCESS;
}

EXPORT int cuLaunchKernelEx(
    const LaunchConfig* config, void* handle, void** parameters, void** extra) {
  if (refuse_clusters || !is_cluster(config, (const Function*)handle))
    return 912;  // INVALID_CLUSTER_SIZE
  cluster_launches++;
  cluster_blocks = config->blocks[0] * config->blocks[1] * config->blocks[2];
  return cuLaunchKernel(
      handle, config->blocks[0], config->blocks[1], config->blocks[2], config->threads[0],
      config->threads[1], config->threads[2], config->shared, config->stream, parameters, extra);
}

// For tests: launches of clusters so far, and the largest that there is room for.
EXPORT int emulator_cluster_launches() {
  LOCKED;
  return cluster_launches;
}

// For tests: blocks of the last of them.
EXPORT int emulator_cluster_blocks() {
  LOCKED;
  return (int)cluster_blocks;
}

// For tests: whether launches of clusters fail, whatever there is said to be room for.
EXPORT void emulator_refuse_clusters(int refuse) {
  LOCKED;
  refuse_clusters = refuse != 0;
}

EXPORT void emulator_most_cluster(int blocks) {
  LOCKED;
  most_cluster = (unsigned)blocks;
}

EXPORT int cuStreamBeginCapture_v2(void* stream, int) {
  NEEDS_CONTEXT;
  if (((Stream*)stream)->capturing) return INVALID_VALUE;
  ((Stream*)stream)->capturing = true;
  ((Stream*)stream)->captured.clear();
  return SUCCESS;
}

EXPORT int cuStreamEndCapture(void* stream, void** graph) {
  NEEDS_CONTEXT;
  if (!((Stream*)stream)->capturing) return INVALID_VALUE;
  ((Stream*)stream)->capturing = false;
  *graph = new Graph{((Stream*)stream)->captured};
  return SUCCESS;
}

EXPORT int cuGraphInstantiateWithFlags(void** executable, void* graph, unsigned long long) {
  NEEDS_CONTEXT;
  *executable = new Graph(*(Graph*)graph);
  return SUCCESS;
}

EXPORT int cuGraphLaunch(void* executable, void* stream) {
  NEEDS_CONTEXT;
  for (const Work& work : ((Graph*)executable)->work) {
    const int status = enqueue(stream, work);
    if (status != SUCCESS) return status;
  }
  return SUCCESS;
}

EXPORT int cuGraphDestroy(void* graph) {
  LOCKED;
  delete (Graph*)graph;
  return broken;
}

EXPORT int cuGraphExecDestroy(void* executable) {
  LOCKED;
  if (broken == SUCCESS) run_everything();
  delete (Graph*)executable;
  return broken;
}
