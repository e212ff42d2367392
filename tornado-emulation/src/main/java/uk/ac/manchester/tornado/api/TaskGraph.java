// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task4;
import uk.ac.manchester.tornado.api.common.TornadoFunctions.Task5;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.types.arrays.DeviceCopies;

/** Transfers and kernels in the order in which they are to run. */
public class TaskGraph {
  private static final Set<Integer> MODES =
      Set.of(
          DataTransferMode.FIRST_EXECUTION,
          DataTransferMode.EVERY_EXECUTION,
          DataTransferMode.UNDER_DEMAND);

  private record Task(
      String id, Function<Function<Object, Object>, Consumer<KernelContext>> code) {}

  private final String name;
  private final List<Object> first = new ArrayList<>();
  private final List<Object> every = new ArrayList<>();
  private final List<Object> consumed = new ArrayList<>();
  private final List<Object> returned = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  /** An empty graph. */
  public TaskGraph(String name) {
    this.name = name;
  }

  /** Transfers arrays to the device. */
  public TaskGraph transferToDevice(int mode, Object... objects) {
    requireMode(mode);
    (mode == DataTransferMode.FIRST_EXECUTION ? first : every).addAll(Arrays.asList(objects));
    return this;
  }

  /** Uses arrays that another graph of the plan left on the device. */
  public TaskGraph consumeFromDevice(String uniqueTaskGraphName, Object... objects) {
    consumed.addAll(Arrays.asList(objects));
    return this;
  }

  /** Transfers arrays back. */
  public TaskGraph transferToHost(int mode, Object... objects) {
    requireMode(mode);
    if (mode == DataTransferMode.EVERY_EXECUTION) {
      returned.addAll(Arrays.asList(objects));
    }
    return this;
  }

  /** Leaves arrays on the device. */
  public TaskGraph persistOnDevice(Object... objects) {
    return this;
  }

  /** Adds a kernel. */
  @SuppressWarnings("unchecked")
  public <T1, T2, T3, T4> TaskGraph task(
      String id, Task4<T1, T2, T3, T4> code, T1 arg1, T2 arg2, T3 arg3, T4 arg4) {
    return add(
        id,
        device -> {
          T2 second = (T2) device.apply(arg2);
          T3 third = (T3) device.apply(arg3);
          T4 fourth = (T4) device.apply(arg4);
          return context -> code.apply((T1) context, second, third, fourth);
        });
  }

  /** Adds a kernel. */
  @SuppressWarnings("unchecked")
  public <T1, T2, T3, T4, T5> TaskGraph task(
      String id, Task5<T1, T2, T3, T4, T5> code, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5) {
    return add(
        id,
        device -> {
          T2 second = (T2) device.apply(arg2);
          T3 third = (T3) device.apply(arg3);
          T4 fourth = (T4) device.apply(arg4);
          T5 fifth = (T5) device.apply(arg5);
          return context -> code.apply((T1) context, second, third, fourth, fifth);
        });
  }

  /** As it is now. */
  public ImmutableTaskGraph snapshot() {
    return new ImmutableTaskGraph(this);
  }

  private TaskGraph add(
      String id, Function<Function<Object, Object>, Consumer<KernelContext>> code) {
    if (!ids.add(id)) {
      throw new IllegalArgumentException("two tasks of graph " + name + " are called " + id);
    }
    tasks.add(new Task(id, code));
    return this;
  }

  private static void requireMode(int mode) {
    if (!MODES.contains(mode)) {
      throw new IllegalArgumentException("transfer mode " + mode);
    }
  }

  /** Runs it. */
  void execute(DeviceCopies device, GridScheduler grids) {
    for (Object array : first) {
      if (!device.holds(array)) {
        device.upload(array);
      }
    }
    every.forEach(device::upload);
    for (Object array : consumed) {
      if (!device.holds(array)) {
        throw new IllegalStateException("graph " + name + " consumes what no graph has left");
      }
    }
    for (Task task : tasks) {
      Launch.run(grids.get(name + "." + task.id), task.code.apply(device::of));
    }
    returned.forEach(device::download);
  }
}
