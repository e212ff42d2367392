// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.compile;

import dev.colonnade.core.runtime.LifetimePlanner;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.runtime.flow.Unit;
import dev.colonnade.core.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Offsets of the buffers in scratch memory: one array for each kind of element, in which buffers
 * that are never in use together share space, and a result lies where a dying operand lay if its
 * kernel allows.
 */
final class ScratchPlan {
  /** Offsets are multiples of this many elements: a vector of the longest kind. */
  private static final int ALIGNMENT = 16;

  /** Elements in front of and behind each buffer in a guarded run. */
  static final int GUARD = 16;

  /** The three kinds of array. */
  enum Kind {
    FLOATS,
    INTS,
    BYTES;

    static Kind of(DType dtype) {
      return switch (dtype) {
        case F32 -> FLOATS;
        case I32 -> INTS;
        case U8, BOOL -> BYTES;
      };
    }
  }

  /** Whether elements of two types lie in one array, so that either may overwrite the other. */
  static boolean oneArray(DType a, DType b) {
    return Kind.of(a) == Kind.of(b);
  }

  /** From the first to the last step that touches a buffer. */
  private static final class Life {
    private final int first;
    private int last;

    Life(int first, int last) {
      this.first = first;
      this.last = last;
    }
  }

  private final Map<Buffer, Long> offsets = new HashMap<>();
  private final long[] totals = new long[Kind.values().length];

  private ScratchPlan() {}

  /**
   * Plans the scratch memory of an entry.
   *
   * @param order the units in the order in which they run
   * @param workspaces buffers that a unit asked for, by unit
   * @param staged feeds' buffers
   * @param sharers for each result that overwrites a dying operand the buffer in whose place it
   *     lies
   * @param guarded whether every buffer keeps its place for the whole step, with gaps around it
   */
  static ScratchPlan of(
      List<Unit> order,
      Map<Unit, List<Buffer>> workspaces,
      List<Buffer> staged,
      Map<Buffer, Buffer> sharers,
      boolean guarded) {
    Map<Buffer, Life> lives = new HashMap<>();
    int last = order.size();
    for (int time = 0; time < order.size(); time++) {
      Unit unit = order.get(time);
      for (Buffer buffer : unit.reads()) {
        touch(lives, buffer, time);
      }
      for (Buffer buffer : unit.writes()) {
        touch(lives, buffer, time);
      }
      for (Buffer buffer : workspaces.getOrDefault(unit, List.of())) {
        touch(lives, buffer, time);
      }
    }
    for (Buffer buffer : staged) {
      lives.put(buffer, new Life(0, last));
    }
    sharers.forEach((buffer, owner) -> {
      Life life = life(lives, owner);
      life.last = Math.max(life.last, life(lives, buffer).last);
    });
    ScratchPlan plan = new ScratchPlan();
    for (Kind kind : Kind.values()) {
      List<Buffer> owners = new ArrayList<>();
      List<LifetimePlanner.Buffer> wanted = new ArrayList<>();
      for (Map.Entry<Buffer, Life> entry : lives.entrySet()) {
        Buffer buffer = entry.getKey();
        if (Kind.of(buffer.dtype()) == kind && !sharers.containsKey(buffer)) {
          owners.add(buffer);
        }
      }
      owners.sort((a, b) -> Integer.compare(a.number(), b.number()));
      for (Buffer buffer : owners) {
        Life life = guarded ? new Life(0, last) : life(lives, buffer);
        wanted.add(new LifetimePlanner.Buffer(buffer.count(), life.first, life.last));
      }
      LifetimePlanner.Placement placement =
          LifetimePlanner.place(wanted, ALIGNMENT, guarded ? GUARD : 0);
      for (int i = 0; i < owners.size(); i++) {
        plan.offsets.put(owners.get(i), placement.offsets().get(i));
      }
      plan.totals[kind.ordinal()] = placement.total();
    }
    sharers.forEach((buffer, owner) -> plan.offsets.put(buffer, plan.offset(owner)));
    return plan;
  }

  private static void touch(Map<Buffer, Life> lives, Buffer buffer, int time) {
    if (buffer.isScratch()) {
      lives.computeIfAbsent(buffer, ignored -> new Life(time, time)).last = time;
    }
  }

  private static Life life(Map<Buffer, Life> lives, Buffer buffer) {
    Life life = lives.get(buffer);
    if (life == null) {
      throw new IllegalStateException(buffer + " is in scratch memory, but no step touches it");
    }
    return life;
  }

  /** Whether a buffer has a place here; one that no step touches has none. */
  boolean holds(Buffer buffer) {
    return offsets.containsKey(buffer);
  }

  /** Offset of a buffer in the array of its kind. */
  long offset(Buffer buffer) {
    Long offset = offsets.get(buffer);
    if (offset == null) {
      throw new IllegalStateException(buffer + " was not planned");
    }
    return offset;
  }

  /** Elements of the array of this kind. */
  long total(Kind kind) {
    return totals[kind.ordinal()];
  }
}
