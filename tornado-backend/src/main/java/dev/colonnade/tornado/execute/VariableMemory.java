// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.execute;

import dev.colonnade.core.graph.Variable;
import dev.colonnade.tornado.engine.Block;
import dev.colonnade.tornado.engine.Engine;
import dev.colonnade.tornado.engine.Kind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One set of a program's variables on the device, in logical layout. */
public final class VariableMemory {
  private static final int CHUNK = 1 << 16;

  private final Engine engine;
  private final Map<Kind, Block> blocks = new HashMap<>();
  private final Map<String, Long> places = new HashMap<>();

  VariableMemory(Engine engine, Collection<Variable> variables, int gap) {
    this.engine = engine;
    for (Kind kind : Kind.values()) {
      long next = 0;
      for (Variable variable : variables) {
        if (Kind.of(variable.type().dtype()) == kind) {
          places.put(variable.name(), next + gap);
          next = after(next, variable, gap);
        }
      }
      if (next > 0) {
        Block block = engine.allocate(kind, next);
        blocks.put(kind, block);
        zero(block);
      }
    }
  }

  private static long after(long next, Variable variable, int gap) {
    return Math.ceilDiv(next + variable.type().elementCount() + 2L * gap, 16) * 16L;
  }

  /** Elements that the variables of a kind take. */
  static long elements(Collection<Variable> variables, Kind kind, int gap) {
    long next = 0;
    for (Variable variable : variables) {
      if (Kind.of(variable.type().dtype()) == kind) {
        next = after(next, variable, gap);
      }
    }
    return next;
  }

  private void zero(Block block) {
    MemorySegment zeros =
        MemorySegment.ofArray(
            new byte[(int) Math.min(block.count(), CHUNK) * block.kind().byteSize()]);
    for (long done = 0; done < block.count(); done += CHUNK) {
      engine.upload(
          block.kind(), block.offset() + done, zeros, Math.min(CHUNK, block.count() - done));
    }
  }

  /** Address of a variable in the memory of its kind. */
  long address(Kind kind, String variable) {
    return Optional.ofNullable(blocks.get(kind)).map(Block::offset).orElseThrow()
        + Optional.ofNullable(places.get(variable))
            .orElseThrow(() -> new IllegalStateException("there is no variable " + variable));
  }

  /** Copies a variable to the host. */
  public void read(Variable variable, MemorySegment to) {
    Kind kind = Kind.of(variable.type().dtype());
    engine.download(kind, address(kind, variable.name()), to, variable.type().elementCount());
  }

  /** Copies a variable from the host. */
  public void write(Variable variable, MemorySegment from) {
    Kind kind = Kind.of(variable.type().dtype());
    engine.upload(kind, address(kind, variable.name()), from, variable.type().elementCount());
  }

  /** Overwrites all variables with those of another set of the same program. */
  public void copyFrom(VariableMemory source) {
    blocks.forEach((kind, block) -> {
      Block from = Optional.ofNullable(source.blocks.get(kind)).orElseThrow();
      engine.copy(kind, from.offset(), block.offset(), block.count());
    });
  }

  /** Where the variables lie. */
  List<Block> blocks() {
    return new ArrayList<>(blocks.values());
  }

  /** Bytes of it. */
  public long byteSize() {
    return blocks.values().stream().mapToLong(Block::byteSize).sum();
  }

  /** Gives it back. */
  public void release() {
    blocks.values().forEach(engine::release);
  }
}
