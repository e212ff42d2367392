// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.execute;

import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.HostTensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Gives each step its slice of a feed: in place if the caller's memory is a Java array of the right
 * kind, else copied into the feed's own buffer. The last floats of a caller's array are copied too,
 * as there is no {@link Slack} behind them.
 */
final class FeedCursor {
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  private final String feed;
  private final Buffer buffer;
  private final int count;
  private final Frame frame;
  private final Object stagingArray;
  private final int stagingOffset;

  private MemorySegment segment = MemorySegment.NULL;
  private boolean stacked;
  private boolean inPlace;
  private Object callersArray;
  private int firstElement;
  private long lastInPlace;

  /** For a buffer that is bound to its staging memory in the frame. */
  FeedCursor(String feed, Buffer buffer, Frame frame) {
    this.feed = feed;
    this.buffer = buffer;
    this.count = ArrayLimit.count(buffer);
    this.frame = frame;
    this.stagingArray = frame.array(buffer.number(), buffer.dtype());
    this.stagingOffset = frame.offset(buffer.number());
    this.callersArray = stagingArray;
  }

  /** Takes this submission's tensor. */
  void begin(Feeds given) {
    Feeds.Fed fed = given.all().get(feed);
    if (fed == null) {
      throw new IllegalStateException("feed " + feed + " is missing");
    }
    HostTensor tensor = fed.tensor();
    segment = tensor.segment();
    stacked = fed.stacked();
    Object array = segment.heapBase().orElse(null);
    int size = buffer.dtype().byteSize();
    inPlace = array != null && fits(array) && segment.address() % size == 0;
    if (array != null && inPlace) {
      callersArray = array;
      firstElement = (int) (segment.address() / size);
      lastInPlace = lastInPlace(array);
    }
    show(0);
  }

  /** Shows the slice of a step. */
  void moveTo(int step) {
    if (stacked && step > 0) {
      show((long) step * count);
    }
  }

  /** Shows the slice from this element of the tensor on. */
  private void show(long element) {
    if (inPlace && firstElement + element <= lastInPlace) {
      frame.bind(buffer.number(), callersArray, (int) (firstElement + element));
    } else {
      frame.bind(buffer.number(), stagingArray, stagingOffset);
      copyIn(element);
    }
  }

  /** The last element of an array at which a slice may begin. */
  private long lastInPlace(Object array) {
    return array instanceof float[] floats
        ? (long) floats.length - count - Slack.FLOATS
        : Long.MAX_VALUE;
  }

  /** Lets go of the caller's memory. */
  void end() {
    segment = MemorySegment.NULL;
    callersArray = stagingArray;
    frame.bind(buffer.number(), stagingArray, stagingOffset);
  }

  private boolean fits(Object array) {
    return switch (buffer.dtype()) {
      case F32 -> array instanceof float[];
      case I32 -> array instanceof int[];
      case U8, BOOL -> array instanceof byte[];
    };
  }

  private void copyIn(long element) {
    long from = element * buffer.dtype().byteSize();
    switch (stagingArray) {
      case float[] floats -> MemorySegment.copy(segment, FLOAT, from, floats, stagingOffset, count);
      case int[] ints -> MemorySegment.copy(segment, INT, from, ints, stagingOffset, count);
      case byte[] bytes ->
          MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, from, bytes, stagingOffset, count);
      default -> throw new IllegalStateException("staging in a " + stagingArray.getClass());
    }
  }
}
