// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.engine;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The free stretches of one memory: first fit, neighbours joined. */
final class FreeList {
  /** Blocks begin at multiples of this many elements. */
  static final int ALIGNMENT = 64;

  private final TreeMap<Long, Long> free = new TreeMap<>();
  private long capacity;

  /**
   * A list that begins behind the first elements, which belong to the graph that owns the memory.
   */
  FreeList() {
    capacity = ALIGNMENT;
  }

  long capacity() {
    return capacity;
  }

  /** Adds room at the end. */
  void growTo(long larger) {
    release(capacity, larger - capacity);
    capacity = larger;
  }

  /** Elements at the end that are free. */
  long freeAtTheEnd() {
    Map.Entry<Long, Long> last = free.lastEntry();
    return last != null && last.getKey() + last.getValue() == capacity ? last.getValue() : 0;
  }

  /** Whether a block of so many elements can be taken. */
  boolean fits(long count) {
    return free.values().stream().anyMatch(length -> length >= rounded(count));
  }

  OptionalLong take(long count) {
    long wanted = rounded(count);
    OptionalLong found =
        free.entrySet().stream()
            .filter(stretch -> stretch.getValue() >= wanted)
            .mapToLong(Map.Entry::getKey)
            .findFirst();
    found.ifPresent(start -> {
      long length = Optional.ofNullable(free.remove(start)).orElseThrow();
      if (length > wanted) {
        free.put(start + wanted, length - wanted);
      }
    });
    return found;
  }

  void release(long start, long count) {
    long from = start;
    long length = rounded(count);
    Map.Entry<Long, Long> before = free.floorEntry(from);
    if (before != null && before.getKey() + before.getValue() == from) {
      from = before.getKey();
      length += before.getValue();
      free.remove(from);
    }
    Long behind = free.remove(from + length);
    if (behind != null) {
      length += behind;
    }
    free.put(from, length);
  }

  static long rounded(long count) {
    return Math.ceilDiv(Math.max(1, count), ALIGNMENT) * ALIGNMENT;
  }
}
