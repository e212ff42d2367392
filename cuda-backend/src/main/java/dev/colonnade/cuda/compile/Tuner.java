// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compile;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.DeviceLostException;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.cuda.dnn.Algorithm;
import dev.colonnade.cuda.dnn.ConvolutionProblem;
import dev.colonnade.cuda.dnn.Direction;
import dev.colonnade.cuda.dnn.Dnn;
import dev.colonnade.cuda.driver.Context;
import dev.colonnade.cuda.execute.DeviceMemory;
import dev.colonnade.cuda.kernel.Addresses;
import dev.colonnade.cuda.kernel.Instruction;
import dev.colonnade.cuda.kernel.Made;
import dev.colonnade.cuda.kernel.Trials;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Chooses among ways to run a node by running them on this device, on memory that is taken for the
 * trial alone. Operands are noise: a GPU that multiplies zeros takes less power and clocks higher,
 * tensor cores above all. With one way there is nothing to choose and nothing is run.
 */
public final class Tuner implements Trials {
  private static final int SAMPLES = 7;

  /** Scratch memory that cuDNN's trials may use. */
  private static final long WORKSPACE = 256L << 20;

  /** Floats of noise, which is repeated in larger operands. */
  private static final int NOISE = 1 << 18;

  /** A way made for one call, with the call that holds what it took. */
  record Candidate(UnitCall call, Made made) {}

  private record Timed(Candidate candidate, long nanos, String remark) {}

  private record Search(ConvolutionProblem problem, Direction direction) {}

  private final Context context;
  private final DeviceMemory memory;
  private final long stream;
  private final MemorySegment noise = noise();

  /** Entries of a program repeat each other's convolutions, and cuDNN's search takes its time. */
  private final Map<Search, List<Algorithm>> found = new HashMap<>();

  /** Trials run on {@code stream}, which must be idle. */
  public Tuner(Context context, DeviceMemory memory, long stream) {
    this.context = context;
    this.memory = memory;
    this.stream = stream;
  }

  /**
   * The fastest candidate; the others are among its alternatives, with their times.
   *
   * @param refused what could not be tried: alternatives too
   */
  Candidate choose(
      List<Candidate> candidates,
      List<Plan.Alternative> refused,
      List<Buffer> reads,
      List<Buffer> writes) {
    if (candidates.size() == 1) {
      return withAlternatives(candidates.get(0), refused);
    }
    List<Timed> timed = new ArrayList<>();
    for (Candidate candidate : candidates) {
      timed.add(time(candidate, reads, writes));
    }
    timed.sort(Comparator.comparingLong(each -> each.nanos < 0 ? Long.MAX_VALUE : each.nanos));
    Candidate fastest = timed.get(0).candidate;
    List<Plan.Alternative> others = new ArrayList<>();
    for (Timed other : timed.subList(1, timed.size())) {
      others.add(
          new Plan.Alternative(
              other.candidate.made.algorithm(),
              other.nanos,
              other.nanos < 0 ? other.remark : "slower than " + timed.get(0).nanos + " ns"));
    }
    others.addAll(refused);
    return withAlternatives(fastest, others);
  }

  private static Candidate withAlternatives(Candidate chosen, List<Plan.Alternative> others) {
    Made made = chosen.made;
    return new Candidate(
        chosen.call, new Made(made.kernel(), made.algorithm(), others, made.instructions()));
  }

  private Timed time(Candidate candidate, List<Buffer> reads, List<Buffer> writes) {
    Set<Buffer> buffers = new LinkedHashSet<>(reads);
    buffers.addAll(writes);
    buffers.addAll(candidate.call.workspaces());
    Map<Buffer, Long> addresses = new HashMap<>();
    long start = context.newEvent();
    long end = context.newEvent();
    try {
      for (Buffer buffer : buffers) {
        long address = memory.allocate(Layout.bytes(buffer), "a trial of " + buffer.name());
        addresses.put(buffer, address);
        if (buffer.dtype() == DType.F32 && reads.contains(buffer)) {
          fillWithNoise(address, Layout.bytes(buffer));
        } else {
          context.fill(address, (byte) 0, Layout.bytes(buffer), stream);
        }
      }
      Addresses known = buffer -> addresses.getOrDefault(buffer, 0L);
      long[] nanos = new long[SAMPLES];
      for (int i = -1; i < SAMPLES; i++) {
        context.record(start, stream);
        for (Instruction instruction : candidate.made.instructions()) {
          instruction.enqueue(context, known, stream);
        }
        context.record(end, stream);
        context.synchronizeEvent(end);
        if (i >= 0) {
          nanos[i] = context.nanosBetween(start, end);
        }
      }
      Arrays.sort(nanos);
      return new Timed(candidate, nanos[SAMPLES / 2], "");
    } catch (DeviceLostException e) {
      throw e;
    } catch (BackendException e) {
      // A way that does not run here, or for which memory is short, is no way; the plan says so.
      return new Timed(candidate, -1, "it failed: " + e.getMessage());
    } finally {
      addresses.values().forEach(memory::free);
      context.destroyEvent(start);
      context.destroyEvent(end);
    }
  }

  @Override
  public List<Algorithm> find(Dnn dnn, ConvolutionProblem problem, Direction direction) {
    Search search = new Search(problem, direction);
    List<Algorithm> known = found.get(search);
    if (known == null) {
      known = measure(dnn, problem, direction);
      found.put(search, known);
    }
    return known;
  }

  private List<Algorithm> measure(Dnn dnn, ConvolutionProblem problem, Direction direction) {
    List<Long> blocks = new ArrayList<>();
    try {
      long x = take(blocks, 4L * problem.n() * problem.c() * problem.h() * problem.w());
      long filter = (long) problem.m() * problem.c() / problem.groups();
      long w = take(blocks, 4 * filter * problem.r() * problem.s());
      long y =
          take(
              blocks,
              4L * problem.n() * problem.m() * problem.outputHeight() * problem.outputWidth());
      long workspace = memory.allocate(WORKSPACE, "a trial of convolutions");
      blocks.add(workspace);
      return dnn.find(problem, direction, new Dnn.Addresses(x, w, y, workspace, WORKSPACE), stream);
    } finally {
      context.synchronize(stream);
      blocks.forEach(memory::free);
    }
  }

  private long take(List<Long> blocks, long bytes) {
    long address = memory.allocate(bytes, "a trial of convolutions");
    blocks.add(address);
    fillWithNoise(address, bytes);
    return address;
  }

  private void fillWithNoise(long address, long bytes) {
    long filled = Math.min(bytes, noise.byteSize());
    context.copyToDevice(address, noise.asSlice(0, filled), stream);
    while (filled < bytes) {
      long more = Math.min(filled, bytes - filled);
      context.copyOnDevice(address + filled, address, more, stream);
      filled += more;
    }
  }

  /** Numbers from -1 to 1. */
  private static MemorySegment noise() {
    MemorySegment noise = Arena.ofAuto().allocate(ValueLayout.JAVA_FLOAT, NOISE);
    Random random = new Random(NOISE);
    for (int i = 0; i < NOISE; i++) {
      noise.setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat() * 2 - 1);
    }
    return noise;
  }
}
