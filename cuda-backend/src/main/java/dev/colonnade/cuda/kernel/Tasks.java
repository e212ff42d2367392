// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.runtime.flow.Buffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A step as the list of tasks that {@code persistent.cu} runs, in levels: a barrier stands between
 * levels. Tasks of one level touch nothing that another of it writes, with one exception: tasks of
 * a single block that follow each other form a chain, which one block runs from end to end.
 */
public final class Tasks {
  /** {@code sizeof(Task)} of persistent.cu. */
  private static final int TASK_BYTES = 40;

  private static final long MOST_STARTS = 1L << 30;

  /** {@code Then} of persistent.cu: what comes behind a task. */
  private static final int INDEPENDENT = 0;

  private static final int BARRIER = 1;
  private static final int SAME_BLOCK = 2;

  /**
   * A launch with what it touches.
   *
   * @param launch as it would be made by itself
   * @param reads buffers it reads
   * @param writes buffers it writes, its workspaces among them
   * @param macs multiply-accumulates of it
   */
  public record Access(Launch launch, Set<Buffer> reads, Set<Buffer> writes, long macs) {}

  /**
   * A task with its place.
   *
   * @param chain tasks of one level and chain run in one block, one after the other
   * @param start block of the grid that takes the first of its blocks
   */
  private record Task(Access access, int level, int chain, int start) {}

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
    List<List<Integer>> waits = waits(launches, overlaps);
    int[] behind = behind(launches, waits);
    // First as short as can be, then with what has time out of the way.
    int last = place(launches, waits, behind, 0).stream().mapToInt(Task::level).max().orElse(0);
    return Optional.of(new Tasks(spread(place(launches, waits, behind, last)), numbers));
  }

  /** For each launch those in front of it that it must wait for. */
  private static List<List<Integer>> waits(List<Access> launches, Overlap overlaps) {
    List<List<Integer>> waits = new ArrayList<>();
    for (int i = 0; i < launches.size(); i++) {
      List<Integer> own = new ArrayList<>();
      for (int earlier = 0; earlier < i; earlier++) {
        if (conflict(launches.get(earlier), launches.get(i), overlaps)) {
          own.add(earlier);
        }
      }
      waits.add(own);
    }
    return waits;
  }

  /** For each launch how many levels there are at least behind its own. */
  private static int[] behind(List<Access> launches, List<List<Integer>> waits) {
    int[] behind = new int[launches.size()];
    for (int i = behind.length - 1; i >= 0; i--) {
      for (int earlier : waits.get(i)) {
        int levels = behind[i] + (canChain(launches.get(earlier), launches.get(i)) ? 0 : 1);
        behind[earlier] = Math.max(behind[earlier], levels);
      }
    }
    return behind;
  }

  private static boolean canChain(Access first, Access second) {
    return blocks(first) == 1 && blocks(second) == 1;
  }

  /**
   * Puts each launch into the first level behind all that it must wait for, or into a chain of that
   * level if that saves a barrier. A launch that has time until the last level waits for the next
   * one instead: a chain is as long as all its tasks together, and the level waits for it.
   */
  private static List<Task> place(
      List<Access> launches, List<List<Integer>> waits, int[] behind, int last) {
    List<Task> placed = new ArrayList<>();
    for (int i = 0; i < launches.size(); i++) {
      placed.add(place(launches.get(i), i, waits.get(i), placed, last - behind[i]));
    }
    return placed;
  }

  private static Task place(
      Access access, int index, List<Integer> waits, List<Task> placed, int latest) {
    int level = 0;
    int chainedLevel = -1;
    Set<Integer> chains = new HashSet<>();
    for (int wait : waits) {
      Task earlier = placed.get(wait);
      if (!canChain(earlier.access, access)) {
        level = Math.max(level, earlier.level + 1);
      } else if (earlier.level >= chainedLevel) {
        if (earlier.level > chainedLevel) {
          chains.clear();
          chainedLevel = earlier.level;
        }
        chains.add(earlier.chain);
      }
    }
    if (chainedLevel < level) {
      return new Task(access, level, index, 0);
    }
    if (chainedLevel < latest) {
      return new Task(access, chainedLevel + 1, index, 0);
    }
    // What waits for several chains of a level makes them one.
    int joined = Collections.min(chains);
    for (int i = 0; i < placed.size(); i++) {
      Task each = placed.get(i);
      if (each.level == chainedLevel && chains.contains(each.chain)) {
        placed.set(i, new Task(each.access, each.level, joined, 0));
      }
    }
    return new Task(access, chainedLevel, joined, 0);
  }

  /** Puts tasks in the order of the list, and side by side over the blocks of the grid. */
  private static List<Task> spread(List<Task> placed) {
    List<Task> sorted = new ArrayList<>(placed);
    sorted.sort(Comparator.comparingInt(Task::level).thenComparingInt(Task::chain));
    List<Task> spread = new ArrayList<>();
    long next = 0;
    for (int i = 0; i < sorted.size(); i++) {
      Task task = sorted.get(i);
      boolean sameLevel = i > 0 && sorted.get(i - 1).level == task.level;
      if (sameLevel && sorted.get(i - 1).chain == task.chain) {
        spread.add(new Task(task.access, task.level, task.chain, spread.get(i - 1).start));
        continue;
      }
      long start = sameLevel ? next : 0;
      // The grid is far smaller; only the remainder of a division by its size matters.
      spread.add(new Task(task.access, task.level, task.chain, (int) (start % MOST_STARTS)));
      next = start + blocks(task.access);
    }
    return spread;
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

  /** A line for each level: its kernels with their blocks, and its multiply-accumulates. */
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (int level = 0; level < levels(); level++) {
      int number = level;
      List<Task> members = tasks.stream().filter(task -> task.level == number).toList();
      String kernels =
          members.stream()
              .map(task -> task.access.launch.kernel() + " x " + blocks(task.access))
              .collect(Collectors.joining(", "));
      long macs = members.stream().mapToLong(task -> task.access.macs).sum();
      lines.add(
          "level "
              + (level + 1)
              + ": blocks of "
              + kernels
              + (macs == 0 ? "" : "; " + macs + " multiply-accumulates"));
    }
    return lines;
  }

  /** Blocks of the widest task: more than that would only wait. */
  public long mostBlocks() {
    long most = 1;
    for (Task task : tasks) {
      most = Math.max(most, blocks(task.access));
    }
    return most;
  }

  private static long blocks(Access access) {
    var shape = access.launch.shape();
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
   */
  public void write(MemorySegment target, Addresses addresses) {
    long next = (long) TASK_BYTES * tasks.size();
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      Launch launch = task.access.launch;
      next = aligned(next);
      long at = (long) TASK_BYTES * i;
      target.set(ValueLayout.JAVA_LONG, at, next);
      target.set(ValueLayout.JAVA_INT, at + 8, launch.shape().blocksX());
      target.set(ValueLayout.JAVA_INT, at + 12, launch.shape().blocksY());
      target.set(ValueLayout.JAVA_INT, at + 16, launch.shape().blocksZ());
      target.set(ValueLayout.JAVA_INT, at + 20, launch.shape().threads());
      target.set(ValueLayout.JAVA_INT, at + 24, number(launch));
      target.set(ValueLayout.JAVA_INT, at + 28, task.start);
      target.set(ValueLayout.JAVA_INT, at + 32, then(i));
      target.set(ValueLayout.JAVA_INT, at + 36, 0);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment parameters = launch.parameters().bind(addresses, arena);
        MemorySegment.copy(parameters, 0, target, next, parameters.byteSize());
        next += parameters.byteSize();
      }
    }
  }

  private int then(int index) {
    Task task = tasks.get(index);
    if (index + 1 == tasks.size() || tasks.get(index + 1).level != task.level) {
      return BARRIER;
    }
    return tasks.get(index + 1).chain == task.chain ? SAME_BLOCK : INDEPENDENT;
  }

  private int number(Launch launch) {
    return Optional.ofNullable(numbers.get(launch.kernel()))
        .orElseThrow(() -> new IllegalStateException(launch.kernel() + " is no task"));
  }
}
