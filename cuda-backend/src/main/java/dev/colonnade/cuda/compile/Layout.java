// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compile;

import dev.colonnade.core.runtime.LifetimePlanner;
import dev.colonnade.core.runtime.flow.Buffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Offsets of buffers in a block of device memory, in bytes. Every buffer begins at a multiple of
 * 256, as memory from the driver does.
 */
public final class Layout {
  /** Alignment of every buffer; also the width of the gaps around them in a guarded run. */
  public static final int ALIGNMENT = 256;

  private final Map<Buffer, Long> offsets;
  private final long bytes;

  private Layout(Map<Buffer, Long> offsets, long bytes) {
    this.offsets = offsets;
    this.bytes = bytes;
  }

  /** Buffers side by side, none sharing memory, with gaps of {@code gap} bytes around them. */
  public static Layout sideBySide(List<Buffer> buffers, int gap) {
    Map<Buffer, Long> offsets = new HashMap<>();
    long next = gap;
    for (Buffer buffer : buffers) {
      offsets.put(buffer, next);
      next = aligned(next + bytes(buffer)) + gap;
    }
    return new Layout(offsets, next);
  }

  /**
   * Scratch memory of an entry, in which buffers that are never in use together share space.
   *
   * @param steps in the order in which they run
   * @param feeds buffers that are filled before the first step
   * @param sharers for each result that lies in an operand's place that operand
   */
  static Layout byLifetime(List<Step> steps, List<Buffer> feeds, Map<Buffer, Buffer> sharers) {
    Map<Buffer, int[]> lives = new HashMap<>();
    for (int time = 0; time < steps.size(); time++) {
      for (Buffer buffer : scratch(steps.get(time))) {
        Buffer owner = owner(buffer, sharers);
        int now = time;
        lives.computeIfAbsent(owner, ignored -> new int[] {now, now})[1] = time;
      }
    }
    feeds.forEach(feed -> lives.put(feed, new int[] {0, steps.size()}));
    List<Buffer> owners = new ArrayList<>(lives.keySet());
    owners.sort(Comparator.comparingInt(Buffer::number));
    List<LifetimePlanner.Buffer> wanted = new ArrayList<>();
    for (Buffer owner : owners) {
      int[] life = lives.getOrDefault(owner, new int[2]);
      wanted.add(new LifetimePlanner.Buffer(bytes(owner), life[0], life[1]));
    }
    LifetimePlanner.Placement placement = LifetimePlanner.place(wanted, ALIGNMENT, 0);
    Map<Buffer, Long> offsets = new HashMap<>();
    for (int i = 0; i < owners.size(); i++) {
      offsets.put(owners.get(i), placement.offsets().get(i));
    }
    for (Buffer sharer : sharers.keySet()) {
      Long offset = offsets.get(owner(sharer, sharers));
      if (offset != null) {
        offsets.put(sharer, offset);
      }
    }
    return new Layout(offsets, placement.total());
  }

  private static Buffer owner(Buffer buffer, Map<Buffer, Buffer> sharers) {
    return sharers.getOrDefault(buffer, buffer);
  }

  private static List<Buffer> scratch(Step step) {
    List<Buffer> touched = new ArrayList<>(step.reads());
    touched.addAll(step.writes());
    touched.addAll(step.workspaces());
    return touched.stream().filter(Buffer::isScratch).toList();
  }

  /** Bytes of a buffer's elements. */
  public static long bytes(Buffer buffer) {
    return buffer.count() * buffer.dtype().byteSize();
  }

  private static long aligned(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }

  /** Whether a buffer has a place here. */
  public boolean holds(Buffer buffer) {
    return offsets.containsKey(buffer);
  }

  /** Offset of a buffer. */
  public long offset(Buffer buffer) {
    Long offset = offsets.get(buffer);
    if (offset == null) {
      throw new IllegalStateException(buffer + " has no place here");
    }
    return offset;
  }

  /** Bytes of the block, gaps included. */
  public long byteSize() {
    return bytes;
  }
}
