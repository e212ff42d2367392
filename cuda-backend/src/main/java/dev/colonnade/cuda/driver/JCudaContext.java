// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.driver;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventElapsedTime;
import static jcuda.driver.JCudaDriver.cuEventQuery;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuLaunchCooperativeKernel;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemAllocHost;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemsetD8Async;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleUnload;
import static jcuda.driver.JCudaDriver.cuOccupancyMaxActiveBlocksPerMultiprocessor;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;

import dev.colonnade.cuda.library.NativeLibrary;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUfunction;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;

/** A primary context by JCuda. Handles are addresses; the objects that JCuda wants are kept. */
final class JCudaContext implements Context {
  private final CUdevice device;
  private final CUcontext context = new CUcontext();
  private final String name;
  private final Map<Long, CUstream> streams = new HashMap<>();
  private final Map<Long, CUevent> events = new HashMap<>();
  private final Map<Long, CUmodule> modules = new HashMap<>();
  private final Map<Long, CUfunction> functions = new HashMap<>();
  private final Map<Long, CUgraphExec> graphs = new HashMap<>();
  private final NativeLibrary library;
  private final DeviceFacts facts;
  private @Nullable Clusters clusters;
  private boolean closed;

  JCudaContext(CUdevice device, DeviceFacts facts, String name, NativeLibrary library) {
    this.device = device;
    this.facts = facts;
    this.name = name;
    this.library = library;
    check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), "cuDevicePrimaryCtxRetain");
    enter();
  }

  private void check(int status, String operation) {
    if (status != DriverStatus.SUCCESS) {
      JCudaDriverBinding.check(status, operation, name);
    }
  }

  @Override
  public void enter() {
    check(cuCtxSetCurrent(context), "cuCtxSetCurrent");
  }

  @Override
  public long allocate(long bytes) {
    CUdeviceptr pointer = new CUdeviceptr();
    check(cuMemAlloc(pointer, bytes), "cuMemAlloc of " + bytes + " bytes");
    return Address.of(pointer);
  }

  @Override
  public void free(long address) {
    check(cuMemFree(Address.device(address)), "cuMemFree");
  }

  @Override
  public long freeBytes() {
    long[] free = new long[1];
    check(cuMemGetInfo(free, new long[1]), "cuMemGetInfo");
    return free[0];
  }

  @Override
  @SuppressWarnings("restricted")
  public MemorySegment allocateHost(long bytes) {
    Pointer pointer = new Pointer();
    check(cuMemAllocHost(pointer, bytes), "cuMemAllocHost of " + bytes + " bytes");
    return MemorySegment.ofAddress(Address.of(pointer)).reinterpret(bytes);
  }

  @Override
  public void freeHost(MemorySegment segment) {
    check(cuMemFreeHost(Address.host(segment.address())), "cuMemFreeHost");
  }

  @Override
  public void copyToDevice(long destination, MemorySegment source, long stream) {
    check(
        cuMemcpyHtoDAsync(
            Address.device(destination),
            Address.host(source.address()),
            source.byteSize(),
            stream(stream)),
        "copying " + source.byteSize() + " bytes to the device");
  }

  @Override
  public void copyToHost(MemorySegment destination, long source, long stream) {
    check(
        cuMemcpyDtoHAsync(
            Address.host(destination.address()),
            Address.device(source),
            destination.byteSize(),
            stream(stream)),
        "copying " + destination.byteSize() + " bytes to the host");
  }

  @Override
  public void copyOnDevice(long destination, long source, long bytes, long stream) {
    check(
        cuMemcpyDtoDAsync(
            Address.device(destination), Address.device(source), bytes, stream(stream)),
        "copying " + bytes + " bytes within the device");
  }

  @Override
  public void fill(long destination, byte value, long bytes, long stream) {
    check(
        cuMemsetD8Async(Address.device(destination), value, bytes, stream(stream)),
        "filling " + bytes + " bytes");
  }

  @Override
  public long newStream() {
    CUstream stream = new CUstream();
    check(cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
    return kept(streams, Address.of(stream), stream);
  }

  @Override
  public void synchronize(long stream) {
    check(cuStreamSynchronize(stream(stream)), "cuStreamSynchronize");
  }

  @Override
  public void destroyStream(long stream) {
    check(cuStreamDestroy(taken(streams, stream, "stream")), "cuStreamDestroy");
  }

  @Override
  public long newEvent() {
    CUevent event = new CUevent();
    check(cuEventCreate(event, 0), "cuEventCreate");
    return kept(events, Address.of(event), event);
  }

  @Override
  public void record(long event, long stream) {
    check(cuEventRecord(event(event), stream(stream)), "cuEventRecord");
  }

  @Override
  public boolean isDone(long event) {
    int status = cuEventQuery(event(event));
    if (status == DriverStatus.NOT_READY) {
      return false;
    }
    check(status, "cuEventQuery");
    return true;
  }

  @Override
  public void synchronizeEvent(long event) {
    check(cuEventSynchronize(event(event)), "waiting for the device");
  }

  @Override
  public void waitFor(long stream, long event) {
    check(cuStreamWaitEvent(stream(stream), event(event), 0), "cuStreamWaitEvent");
  }

  @Override
  public long nanosBetween(long start, long end) {
    float[] milliseconds = new float[1];
    check(cuEventElapsedTime(milliseconds, event(start), event(end)), "cuEventElapsedTime");
    return Math.round(milliseconds[0] * 1e6);
  }

  @Override
  public void destroyEvent(long event) {
    check(cuEventDestroy(taken(events, event, "event")), "cuEventDestroy");
  }

  @Override
  public long loadModule(byte[] image) {
    CUmodule module = new CUmodule();
    check(cuModuleLoadData(module, image), "loading a module of " + image.length + " bytes");
    return kept(modules, Address.of(module), module);
  }

  @Override
  public void unloadModule(long module) {
    check(cuModuleUnload(taken(modules, module, "module")), "cuModuleUnload");
  }

  @Override
  public long function(long module, String kernel) {
    CUfunction function = new CUfunction();
    check(
        cuModuleGetFunction(function, known(modules, module, "module"), kernel),
        "finding kernel " + kernel);
    return kept(functions, Address.of(function), function);
  }

  @Override
  public void launch(
      long function,
      LaunchShape shape,
      MemorySegment parameters,
      boolean cooperative,
      long stream) {
    CUfunction kernel = known(functions, function, "kernel");
    Pointer arguments = Pointer.to(Address.host(parameters.address()));
    int status =
        cooperative
            ? cuLaunchCooperativeKernel(
                kernel,
                shape.blocksX(),
                shape.blocksY(),
                shape.blocksZ(),
                shape.threads(),
                1,
                1,
                shape.sharedBytes(),
                stream(stream),
                arguments)
            : cuLaunchKernel(
                kernel,
                shape.blocksX(),
                shape.blocksY(),
                shape.blocksZ(),
                shape.threads(),
                1,
                1,
                shape.sharedBytes(),
                stream(stream),
                arguments,
                null);
    check(status, "launching " + shape);
  }

  @Override
  public void launchCluster(
      long function, LaunchShape shape, MemorySegment parameters, long stream) {
    Clusters bound = clusters;
    if (bound == null) {
      bound = Clusters.of(library, name);
      clusters = bound;
    }
    bound.launch(Address.of(known(functions, function, "kernel")), shape, parameters, stream);
  }

  @Override
  public MostCluster mostCluster(LongSupplier function, int threads, int sharedBytes) {
    return Clusters.most(library, facts, name, function, threads, sharedBytes);
  }

  @Override
  public int residentBlocks(long function, int threads, int sharedBytes) {
    int[] blocks = new int[1];
    check(
        cuOccupancyMaxActiveBlocksPerMultiprocessor(
            blocks, known(functions, function, "kernel"), threads, sharedBytes),
        "asking for a kernel's occupancy");
    return blocks[0];
  }

  @Override
  public void beginCapture(long stream) {
    check(
        cuStreamBeginCapture(
            stream(stream), CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL),
        "cuStreamBeginCapture");
  }

  @Override
  public long endCapture(long stream) {
    CUgraph graph = new CUgraph();
    check(cuStreamEndCapture(stream(stream), graph), "recording a step as a graph");
    CUgraphExec executable = new CUgraphExec();
    int status = cuGraphInstantiate(executable, graph, 0);
    check(cuGraphDestroy(graph), "cuGraphDestroy");
    check(status, "cuGraphInstantiate");
    return kept(graphs, Address.of(executable), executable);
  }

  @Override
  public void launchGraph(long graph, long stream) {
    check(cuGraphLaunch(known(graphs, graph, "graph"), stream(stream)), "cuGraphLaunch");
  }

  @Override
  public void destroyGraph(long graph) {
    check(cuGraphExecDestroy(taken(graphs, graph, "graph")), "cuGraphExecDestroy");
  }

  private CUstream stream(long handle) {
    return known(streams, handle, "stream");
  }

  private CUevent event(long handle) {
    return known(events, handle, "event");
  }

  private static <T> long kept(Map<Long, T> map, long handle, T object) {
    map.put(handle, object);
    return handle;
  }

  private static <T> T known(Map<Long, T> map, long handle, String kind) {
    return Optional.ofNullable(map.get(handle)).orElseThrow(() -> unknown(handle, kind));
  }

  private static <T> T taken(Map<Long, T> map, long handle, String kind) {
    return Optional.ofNullable(map.remove(handle)).orElseThrow(() -> unknown(handle, kind));
  }

  private static IllegalStateException unknown(long handle, String kind) {
    return new IllegalStateException("there is no " + kind + " " + Long.toHexString(handle));
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    // The status is not looked at: a broken context cannot be mended by failing to leave it.
    JCudaDriver.cuDevicePrimaryCtxRelease(device);
  }
}
