// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.cuda.compile.EntryPlan;
import dev.colonnade.cuda.compile.Layout;
import dev.colonnade.cuda.compile.Step;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The feeds and outputs of an entry, each with its number in the table of places that the kernels
 * of stepping.cu read: where it starts in staging memory, and the bytes between two steps.
 */
final class StagedTransfers {
  /** Bytes of {@code Submission} of stepping.cu. */
  static final int HEADER_BYTES = 32;

  /** Bytes of one place: start, and bytes between steps. */
  static final int PLACE_BYTES = 16;

  /** Starts are multiples of it, so that copies go word by word. */
  private static final int ALIGNMENT = 16;

  /** A feed with its buffer. */
  record Feed(String name, Buffer buffer) {
    long bytes() {
      return Layout.bytes(buffer);
    }
  }

  /** An output with the value that it returns. */
  record Output(String name, Buffer source, Buffer returned) {
    long bytes() {
      return Layout.bytes(source);
    }
  }

  private final List<Feed> feeds = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();

  StagedTransfers(EntryPlan plan) {
    Map<String, Buffer> buffers = plan.feeds();
    for (StructuralOp.Feed feed : plan.graph().feeds()) {
      Buffer buffer = buffers.get(feed.feed());
      if (buffer != null) {
        feeds.add(new Feed(feed.feed(), buffer));
      }
    }
    for (Step step : plan.steps()) {
      if (isOutput(step)) {
        Buffer returned = step.writes().get(0);
        String name = ((Buffer.Home.Returned) returned.home()).output();
        outputs.add(new Output(name, step.reads().get(0), returned));
      }
    }
  }

  /** Whether a step is the copy of an output. */
  static boolean isOutput(Step step) {
    return step.instructions().isEmpty()
        && step.writes().size() == 1
        && step.writes().get(0).home() instanceof Buffer.Home.Returned;
  }

  List<Feed> feeds() {
    return feeds;
  }

  List<Output> outputs() {
    return outputs;
  }

  /** Number of an output in the table. */
  int place(Output output) {
    return feeds.size() + outputs.indexOf(output);
  }

  /** Bytes of the header and the table. */
  long controlBytes() {
    return HEADER_BYTES + (long) PLACE_BYTES * (feeds.size() + outputs.size());
  }

  private static long aligned(long bytes) {
    return Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
  }

  /** Staging bytes that one step needs, feeds or outputs, whichever is more. */
  long bytesOfOneStep() {
    long in = feeds.stream().mapToLong(feed -> aligned(feed.bytes())).sum();
    long out = outputs.stream().mapToLong(output -> aligned(output.bytes())).sum();
    return Math.max(in, out);
  }

  /** How many of {@code steps} go into staging memory of this size at once; at least 1. */
  int stepsIn(long capacity, Feeds given, int steps) {
    long constant = 0;
    long perStep = 0;
    for (Feed feed : feeds) {
      if (fed(given, feed).stacked()) {
        perStep += stride(feed.bytes());
      } else {
        constant += aligned(feed.bytes());
      }
    }
    // Each tensor's start is rounded up once.
    long slack = (long) ALIGNMENT * (feeds.size() + outputs.size());
    long out = outputs.stream().mapToLong(output -> stride(output.bytes())).sum();
    long most = steps;
    if (perStep > 0) {
      most = Math.min(most, (capacity - constant - slack) / perStep);
    }
    if (out > 0) {
      most = Math.min(most, (capacity - slack) / out);
    }
    return (int) Math.max(1, most);
  }

  /** Bytes between two steps of a stacked tensor: rows begin at multiples of a word. */
  private static long stride(long bytes) {
    return Math.ceilDiv(bytes, 4) * 4;
  }

  private static Feeds.Fed fed(Feeds given, Feed feed) {
    Feeds.Fed fed = given.all().get(feed.name());
    if (fed == null) {
      throw new IllegalStateException("feed " + feed.name() + " is missing; it was checked before");
    }
    return fed;
  }

  /**
   * Writes feeds and table for a run of steps.
   *
   * @param first step of the submission that comes first
   * @param count steps of this run
   * @param control where header and table go; the header's addresses are the caller's
   * @param staging where the feeds go
   * @return bytes of staging that are in use
   */
  long writeFeeds(Feeds given, int first, int count, MemorySegment control, MemorySegment staging) {
    long next = 0;
    for (int i = 0; i < feeds.size(); i++) {
      Feed feed = feeds.get(i);
      Feeds.Fed fed = fed(given, feed);
      long bytes = feed.bytes();
      long stride = fed.stacked() ? stride(bytes) : 0;
      writePlace(control, i, next, stride);
      MemorySegment source = fed.tensor().segment();
      if (!fed.stacked()) {
        MemorySegment.copy(source, 0, staging, next, bytes);
        next = aligned(next + bytes);
      } else if (stride == bytes) {
        MemorySegment.copy(source, first * bytes, staging, next, count * bytes);
        next = aligned(next + count * bytes);
      } else {
        for (int step = 0; step < count; step++) {
          MemorySegment.copy(source, (first + step) * bytes, staging, next + step * stride, bytes);
        }
        next = aligned(next + count * stride);
      }
    }
    return next;
  }

  /** Writes the outputs' part of the table; gives the bytes of staging that they take. */
  long placeOutputs(int count, MemorySegment control) {
    long next = 0;
    for (int i = 0; i < outputs.size(); i++) {
      long stride = stride(outputs.get(i).bytes());
      writePlace(control, feeds.size() + i, next, stride);
      next = aligned(next + count * stride);
    }
    return next;
  }

  /** Copies staged outputs of a run of steps into the submission's tensors. */
  void readOutputs(MemorySegment staging, Map<String, HostTensor> stacked, int first, int count) {
    long next = 0;
    for (Output output : outputs) {
      HostTensor target = stacked.get(output.name());
      long bytes = output.bytes();
      long stride = stride(bytes);
      for (int step = 0; target != null && step < count; step++) {
        MemorySegment.copy(
            staging, next + step * stride, target.segment(), (first + step) * bytes, bytes);
      }
      next = aligned(next + count * stride);
    }
  }

  private static void writePlace(MemorySegment control, int index, long start, long stride) {
    long at = HEADER_BYTES + (long) PLACE_BYTES * index;
    control.set(ValueLayout.JAVA_LONG, at, start);
    control.set(ValueLayout.JAVA_LONG, at + Long.BYTES, stride);
  }
}
