// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.compile;

import dev.colonnade.core.runtime.LifetimePlanner;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.tornado.engine.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Offsets of an entry's buffers in scratch memory, in which buffers that are never in use together
 * share space, and a result lies where a dying operand lay if its kernel allows.
 */
public final class ScratchPlan {
  /** Offsets are multiples of this many elements: a vector of the longest kind. */
  private static final int ALIGNMENT = 16;

  /** Elements in front of and behind each buffer in a guarded run. */
  public static final int GUARD = 16;

  private record Life(int first, int last) {
    Life with(int time) {
      return new Life(Math.min(first, time), Math.max(last, time));
    }
  }

  private final Map<Buffer, Long> offsets = new HashMap<>();
  private final Map<Kind, Long> totals = new HashMap<>();

  private ScratchPlan() {}

  static ScratchPlan of(List<Step> steps, Map<Buffer, Buffer> sharers, boolean guarded) {
    Map<Buffer, Life> lives = new HashMap<>();
    for (int time = 0; time < steps.size(); time++) {
      Step step = steps.get(time);
      List<Buffer> touched = new ArrayList<>(step.reads());
      touched.addAll(step.writes());
      touched.addAll(step.workspaces());
      for (Buffer buffer : touched) {
        if (buffer.isScratch()) {
          Buffer owner = sharers.getOrDefault(buffer, buffer);
          Life here = new Life(time, time);
          lives.merge(owner, here, (life, now) -> life.with(now.first));
        }
      }
    }
    ScratchPlan plan = new ScratchPlan();
    for (Kind kind : Kind.values()) {
      List<Buffer> owners =
          lives.keySet().stream()
              .filter(buffer -> Kind.of(buffer.dtype()) == kind)
              .sorted(Comparator.comparingInt(Buffer::number))
              .toList();
      List<LifetimePlanner.Buffer> wanted = new ArrayList<>();
      for (Buffer buffer : owners) {
        Life life =
            guarded
                ? new Life(0, steps.size())
                : Optional.ofNullable(lives.get(buffer)).orElseThrow();
        wanted.add(new LifetimePlanner.Buffer(buffer.count(), life.first, life.last));
      }
      LifetimePlanner.Placement placement =
          LifetimePlanner.place(wanted, ALIGNMENT, guarded ? GUARD : 0);
      for (int i = 0; i < owners.size(); i++) {
        plan.offsets.put(owners.get(i), placement.offsets().get(i));
      }
      plan.totals.put(kind, placement.total());
    }
    sharers.forEach((buffer, owner) ->
        Optional.ofNullable(plan.offsets.get(owner))
            .ifPresent(offset -> plan.offsets.put(buffer, offset)));
    return plan;
  }

  /** Offset of a buffer, if any step touches it. */
  public Optional<Long> offset(Buffer buffer) {
    return Optional.ofNullable(offsets.get(buffer));
  }

  /** Elements of scratch memory of a kind. */
  public long total(Kind kind) {
    return totals.getOrDefault(kind, 0L);
  }
}
