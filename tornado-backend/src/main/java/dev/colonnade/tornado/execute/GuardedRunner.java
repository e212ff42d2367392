// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.execute;

import dev.colonnade.core.backend.GuardViolationException;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.tornado.compile.Step;
import dev.colonnade.tornado.engine.Block;
import dev.colonnade.tornado.engine.Engine;
import dev.colonnade.tornado.engine.Kind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a step kernel by kernel and compares the program's memory before and after each: nothing but
 * the kernel's own results and workspaces may have changed, gaps between buffers included, and
 * every element of its results must have been written. So a kernel that did not run at all, as
 * TornadoVM lets happen with nothing but a line on standard error, is found.
 *
 * <p>It copies all memory to the host twice for each kernel: for tests, on small programs.
 */
final class GuardedRunner implements StepRunner {
  private static final byte POISON = (byte) 0xFF;
  private static final byte SECOND_POISON = 0x5A;

  private final Engine engine;
  private final String entry;
  private final List<Block> scratch;
  private final List<Block> watched;

  GuardedRunner(Engine engine, String entry, List<Block> scratch, List<Block> others) {
    this.engine = engine;
    this.entry = entry;
    this.scratch = scratch;
    watched = new ArrayList<>(scratch);
    watched.addAll(others);
  }

  @Override
  public void run(Binding binding) {
    for (Block block : scratch) {
      fill(block.kind(), block.offset(), block.count(), POISON);
    }
    for (Step step : binding.plan().steps()) {
      if (step.writes().get(0).home() instanceof Buffer.Home.Returned) {
        binding.run(step);
      } else {
        check(binding, step);
      }
    }
  }

  private void check(Binding binding, Step step) {
    List<Buffer> own = new ArrayList<>(step.writes());
    own.addAll(step.workspaces());
    List<byte[]> first = run(binding, step, own, POISON);
    boolean suspect = false;
    for (Buffer result : step.writes()) {
      byte[] values = contents(binding, result, first);
      suspect |= unwritten(values, result.dtype());
      requireTruthValues(step, result, values, POISON);
    }
    if (!suspect) {
      return;
    }
    // An element that equals the poison may be right; one that equals two poisons was not written.
    List<byte[]> second = run(binding, step, own, SECOND_POISON);
    for (Buffer result : step.writes()) {
      byte[] before = contents(binding, result, first);
      byte[] after = contents(binding, result, second);
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
  private List<byte[]> run(Binding binding, Step step, List<Buffer> own, byte poison) {
    for (Buffer buffer : own) {
      fill(Kind.of(buffer.dtype()), binding.of(buffer), buffer.count(), poison);
    }
    List<byte[]> before = snapshot();
    binding.run(step);
    List<byte[]> after = snapshot();
    for (int i = 0; i < watched.size(); i++) {
      Block block = watched.get(i);
      byte[] expected = before.get(i).clone();
      for (Buffer buffer : own) {
        if (holds(block, binding, buffer)) {
          int from = placeIn(block, binding, buffer);
          System.arraycopy(after.get(i), from, expected, from, bytes(buffer));
        }
      }
      int difference = Arrays.mismatch(expected, after.get(i));
      if (difference >= 0) {
        throw violation(
            step,
            "wrote outside its results, at element "
                + difference / block.kind().byteSize()
                + " of a block of "
                + block.kind());
      }
    }
    return after;
  }

  private static boolean holds(Block block, Binding binding, Buffer buffer) {
    long address = binding.of(buffer);
    return Kind.of(buffer.dtype()) == block.kind()
        && address >= block.offset()
        && address < block.offset() + block.count();
  }

  private static int placeIn(Block block, Binding binding, Buffer buffer) {
    return Math.toIntExact((binding.of(buffer) - block.offset()) * block.kind().byteSize());
  }

  private static int bytes(Buffer buffer) {
    return Math.toIntExact(buffer.count() * buffer.dtype().byteSize());
  }

  private List<byte[]> snapshot() {
    List<byte[]> contents = new ArrayList<>();
    for (Block block : watched) {
      byte[] copy = new byte[Math.toIntExact(block.byteSize())];
      engine.download(block.kind(), block.offset(), MemorySegment.ofArray(copy), block.count());
      contents.add(copy);
    }
    return contents;
  }

  private byte[] contents(Binding binding, Buffer buffer, List<byte[]> memory) {
    for (int i = 0; i < watched.size(); i++) {
      if (holds(watched.get(i), binding, buffer)) {
        int from = placeIn(watched.get(i), binding, buffer);
        return Arrays.copyOfRange(memory.get(i), from, from + bytes(buffer));
      }
    }
    throw new IllegalStateException(buffer + " lies in no block that is watched");
  }

  private void fill(Kind kind, long address, long count, byte value) {
    byte[] pattern = new byte[Math.toIntExact(count * kind.byteSize())];
    Arrays.fill(pattern, value);
    engine.upload(kind, address, MemorySegment.ofArray(pattern), count);
  }

  private static boolean unwritten(byte[] values, DType dtype) {
    for (int at = 0; at < values.length; at += dtype.byteSize()) {
      if (isAll(values, at, dtype.byteSize(), POISON)) {
        return true;
      }
    }
    return false;
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
