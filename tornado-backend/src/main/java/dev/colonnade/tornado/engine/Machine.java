// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.engine;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.tornado.kernel.Transfers;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid3D;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task5;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.ByteArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * One execution plan of TornadoVM: three memories of fixed size that stay on the device, a graph of
 * one task for each kernel, and small arrays that travel. Used by one thread only, or TornadoVM
 * aborts the JVM.
 */
final class Machine {
  /** Elements of the arrays that travel, for little and for much data. */
  static final int[] STAGING = {1 << 10, 1 << 18};

  /** Numbers that a kernel is given. */
  static final int ARGUMENTS = 64;

  private static final String OWNER = "memory";
  private static final String TASK = "run";

  private final KernelContext context = new KernelContext();
  private final FloatArray floats;
  private final IntArray ints;
  private final ByteArray bytes;
  private final IntArray arguments = new IntArray(ARGUMENTS);
  private final List<FloatArray> floatStaging = new ArrayList<>();
  private final List<IntArray> intStaging = new ArrayList<>();
  private final List<ByteArray> byteStaging = new ArrayList<>();
  private final List<ImmutableTaskGraph> graphs = new ArrayList<>();
  private final List<WorkerGrid> grids = new ArrayList<>();
  private final GridScheduler scheduler = new GridScheduler();
  private final TornadoExecutionPlan plan;
  private final String device;
  private final int firstKernel;
  private final int[] graphOf = new int[Kernel.values().length];

  /**
   * A plan with memories of these many elements.
   *
   * @param device its id, for messages
   * @param lists whether kernels are tasks of lists, else each is launched alone
   * @param target TornadoVM's device
   * @param capacities elements of each memory
   */
  Machine(String device, boolean lists, TornadoDevice target, long[] capacities) {
    this.device = device;
    requireGroups(target);
    floats = new FloatArray(Math.toIntExact(capacities[Kind.FLOATS.ordinal()]));
    ints = new IntArray(Math.toIntExact(capacities[Kind.INTS.ordinal()]));
    bytes = new ByteArray(Math.toIntExact(capacities[Kind.BYTES.ordinal()]));
    add(
        OWNER,
        new TaskGraph(OWNER)
            .transferToDevice(DataTransferMode.FIRST_EXECUTION, floats, ints, bytes)
            .task(TASK, Transfers::own, context, floats, ints, bytes));
    for (int size : STAGING) {
      addTransfers(size);
    }
    firstKernel = graphs.size();
    if (lists) {
      for (Kernel.ListKernel kernel : Kernel.ListKernel.values()) {
        add(
            kernel.name(),
            graph(kernel.name())
                .transferToDevice(DataTransferMode.EVERY_EXECUTION, arguments)
                .task(TASK, kernel.code(), context, floats, ints, bytes, arguments)
                .transferToHost(DataTransferMode.EVERY_EXECUTION, arguments));
      }
    } else {
      for (Kernel kernel : Kernel.values()) {
        kernel.separate().ifPresent(code -> addSeparate(kernel, code));
      }
    }
    plan = new TornadoExecutionPlan(graphs.toArray(ImmutableTaskGraph[]::new));
    plan.withGridScheduler(scheduler);
    plan.withDevice(target);
    if (target.getTornadoVMBackend() == TornadoVMBackendType.OPENCL) {
      plan.withCompilerFlags(TornadoVMBackendType.OPENCL, Engine.OPENCL_FLAGS);
    }
    execute(0, OWNER, 1, 1, 1, 1);
  }

  /** A group that is too large for a device is a line on standard error, and nothing runs. */
  private void requireGroups(TornadoDevice target) {
    long most = target.getPhysicalDevice().getDeviceMaxWorkGroupSize()[0];
    if (most < Kernel.LARGEST_GROUP) {
      throw new BackendException(
          device
              + " runs groups of at most "
              + most
              + " threads, and kernels want "
              + Kernel.LARGEST_GROUP
              + "; use another device");
    }
  }

  private void addTransfers(int size) {
    FloatArray floatsHere = new FloatArray(size);
    IntArray intsHere = new IntArray(size);
    ByteArray bytesHere = new ByteArray(size);
    floatStaging.add(floatsHere);
    intStaging.add(intsHere);
    byteStaging.add(bytesHere);
    String put = "put" + size;
    String get = "get" + size;
    add(
        put + "floats",
        graph(put + "floats")
            .transferToDevice(DataTransferMode.EVERY_EXECUTION, floatsHere, arguments)
            .task(TASK, Transfers::putFloats, context, floats, floatsHere, arguments));
    add(
        put + "ints",
        graph(put + "ints")
            .transferToDevice(DataTransferMode.EVERY_EXECUTION, intsHere, arguments)
            .task(TASK, Transfers::putInts, context, ints, intsHere, arguments));
    add(
        put + "bytes",
        graph(put + "bytes")
            .transferToDevice(DataTransferMode.EVERY_EXECUTION, bytesHere, arguments)
            .task(TASK, Transfers::putBytes, context, bytes, bytesHere, arguments));
    add(
        get + "floats",
        graph(get + "floats")
            .transferToDevice(DataTransferMode.EVERY_EXECUTION, floatsHere, arguments)
            .task(TASK, Transfers::getFloats, context, floats, floatsHere, arguments)
            .transferToHost(DataTransferMode.EVERY_EXECUTION, floatsHere));
    add(
        get + "ints",
        graph(get + "ints")
            .transferToDevice(DataTransferMode.EVERY_EXECUTION, intsHere, arguments)
            .task(TASK, Transfers::getInts, context, ints, intsHere, arguments)
            .transferToHost(DataTransferMode.EVERY_EXECUTION, intsHere));
    add(
        get + "bytes",
        graph(get + "bytes")
            .transferToDevice(DataTransferMode.EVERY_EXECUTION, bytesHere, arguments)
            .task(TASK, Transfers::getBytes, context, bytes, bytesHere, arguments)
            .transferToHost(DataTransferMode.EVERY_EXECUTION, bytesHere));
  }

  private void addSeparate(
      Kernel kernel, Task5<KernelContext, FloatArray, IntArray, ByteArray, IntArray> code) {
    graphOf[kernel.ordinal()] = graphs.size();
    add(
        kernel.name(),
        graph(kernel.name())
            .transferToDevice(DataTransferMode.EVERY_EXECUTION, arguments)
            .task(TASK, code, context, floats, ints, bytes, arguments));
  }

  private TaskGraph graph(String name) {
    return new TaskGraph(name).consumeFromDevice(OWNER, floats, ints, bytes);
  }

  private void add(String name, TaskGraph graph) {
    graphs.add(graph.persistOnDevice(floats, ints, bytes).snapshot());
    WorkerGrid grid = new WorkerGrid3D(1, 1, 1);
    grid.setLocalWork(1, 1, 1);
    grids.add(grid);
    scheduler.addWorkerGrid(name + "." + TASK, grid);
  }

  private void execute(int graph, String what, long x, long y, long z, int group) {
    WorkerGrid grid = grids.get(graph);
    grid.setGlobalWork(Math.ceilDiv(x, group) * group, y, z);
    grid.setLocalWork(group, 1, 1);
    try {
      plan.withGraph(graph).execute();
    } catch (RuntimeException | LinkageError | InternalError e) {
      if (String.valueOf(e).contains("OutOfMemory")) {
        throw new OutOfDeviceMemoryException(
            device + " cannot hold the memories of the programs on it: " + e.getMessage(), e);
      }
      throw new BackendException(
          device + ": TornadoVM could not compile or run " + what + ": " + e, e);
    }
  }

  /** Runs a kernel of so many threads, rounded up to whole groups on the first axis. */
  void launch(Kernel kernel, int[] values, int count, long x, long y, long z) {
    for (int i = 0; i < count; i++) {
      arguments.set(i, values[i]);
    }
    execute(graphOf[kernel.ordinal()], "kernel " + kernel.name(), x, y, z, kernel.group());
  }

  /**
   * Runs tasks that lie in the memory of integers.
   *
   * @param patience how often a barrier looks before it gives up
   * @return whether no barrier gave up
   */
  boolean runList(Kernel.ListKernel kernel, long address, int count, int groups, int patience) {
    arguments.set(0, Math.toIntExact(address));
    arguments.set(1, count);
    arguments.set(2, groups);
    arguments.set(3, patience);
    arguments.set(8, 0);
    arguments.set(10, -1);
    arguments.set(11, 0);
    execute(firstKernel + kernel.ordinal(), "tasks of list " + kernel.name(), groups, 1, 1, 1);
    if (arguments.get(10) != count) {
      throw new BackendException(
          device
              + ": TornadoVM said nothing and ran nothing: a list of "
              + count
              + " tasks came back undone; its messages on standard error say more");
    }
    return arguments.get(11) == 0;
  }

  /** The smallest of the arrays that travel which holds so many elements, or the largest. */
  static int stagingFor(long count) {
    return count <= STAGING[0] ? 0 : 1;
  }

  /** The memory of an array that travels. */
  MemorySegment staging(Kind kind, int size) {
    return switch (kind) {
      case FLOATS -> floatStaging.get(size).getSegment();
      case INTS -> intStaging.get(size).getSegment();
      case BYTES -> byteStaging.get(size).getSegment();
    };
  }

  /** Copies what is staged to an address, or from there. */
  void transfer(Kind kind, int size, boolean toDevice, long address, int count) {
    arguments.set(0, count);
    arguments.set(1, Math.toIntExact(address));
    int graph = 1 + size * 6 + (toDevice ? 0 : 3) + kind.ordinal();
    execute(graph, "a transfer", count, 1, 1, Kernel.GROUP);
  }

  void close() {
    try {
      plan.freeDeviceMemory();
      plan.close();
    } catch (TornadoExecutionPlanException e) {
      throw new BackendException(device + ": TornadoVM could not free its memory: " + e, e);
    }
  }
}
