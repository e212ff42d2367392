// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.driver;

import java.lang.foreign.MemorySegment;
import java.util.function.LongSupplier;

/**
 * A device's context and everything done in it. One thread at a time; {@link #enter} binds it to
 * the calling thread and comes first in every operation of a session, which may change threads.
 *
 * <p>All methods throw an {@link dev.colonnade.core.backend.OutOfDeviceMemoryException} where
 * memory is short, a {@link dev.colonnade.core.backend.DeviceLostException} where the context is
 * broken (an error that sticks, such as an illegal address in a kernel), and another {@link
 * dev.colonnade.core.backend.BackendException} otherwise.
 */
public interface Context extends AutoCloseable {
  /** Binds this context to the calling thread. */
  void enter();

  /** Takes device memory, aligned for every kernel (256 bytes). */
  long allocate(long bytes);

  /** Gives device memory back. */
  void free(long address);

  /** Bytes of device memory that nobody uses now. */
  long freeBytes();

  /** Takes page-locked host memory, from which copies run beside kernels. */
  MemorySegment allocateHost(long bytes);

  /** Gives page-locked memory back. */
  void freeHost(MemorySegment segment);

  /** Copies to the device, in the order of the stream. */
  void copyToDevice(long destination, MemorySegment source, long stream);

  /** Copies to the host, in the order of the stream. */
  void copyToHost(MemorySegment destination, long source, long stream);

  /** Copies within the device, in the order of the stream. */
  void copyOnDevice(long destination, long source, long bytes, long stream);

  /** Sets bytes, in the order of the stream. */
  void fill(long destination, byte value, long bytes, long stream);

  /** A new stream that does not wait for the default one. */
  long newStream();

  /** Waits until all that was given to a stream is done. */
  void synchronize(long stream);

  /** Ends a stream. */
  void destroyStream(long stream);

  /** A new event with a clock. */
  long newEvent();

  /** Puts an event behind what a stream was given so far. */
  void record(long event, long stream);

  /** Whether all in front of an event is done. */
  boolean isDone(long event);

  /** Waits until all in front of an event is done. */
  void synchronizeEvent(long event);

  /** Makes a stream wait for an event. */
  void waitFor(long stream, long event);

  /** Time between two events that are done, in nanoseconds (the clock ticks every 0.5 us). */
  long nanosBetween(long start, long end);

  /** Ends an event. */
  void destroyEvent(long event);

  /** Loads a compiled module. */
  long loadModule(byte[] image);

  /** Ends a module; nothing of it may be running. */
  void unloadModule(long module);

  /** A kernel of a module. */
  long function(long module, String name);

  /**
   * Launches a kernel.
   *
   * @param parameters the one structure that all our kernels take, by value; native memory
   * @param cooperative whether all blocks must be resident at once, to wait for each other
   */
  void launch(
      long function, LaunchShape shape, MemorySegment parameters, boolean cooperative, long stream);

  /**
   * Launches a kernel whose blocks, all along x, are one thread-block cluster.
   *
   * @param parameters as for {@link #launch}
   */
  void launchCluster(long function, LaunchShape shape, MemorySegment parameters, long stream);

  /**
   * The largest cluster that a kernel can be launched as.
   *
   * @param function gives the kernel; called only where there are clusters at all
   */
  MostCluster mostCluster(LongSupplier function, int threads, int sharedBytes);

  /** Blocks of a kernel that fit on one multiprocessor at once. */
  int residentBlocks(long function, int threads, int sharedBytes);

  /** From now on what the stream is given is recorded instead of run. */
  void beginCapture(long stream);

  /** Ends recording and makes the record launchable. */
  long endCapture(long stream);

  /** Runs a record. */
  void launchGraph(long graph, long stream);

  /** Ends a record. */
  void destroyGraph(long graph);

  /** Releases the context. Does not throw for a lost device. */
  @Override
  void close();
}
