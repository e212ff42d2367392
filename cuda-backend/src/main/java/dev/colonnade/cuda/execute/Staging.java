// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.cuda.driver.Context;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Two slots of page-locked memory with their twins on the device, taken in turn: while the kernels
 * work on one the host fills the other. Copies have streams of their own.
 */
public final class Staging {
  /** Small submissions need no more; larger entries make the slots grow when they are compiled. */
  private static final long SMALLEST = 1 << 20;

  /** Bytes for header and table of places. */
  static final int CONTROL_BYTES = 1 << 16;

  /** One of the two. */
  public final class Slot {
    private final MemorySegment hostFeeds;
    private final MemorySegment hostOutputs;
    private final MemorySegment hostControl;
    private final long feeds;
    private final long outputs;
    private final long control;
    private final long uploaded;
    private final long computed;
    private final long done;
    private Optional<Runnable> whenDone = Optional.empty();

    Slot(long bytes) {
      hostFeeds = context.allocateHost(bytes);
      hostOutputs = context.allocateHost(bytes);
      hostControl = context.allocateHost(CONTROL_BYTES);
      feeds = memory.allocate(bytes, "staged feeds");
      outputs = memory.allocate(bytes, "staged outputs");
      control = memory.allocate(CONTROL_BYTES, "a table of staged tensors");
      uploaded = context.newEvent();
      computed = context.newEvent();
      done = context.newEvent();
    }

    MemorySegment hostFeeds() {
      return hostFeeds;
    }

    MemorySegment hostOutputs() {
      return hostOutputs;
    }

    MemorySegment hostControl() {
      return hostControl;
    }

    long feeds() {
      return feeds;
    }

    long outputs() {
      return outputs;
    }

    /** Starts the copies to the device and makes the compute stream wait for them. */
    void upload(long feedBytes, long controlBytes, long destination) {
      if (feedBytes > 0) {
        context.copyToDevice(feeds, hostFeeds.asSlice(0, feedBytes), uploads);
      }
      context.copyToDevice(control, hostControl.asSlice(0, controlBytes), uploads);
      context.record(uploaded, uploads);
      context.waitFor(compute, uploaded);
      // The recorded kernels read one fixed address, which the steps before may still be reading.
      context.copyOnDevice(destination, control, controlBytes, compute);
    }

    /** Starts the copy of outputs; {@code action} runs on the host once they are there. */
    void download(long bytes, Runnable action) {
      context.record(computed, compute);
      context.waitFor(downloads, computed);
      if (bytes > 0) {
        context.copyToHost(hostOutputs.asSlice(0, bytes), outputs, downloads);
      }
      context.record(done, downloads);
      whenDone = Optional.of(action);
      inFlight.add(this);
    }

    private boolean isDone() {
      return context.isDone(done);
    }

    private void retire() {
      context.synchronizeEvent(done);
      Runnable action = whenDone.orElse(() -> {});
      whenDone = Optional.empty();
      action.run();
    }

    private void free() {
      context.freeHost(hostFeeds);
      context.freeHost(hostOutputs);
      context.freeHost(hostControl);
      memory.free(feeds);
      memory.free(outputs);
      memory.free(control);
      context.destroyEvent(uploaded);
      context.destroyEvent(computed);
      context.destroyEvent(done);
    }
  }

  private final Context context;
  private final DeviceMemory memory;
  private final long compute;
  private final long uploads;
  private final long downloads;
  private final Deque<Slot> idle = new ArrayDeque<>();
  private final Deque<Slot> inFlight = new ArrayDeque<>();
  private long capacity;

  /** Without slots: the first executable brings them. */
  public Staging(Context context, DeviceMemory memory) {
    this.context = context;
    this.memory = memory;
    compute = context.newStream();
    uploads = context.newStream();
    downloads = context.newStream();
  }

  /** The stream on which kernels run. */
  public long compute() {
    return compute;
  }

  /** Bytes of a slot. */
  public long capacity() {
    return capacity;
  }

  /** Makes slots of at least this size; waits for those in use. */
  public void ensure(long bytes) {
    if (capacity >= Math.max(bytes, SMALLEST)) {
      return;
    }
    drain();
    free();
    long wanted = Math.max(bytes, SMALLEST);
    idle.add(new Slot(wanted));
    idle.add(new Slot(wanted));
    capacity = wanted;
  }

  /** A slot that nobody uses; waits for the older of the two if need be. */
  public Slot take() {
    if (idle.isEmpty()) {
      retireOldest();
    }
    return idle.remove();
  }

  /** Takes back a slot that was not used after all. */
  void giveBack(Slot slot) {
    idle.add(slot);
  }

  /** Waits for the oldest run of steps. */
  public void retireOldest() {
    Slot slot = inFlight.remove();
    idle.add(slot);
    slot.retire();
  }

  /** Takes note of what is done, without waiting. */
  public void retireDone() {
    while (!inFlight.isEmpty() && inFlight.element().isDone()) {
      retireOldest();
    }
  }

  /** Whether anything is under way. */
  public boolean isBusy() {
    return !inFlight.isEmpty();
  }

  /** Waits for all that was submitted. */
  public void drain() {
    while (!inFlight.isEmpty()) {
      retireOldest();
    }
    context.synchronize(compute);
  }

  /** Copies host memory of any kind to the device, after all that was submitted. */
  public void upload(long destination, MemorySegment source) {
    drain();
    Slot slot = take();
    try {
      for (long at = 0; at < source.byteSize(); at += capacity) {
        long piece = Math.min(capacity, source.byteSize() - at);
        MemorySegment.copy(source, at, slot.hostFeeds, 0, piece);
        context.copyToDevice(destination + at, slot.hostFeeds.asSlice(0, piece), compute);
        context.synchronize(compute);
      }
    } finally {
      idle.add(slot);
    }
  }

  /** Copies device memory to host memory of any kind, after all that was submitted. */
  public void download(MemorySegment destination, long source) {
    drain();
    Slot slot = take();
    try {
      for (long at = 0; at < destination.byteSize(); at += capacity) {
        long piece = Math.min(capacity, destination.byteSize() - at);
        context.copyToHost(slot.hostOutputs.asSlice(0, piece), source + at, compute);
        context.synchronize(compute);
        MemorySegment.copy(slot.hostOutputs, 0, destination, at, piece);
      }
    } finally {
      idle.add(slot);
    }
  }

  /** Forgets what is under way: the device is gone. */
  public void abandon() {
    inFlight.clear();
    idle.clear();
    capacity = 0;
  }

  /** Frees the slots until {@link #ensure} is called again; waits for those in use. */
  public void release() {
    drain();
    free();
  }

  private void free() {
    idle.forEach(Slot::free);
    idle.clear();
    capacity = 0;
  }

  /** Ends slots and streams; all must be done. */
  public void close() {
    free();
    context.destroyStream(compute);
    context.destroyStream(uploads);
    context.destroyStream(downloads);
  }
}
