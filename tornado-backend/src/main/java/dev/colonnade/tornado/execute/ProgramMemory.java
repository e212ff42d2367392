// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.execute;

import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.tornado.compile.EntryPlan;
import dev.colonnade.tornado.compile.ScratchPlan;
import dev.colonnade.tornado.compile.Step;
import dev.colonnade.tornado.engine.Block;
import dev.colonnade.tornado.engine.Engine;
import dev.colonnade.tornado.engine.Kind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an executable holds on its device beside variables: scratch memory, which its entries share,
 * constants, and the place where feeds and outputs of several steps lie.
 */
final class ProgramMemory {
  /** Elements for feeds and outputs, unless a single step has more. */
  private static final long FOR_STEPS = 1 << 16;

  private final Engine engine;
  private final Map<Kind, Block> scratch = new HashMap<>();
  private final Map<Kind, Block> constants = new HashMap<>();
  private final Map<Kind, Block> travelling = new HashMap<>();
  private final Map<Buffer, Long> places = new HashMap<>();
  private final Map<Float, Long> scalars = new LinkedHashMap<>();

  private ProgramMemory(Engine engine) {
    this.engine = engine;
  }

  /**
   * Takes the memory and fills in the constants.
   *
   * @param variables for which room is kept, so that the first state finds it
   */
  static ProgramMemory take(
      Engine engine, Collection<EntryPlan> plans, Collection<Variable> variables, RunMode mode) {
    ProgramMemory memory = new ProgramMemory(engine);
    int gap = mode == RunMode.GUARDED ? ScratchPlan.GUARD : 0;
    Map<Kind, Long> fixed = new HashMap<>();
    List<Buffer> values = new ArrayList<>();
    for (EntryPlan plan : plans) {
      for (Buffer buffer : plan.buffers()) {
        if (buffer.home() instanceof Buffer.Home.Constant
            || buffer.home() instanceof Buffer.Home.Folded) {
          Kind kind = Kind.of(buffer.dtype());
          long place = fixed.getOrDefault(kind, 0L) + gap;
          memory.places.put(buffer, place);
          fixed.put(kind, Math.ceilDiv(place + buffer.count() + gap, 16) * 16L);
          values.add(buffer);
        }
      }
      List<Step> steps = new ArrayList<>(plan.prologue());
      steps.addAll(plan.steps());
      for (Step step : steps) {
        step.launches().stream()
            .flatMap(launch -> launch.arguments().scalars().stream())
            .forEach(scalar ->
                memory.scalars.computeIfAbsent(
                    scalar, ignored -> fixed.merge(Kind.FLOATS, 1L, Long::sum) - 1));
      }
    }
    Map<Kind, Long> wanted = new HashMap<>();
    for (Kind kind : Kind.values()) {
      long forScratch =
          plans.stream().mapToLong(plan -> plan.scratch().total(kind)).max().orElse(0);
      long inAStep = plans.stream().mapToLong(plan -> travellers(plan, kind)).max().orElse(0);
      long forSteps = inAStep == 0 ? 0 : Math.max(inAStep, Math.min(FOR_STEPS, inAStep * 1024));
      long forVariables = VariableMemory.elements(variables, kind, gap);
      wanted.put(
          kind,
          forScratch + fixed.getOrDefault(kind, 0L) + forSteps + 2 * forVariables + (4L << 6));
    }
    engine.reserve(wanted);
    for (Kind kind : Kind.values()) {
      long forScratch =
          plans.stream().mapToLong(plan -> plan.scratch().total(kind)).max().orElse(0);
      long inAStep = plans.stream().mapToLong(plan -> travellers(plan, kind)).max().orElse(0);
      long forSteps = Math.max(inAStep, Math.min(FOR_STEPS, inAStep * 1024));
      take(engine, memory.scratch, kind, forScratch);
      take(engine, memory.constants, kind, fixed.getOrDefault(kind, 0L));
      take(engine, memory.travelling, kind, forSteps);
    }
    memory.fill(values);
    return memory;
  }

  private static void take(Engine engine, Map<Kind, Block> blocks, Kind kind, long count) {
    if (count > 0) {
      blocks.put(kind, engine.allocate(kind, count));
    }
  }

  private static long travellers(EntryPlan plan, Kind kind) {
    long sum = 0;
    for (Buffer buffer : plan.buffers()) {
      boolean travels =
          buffer.home() instanceof Buffer.Home.Fed || buffer.home() instanceof Buffer.Home.Returned;
      if (travels && Kind.of(buffer.dtype()) == kind) {
        sum += buffer.count();
      }
    }
    return sum;
  }

  private void fill(List<Buffer> values) {
    for (Buffer buffer : values) {
      if (buffer.home() instanceof Buffer.Home.Constant(HostTensor value)) {
        engine.upload(Kind.of(buffer.dtype()), addressOf(buffer), value.segment(), buffer.count());
      }
    }
    scalars.forEach((scalar, place) ->
        engine.upload(
            Kind.FLOATS, addressOf(scalar), MemorySegment.ofArray(new float[] {scalar}), 1));
  }

  /** Address of a constant or of what was computed from constants. */
  long addressOf(Buffer buffer) {
    return start(constants, Kind.of(buffer.dtype()))
        + Optional.ofNullable(places.get(buffer))
            .orElseThrow(() -> new IllegalStateException(buffer + " is no constant"));
  }

  /** Address of a float that kernels read. */
  long addressOf(float scalar) {
    return start(constants, Kind.FLOATS)
        + Optional.ofNullable(scalars.get(scalar))
            .orElseThrow(() -> new IllegalStateException(scalar + " was not foreseen"));
  }

  /** Where scratch memory of a kind begins. */
  long scratch(Kind kind) {
    return start(scratch, kind);
  }

  /** Where feeds and outputs of a kind lie, if any entry has some. */
  Optional<Block> travelling(Kind kind) {
    return Optional.ofNullable(travelling.get(kind));
  }

  private static long start(Map<Kind, Block> blocks, Kind kind) {
    Block block = blocks.get(kind);
    if (block == null) {
      throw new IllegalStateException("no block of " + kind);
    }
    return block.offset();
  }

  /** Scratch memory, which guarded runs poison. */
  Collection<Block> scratchBlocks() {
    return scratch.values();
  }

  /** Constants, which nothing may change. */
  Collection<Block> constantBlocks() {
    return constants.values();
  }

  long byteSize() {
    return blocks().stream().mapToLong(Block::byteSize).sum();
  }

  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>(scratch.values());
    blocks.addAll(constants.values());
    blocks.addAll(travelling.values());
    return blocks;
  }

  void release() {
    blocks().forEach(engine::release);
  }
}
