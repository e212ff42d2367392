// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.backend.GuardViolationException;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.cuda.compile.Layout;
import dev.colonnade.cuda.compile.Step;
import dev.colonnade.cuda.driver.Context;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a step kernel by kernel and compares all of the executable's memory before and after each:
 * nothing but the kernel's own results and workspaces may have changed, canaries between buffers
 * included, and every element of its results must have been written. Scratch memory is poisoned
 * with NaN before each step, so what reads too early gets NaN.
 *
 * <p>It copies all memory to the host twice for each kernel: for tests, on small programs.
 */
final class GuardedRunner implements StepRunner {
  private static final byte POISON = (byte) 0xFF;
  private static final byte SECOND_POISON = 0x5A;

  /** A block of device memory that is watched. */
  record Watched(String name, long address, long bytes) {}

  private final Context context;
  private final Staging staging;
  private final String entry;
  private final Watched scratch;
  private final List<Watched> blocks;

  /**
   * A runner.
   *
   * @param scratch poisoned before each step
   * @param others constants and variables
   */
  GuardedRunner(
      Context context, Staging staging, String entry, Watched scratch, List<Watched> others) {
    this.context = context;
    this.staging = staging;
    this.entry = entry;
    this.scratch = scratch;
    this.blocks = new ArrayList<>(others);
    blocks.add(scratch);
  }

  @Override
  public void run(BoundEntry bound, int steps) {
    for (int step = 0; step < steps; step++) {
      step(bound);
    }
  }

  private void step(BoundEntry bound) {
    long stream = staging.compute();
    context.fill(scratch.address, POISON, scratch.bytes, stream);
    bound.enqueueFetch(stream);
    for (CompiledEntry.Work work : bound.entry().work()) {
      if (StagedTransfers.isOutput(work.step())) {
        bound.enqueue(work, stream);
      } else {
        check(bound, work, stream);
      }
    }
    bound.enqueueAdvance(stream);
    context.synchronize(stream);
  }

  private void check(BoundEntry bound, CompiledEntry.Work work, long stream) {
    Step step = work.step();
    List<Buffer> own = new ArrayList<>(step.writes());
    own.addAll(step.workspaces());
    byte[][] first = run(bound, work, own, POISON, stream);
    boolean suspect = false;
    for (Buffer result : step.writes()) {
      byte[] values = contents(bound, result, first);
      suspect |= unwritten(values, result.dtype(), POISON) >= 0;
      requireTruthValues(step, result, values, POISON);
    }
    if (!suspect) {
      return;
    }
    // An element that equals the poison may be right; one that equals two poisons was not written.
    byte[][] second = run(bound, work, own, SECOND_POISON, stream);
    for (Buffer result : step.writes()) {
      byte[] before = contents(bound, result, first);
      byte[] after = contents(bound, result, second);
      // What was left unwritten is told below; what looks like the first poison is no truth value.
      requireTruthValues(step, result, after, SECOND_POISON);
      int size = result.dtype().byteSize();
      for (int at = 0; at < after.length; at += size) {
        if (isAll(before, at, size, POISON) && isAll(after, at, size, SECOND_POISON)) {
          throw violation(step, "left element " + at / size + " of the " + result + " unwritten");
        }
      }
    }
  }

  /** Poisons, runs, and compares all that is not the kernel's own; gives the memory behind it. */
  private byte[][] run(
      BoundEntry bound, CompiledEntry.Work work, List<Buffer> own, byte poison, long stream) {
    for (Buffer buffer : own) {
      context.fill(bound.address(buffer), poison, Layout.bytes(buffer), stream);
    }
    byte[][] before = snapshot();
    bound.enqueue(work, stream);
    byte[][] after = snapshot();
    for (int block = 0; block < blocks.size(); block++) {
      byte[] expected = before[block].clone();
      for (Buffer buffer : own) {
        long offset = bound.address(buffer) - blocks.get(block).address;
        if (offset >= 0 && offset < expected.length) {
          System.arraycopy(
              after[block], (int) offset, expected, (int) offset, (int) Layout.bytes(buffer));
        }
      }
      int difference = Arrays.mismatch(expected, after[block]);
      if (difference >= 0) {
        throw violation(
            work.step(),
            "wrote outside its results, at byte "
                + difference
                + " of the "
                + blocks.get(block).name
                + ", "
                + nearest(bound, block, difference));
      }
    }
    return after;
  }

  private String nearest(BoundEntry bound, int block, long place) {
    long address = blocks.get(block).address + place;
    String nearest = "beside no buffer";
    long distance = Long.MAX_VALUE;
    for (Buffer buffer : bound.entry().plan().buffers()) {
      if (buffer.home() instanceof Buffer.Home.Returned) {
        continue;
      }
      long start = bound.address(buffer);
      long end = start + Layout.bytes(buffer);
      long gap = address < start ? start - address : address >= end ? address - end + 1 : 0;
      if (gap < distance) {
        distance = gap;
        nearest =
            gap == 0
                ? "inside the " + buffer
                : gap + " bytes " + (address < start ? "in front of" : "behind") + " the " + buffer;
      }
    }
    return nearest;
  }

  private byte[][] snapshot() {
    byte[][] contents = new byte[blocks.size()][];
    for (int block = 0; block < contents.length; block++) {
      contents[block] = new byte[Math.toIntExact(blocks.get(block).bytes)];
      staging.download(MemorySegment.ofArray(contents[block]), blocks.get(block).address);
    }
    return contents;
  }

  private byte[] contents(BoundEntry bound, Buffer buffer, byte[][] memory) {
    for (int block = 0; block < blocks.size(); block++) {
      long offset = bound.address(buffer) - blocks.get(block).address;
      if (offset >= 0 && offset < blocks.get(block).bytes) {
        return Arrays.copyOfRange(
            memory[block], (int) offset, (int) (offset + Layout.bytes(buffer)));
      }
    }
    throw new IllegalStateException(buffer + " lies in no block that is watched");
  }

  private static int unwritten(byte[] values, DType dtype, byte poison) {
    for (int at = 0; at < values.length; at += dtype.byteSize()) {
      if (isAll(values, at, dtype.byteSize(), poison)) {
        return at / dtype.byteSize();
      }
    }
    return -1;
  }

  private static boolean isAll(byte[] values, int at, int size, byte value) {
    for (int i = at; i < at + size; i++) {
      if (values[i] != value) {
        return false;
      }
    }
    return true;
  }

  private void requireTruthValues(Step step, Buffer result, byte[] values, byte poison) {
    if (result.dtype() != DType.BOOL) {
      return;
    }
    for (byte value : values) {
      if (value != 0 && value != 1 && value != poison) {
        throw violation(step, "wrote " + value + " as a truth value into the " + result);
      }
    }
  }

  private GuardViolationException violation(Step step, String what) {
    return new GuardViolationException("entry " + entry + ": " + step.describe() + " " + what);
  }
}
