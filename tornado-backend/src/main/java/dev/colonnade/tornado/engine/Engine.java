// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.engine;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/**
 * A device's memories and compiled kernels, which all sessions of this JVM share: TornadoVM takes
 * from 0.1 to 2 seconds to compile a kernel, so none is compiled for one program alone. Everything
 * that touches TornadoVM runs on the engine's one thread.
 *
 * <p>When the memories are too small they are made anew and larger, their contents carried over;
 * the kernels are then compiled again, so {@link #reserve} tells beforehand what will be wanted.
 */
public final class Engine {
  /**
   * Options of OpenCL's compiler. TornadoVM's own default has {@code -cl-fast-relaxed-math}, which
   * denies NaN and infinity; fusing a product with a sum is allowed in strict fp32.
   */
  public static final String OPENCL_FLAGS = "-cl-mad-enable";

  /** TornadoVM's arrays count their bytes, header included, and their elements with ints. */
  private static final long LARGEST = (1L << 31) - 4096;

  /** TornadoVM's property of whether it falls back to sequential Java. */
  public static final String BAILOUT = "tornado.recover.bailout";

  /** How often a barrier looks when it is tried out; some hundred milliseconds. */
  private static final int TRYING = 1 << 24;

  private static final long[] SMALLEST = {4L << 20, 1L << 20, 4L << 20};

  private final String id;
  private final TornadoDevice target;
  private final ExecutorService thread;
  private final Map<Kind, FreeList> free = new HashMap<>();
  private final Set<Block> live = new HashSet<>();
  private Optional<Machine> machine = Optional.empty();
  private long growths;
  private final boolean lists;
  private final TaskList list = new TaskList();
  private Optional<Kernel.ListKernel> listKernel = Optional.empty();
  private int workers = 1;
  private OptionalLong taskBlock = OptionalLong.empty();

  /**
   * For a device of TornadoVM's; nothing happens on it before the first call.
   *
   * @param lists whether many kernels run in one launch, as tasks of a list, by a thread for each
   *     core; else each is launched by itself with a thread for each element
   */
  public Engine(String id, TornadoDevice target, boolean lists) {
    this.id = id;
    this.target = target;
    this.lists = lists;
    for (Kind kind : Kind.values()) {
      free.put(kind, new FreeList());
    }
    if (lists) {
      list(Kind.INTS).growTo(SMALLEST[Kind.INTS.ordinal()]);
      taskBlock =
          OptionalLong.of(list(Kind.INTS).take((long) TaskList.MOST * TaskList.TASK).orElseThrow());
    }
    thread =
        Executors.newSingleThreadExecutor(task -> {
          Thread created = new Thread(task, "colonnade " + id);
          created.setDaemon(true);
          return created;
        });
  }

  /** Runs something on the engine's thread, behind what was given to it before. */
  public <T> Future<T> submit(Callable<T> work) {
    return thread.submit(work);
  }

  /** Runs something on the engine's thread and waits for it. */
  public <T> T call(Callable<T> work) {
    return await(submit(work));
  }

  /** As {@link #call}, without a result. */
  public void run(Runnable work) {
    call(() -> {
      work.run();
      return true;
    });
  }

  /** Waits for what {@link #submit} gave, and throws what was thrown there. */
  public static <T> T await(Future<T> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new BackendException("work on a device failed: " + e, e);
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private FreeList list(Kind kind) {
    return Optional.ofNullable(free.get(kind)).orElseThrow();
  }

  /** How often the memories were made anew. */
  public long growths() {
    return growths;
  }

  /** Sees to it that blocks of so many elements, by kind, can be taken without growing. */
  public void reserve(Map<Kind, Long> counts) {
    boolean all =
        counts.entrySet().stream().allMatch(want -> list(want.getKey()).fits(want.getValue()));
    if (!all || machine.isEmpty()) {
      grow(counts);
    }
  }

  /** Takes a block; its contents are undefined. */
  public Block allocate(Kind kind, long count) {
    OptionalLong offset = list(kind).take(count);
    if (offset.isEmpty()) {
      grow(Map.of(kind, count));
      offset = list(kind).take(count);
    }
    Block block = new Block(kind, offset.orElseThrow(), count);
    live.add(block);
    return block;
  }

  /** Gives a block back. */
  public void release(Block block) {
    if (live.remove(block)) {
      list(block.kind()).release(block.offset(), block.count());
    }
  }

  private void grow(Map<Kind, Long> counts) {
    Map<Block, MemorySegment> contents = new HashMap<>();
    if (machine.isPresent()) {
      for (Block block : live) {
        MemorySegment copy = MemorySegment.ofArray(new byte[Math.toIntExact(block.byteSize())]);
        download(block.kind(), block.offset(), copy, block.count());
        contents.put(block, copy);
      }
    }
    long[] capacities = new long[Kind.values().length];
    for (Kind kind : Kind.values()) {
      FreeList list = list(kind);
      long wanted = Optional.ofNullable(counts.get(kind)).orElse(0L);
      long capacity = Math.max(list.capacity(), SMALLEST[kind.ordinal()]);
      if (!list.fits(wanted)) {
        long needed = list.capacity() - list.freeAtTheEnd() + FreeList.rounded(wanted);
        capacity = Math.max(capacity, FreeList.rounded(needed + needed / 4));
      }
      if (capacity * kind.byteSize() > LARGEST) {
        throw new OutOfDeviceMemoryException(
            id
                + " would need "
                + capacity * kind.byteSize()
                + " bytes in one memory, more than TornadoVM's arrays hold (2^31); use a smaller"
                + " batch, net or data set");
      }
      capacities[kind.ordinal()] = capacity;
    }
    machine.ifPresent(Machine::close);
    machine = Optional.empty();
    requireNoFallBack();
    machine = Optional.of(new Machine(id, lists, target, capacities));
    growths++;
    for (Kind kind : Kind.values()) {
      FreeList list = list(kind);
      if (capacities[kind.ordinal()] > list.capacity()) {
        list.growTo(capacities[kind.ordinal()]);
      }
    }
    contents.forEach((block, copy) -> upload(block.kind(), block.offset(), copy, block.count()));
    list.forget();
    if (lists && workers == 1) {
      workers = groupsThatRunAtOnce();
    }
  }

  /** TornadoVM runs what it cannot compile as sequential Java, unless told not to. */
  private static void requireNoFallBack() {
    boolean real = "tornado.api".equals(TornadoDevice.class.getModule().getName());
    if (real && !"false".equals(System.getProperty(BAILOUT))) {
      throw new BackendException(
          "TornadoVM may run kernels as sequential Java in this JVM; start it with -D"
              + BAILOUT
              + "=false, as commands of colonnade do by themselves");
    }
  }

  private Machine machine() {
    if (machine.isEmpty()) {
      grow(Map.of());
    }
    return machine.orElseThrow();
  }

  /** Groups that run at once: a barrier of groups waits for ever where some wait to begin. */
  private int groupsThatRunAtOnce() {
    int cores = target.getPhysicalDevice().getDeviceMaxComputeUnits();
    if (cores < 2) {
      return 1;
    }
    list.addBarrier();
    send();
    boolean passed =
        machine().runList(Kernel.ListKernel.COMMON, taskBlock.orElseThrow(), 1, cores, TRYING);
    list.clear();
    return passed ? cores : 1;
  }

  /** Whether kernels are tasks of lists. */
  public boolean runsLists() {
    return lists;
  }

  /** Runs a kernel with the first {@code count} of these arguments, at the latest when flushed. */
  public void launch(Kernel kernel, int[] arguments, int count, long x, long y, long z) {
    launch(kernel, arguments, count, x, y, z, Long.MAX_VALUE, true);
  }

  /**
   * Runs a kernel behind those before it, at the latest when flushed.
   *
   * @param operations how much work it is, roughly
   * @param waits whether it depends on one since the last that did
   */
  public void launch(
      Kernel kernel,
      int[] arguments,
      int count,
      long x,
      long y,
      long z,
      long operations,
      boolean waits) {
    if (!lists) {
      machine().launch(kernel, arguments, count, x, y, z);
      return;
    }
    Optional<Kernel.ListKernel> runsIn = kernel.list();
    if (runsIn.isEmpty()) {
      throw new IllegalStateException(kernel + " is no task of a list");
    }
    if (!runsIn.equals(listKernel) || list.count() == TaskList.MOST) {
      flush();
    }
    listKernel = runsIn;
    list.add(kernel, arguments, count, x, y, z, operations, waits, workers);
  }

  /** Runs what is still to be run; results are there, and mistakes known, when it returns. */
  public void flush() {
    if (list.count() == 0) {
      return;
    }
    try {
      send();
      boolean passed =
          machine()
              .runList(
                  listKernel.orElseThrow(),
                  taskBlock.orElseThrow(),
                  list.count(),
                  list.isDivided() ? workers : 1,
                  Integer.MAX_VALUE - 1);
      if (!passed) {
        throw new BackendException(
            id + ": threads waited in vain for each other; is the machine very busy? Try again");
      }
    } finally {
      list.clear();
    }
  }

  /** Copies the list of tasks to the device, unless it is there. */
  private void send() {
    if (!list.isHeld()) {
      transferTo(
          Kind.INTS,
          taskBlock.orElseThrow(),
          MemorySegment.ofArray(list.tasks()),
          (long) list.count() * TaskList.TASK);
    }
  }

  /** Copies elements on the device. */
  public void copy(Kind kind, long from, long to, long count) {
    Kernel kernel =
        switch (kind) {
          case FLOATS -> Kernel.MOVE_FLOATS;
          case INTS -> Kernel.MOVE_INTS;
          case BYTES -> Kernel.MOVE_BYTES;
        };
    int[] arguments = new int[25];
    arguments[0] = Math.toIntExact(count);
    arguments[1] = Math.toIntExact(from);
    arguments[2] = Math.toIntExact(to);
    arguments[3] = 1;
    arguments[8] = arguments[0];
    arguments[16] = 1;
    arguments[24] = 1;
    launch(kernel, arguments, arguments.length, count, 1, 1);
    flush();
  }

  /** Copies elements to the device. */
  public void upload(Kind kind, long address, MemorySegment from, long count) {
    flush();
    transferTo(kind, address, from, count);
  }

  private void transferTo(Kind kind, long address, MemorySegment from, long count) {
    Machine running = machine();
    for (long done = 0; done < count; ) {
      int size = Machine.stagingFor(count - done);
      int now = (int) Math.min(count - done, Machine.STAGING[size]);
      MemorySegment.copy(
          from,
          done * kind.byteSize(),
          running.staging(kind, size),
          0,
          (long) now * kind.byteSize());
      running.transfer(kind, size, true, address + done, now);
      done += now;
    }
  }

  /** Copies elements from the device. */
  public void download(Kind kind, long address, MemorySegment to, long count) {
    flush();
    Machine running = machine();
    for (long done = 0; done < count; ) {
      int size = Machine.stagingFor(count - done);
      int now = (int) Math.min(count - done, Machine.STAGING[size]);
      running.transfer(kind, size, false, address + done, now);
      MemorySegment.copy(
          running.staging(kind, size), 0, to, done * kind.byteSize(), (long) now * kind.byteSize());
      done += now;
    }
  }
}
