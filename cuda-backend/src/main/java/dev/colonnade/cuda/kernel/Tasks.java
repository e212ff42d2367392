// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.runtime.flow.Buffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A step as the list of tasks that {@code persistent.cu} runs, in levels: tasks of one level touch
 * nothing that another of it writes, so a barrier is needed only between levels.
 */
public final class Tasks {
  /** {@code sizeof(Task)} of persistent.cu. */
  private static final int TASK_BYTES = 32;

  /**
   * A launch with what it touches.
   *
   * @param launch as it would be made by itself
   * @param reads buffers it reads
   * @param writes buffers it writes, its workspaces among them
   */
  public record Access(Launch launch, Set<Buffer> reads, Set<Buffer> writes) {}

  private record Task(Access access, int level) {}

  private final List<Task> tasks;
  private final Map<String, Integer> numbers;

  private Tasks(List<Task> tasks, Map<String, Integer> numbers) {
    this.tasks = tasks;
    this.numbers = numbers;
  }

  /**
   * Sorts launches into levels.
   *
   * @param kernels names of the kernels that can be tasks, in the order of their numbers
   * @param launches in the order in which they would be given to a stream
   * @param overlaps whether two buffers share memory
   * @return empty if one of them cannot be a task
   */
  public static Optional<Tasks> of(List<String> kernels, List<Access> launches, Overlap overlaps) {
    Map<String, Integer> numbers = new HashMap<>();
    kernels.forEach(kernel -> numbers.put(kernel, numbers.size()));
    if (!launches.stream().allMatch(access -> numbers.containsKey(access.launch.kernel()))) {
      return Optional.empty();
    }
    List<Task> placed = new ArrayList<>();
    for (Access access : launches) {
      int level = 0;
      for (Task earlier : placed) {
        if (earlier.level >= level && conflict(earlier.access, access, overlaps)) {
          level = earlier.level + 1;
        }
      }
      placed.add(new Task(access, level));
    }
    List<Task> sorted = new ArrayList<>(placed);
    sorted.sort((a, b) -> Integer.compare(a.level, b.level));
    return Optional.of(new Tasks(sorted, numbers));
  }

  /** Whether two buffers share memory. */
  @FunctionalInterface
  public interface Overlap {
    /** Whether any byte belongs to both. */
    boolean of(Buffer a, Buffer b);
  }

  private static boolean conflict(Access a, Access b, Overlap overlaps) {
    return touches(a.writes, b.writes, overlaps)
        || touches(a.writes, b.reads, overlaps)
        || touches(a.reads, b.writes, overlaps);
  }

  private static boolean touches(Set<Buffer> some, Set<Buffer> others, Overlap overlaps) {
    for (Buffer a : some) {
      for (Buffer b : others) {
        if (overlaps.of(a, b)) {
          return true;
        }
      }
    }
    return false;
  }

  /** How many tasks a step has. */
  public int count() {
    return tasks.size();
  }

  /** How many barriers a step has. */
  public int levels() {
    return tasks.isEmpty() ? 0 : tasks.getLast().level + 1;
  }

  /** Blocks of the widest task: more than that would only wait. */
  public long mostBlocks() {
    long most = 1;
    for (Task task : tasks) {
      most = Math.max(most, blocks(task));
    }
    return most;
  }

  private static long blocks(Task task) {
    var shape = task.access.launch.shape();
    return (long) shape.blocksX() * shape.blocksY() * shape.blocksZ();
  }

  /** Whether every task's blocks can be counted in 32 bits. */
  public boolean fits() {
    return mostBlocks() <= Integer.MAX_VALUE;
  }

  /** Bytes of the list with all parameters. */
  public long byteSize() {
    long bytes = (long) TASK_BYTES * tasks.size();
    for (Task task : tasks) {
      bytes = aligned(bytes) + task.access.launch.parameters().byteSize();
    }
    return aligned(bytes);
  }

  private static long aligned(long bytes) {
    return Math.ceilDiv(bytes, 16) * 16;
  }

  /**
   * Writes the list.
   *
   * @param target host memory of {@link #byteSize} bytes
   * @param address where it will lie on the device
   */
  public void write(MemorySegment target, long address, Addresses addresses) {
    long next = (long) TASK_BYTES * tasks.size();
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      Launch launch = task.access.launch;
      next = aligned(next);
      long at = (long) TASK_BYTES * i;
      boolean last = i + 1 == tasks.size() || tasks.get(i + 1).level != task.level;
      target.set(ValueLayout.JAVA_LONG, at, address + next);
      target.set(ValueLayout.JAVA_INT, at + 8, launch.shape().blocksX());
      target.set(ValueLayout.JAVA_INT, at + 12, launch.shape().blocksY());
      target.set(ValueLayout.JAVA_INT, at + 16, launch.shape().blocksZ());
      target.set(ValueLayout.JAVA_INT, at + 20, launch.shape().threads());
      target.set(ValueLayout.JAVA_INT, at + 24, number(launch));
      target.set(ValueLayout.JAVA_INT, at + 28, last ? 1 : 0);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment parameters = launch.parameters().bind(addresses, arena);
        MemorySegment.copy(parameters, 0, target, next, parameters.byteSize());
        next += parameters.byteSize();
      }
    }
  }

  private int number(Launch launch) {
    return Optional.ofNullable(numbers.get(launch.kernel()))
        .orElseThrow(() -> new IllegalStateException(launch.kernel() + " is no task"));
  }
}
