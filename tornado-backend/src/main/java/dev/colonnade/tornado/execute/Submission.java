// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.execute;

import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Profile;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.tornado.engine.Block;
import dev.colonnade.tornado.engine.Engine;
import dev.colonnade.tornado.engine.Kind;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs steps of an entry on a state, as many at once as there is room for their feeds and outputs:
 * these travel together, in one transfer for each kind of element.
 */
final class Submission {
  private final Engine engine;
  private final Binding binding;
  private final StepRunner runner;
  private final List<Buffer> feeds = new ArrayList<>();
  private final List<Buffer> outputs = new ArrayList<>();
  private final Map<Kind, Block> blocks = new HashMap<>();
  private final Map<Kind, MemorySegment> host = new HashMap<>();

  Submission(Engine engine, ProgramMemory memory, Binding binding, StepRunner runner) {
    this.engine = engine;
    this.binding = binding;
    this.runner = runner;
    for (Buffer buffer : binding.plan().buffers()) {
      if (buffer.home() instanceof Buffer.Home.Fed) {
        feeds.add(buffer);
      } else if (buffer.home() instanceof Buffer.Home.Returned) {
        outputs.add(buffer);
      }
    }
    for (Kind kind : Kind.values()) {
      memory
          .travelling(kind)
          .ifPresent(block -> {
            blocks.put(kind, block);
            host.put(kind, MemorySegment.ofArray(new byte[Math.toIntExact(block.byteSize())]));
          });
    }
  }

  private static String feed(Buffer buffer) {
    return ((Buffer.Home.Fed) buffer.home()).feed();
  }

  private static String output(Buffer buffer) {
    return ((Buffer.Home.Returned) buffer.home()).output();
  }

  private static Feeds.Fed fed(Feeds given, Buffer buffer) {
    return Optional.ofNullable(given.all().get(feed(buffer))).orElseThrow();
  }

  /** Runs steps; outputs are written into tensors of all steps. */
  Optional<Profile> run(Feeds given, Map<String, HostTensor> stacked, int steps) {
    int most = stepsAtOnce(given, steps);
    for (int first = 0; first < steps; first += most) {
      run(given, stacked, first, Math.min(most, steps - first));
    }
    return runner.profile(steps);
  }

  private int stepsAtOnce(Feeds given, int steps) {
    int most = steps;
    for (Map.Entry<Kind, Block> entry : blocks.entrySet()) {
      Kind kind = entry.getKey();
      long room = entry.getValue().count();
      long each = 0;
      for (Buffer buffer : feeds) {
        if (Kind.of(buffer.dtype()) == kind) {
          if (fed(given, buffer).stacked()) {
            each += buffer.count();
          } else {
            room -= buffer.count();
          }
        }
      }
      for (Buffer buffer : outputs) {
        each += Kind.of(buffer.dtype()) == kind ? buffer.count() : 0;
      }
      if (each > 0) {
        most = (int) Math.min(most, Math.max(1, room / each));
      }
    }
    return most;
  }

  /** Where a feed or output of several steps lies in the memory of its kind. */
  private record Placed(Buffer buffer, long offset, boolean stacked) {
    Kind kind() {
      return Kind.of(buffer.dtype());
    }
  }

  private void run(Feeds given, Map<String, HostTensor> stacked, int first, int count) {
    Map<Kind, Long> used = new HashMap<>();
    List<Placed> placedFeeds = new ArrayList<>();
    for (Buffer buffer : feeds) {
      Feeds.Fed fed = fed(given, buffer);
      Placed placed = place(buffer, fed.stacked() ? count : 1, used, fed.stacked());
      placedFeeds.add(placed);
      long size = buffer.dtype().byteSize();
      long bytes = (fed.stacked() ? count : 1) * buffer.count() * size;
      long from = fed.stacked() ? first * buffer.count() * size : 0;
      MemorySegment.copy(
          fed.tensor().segment(), from, memory(placed.kind()), placed.offset() * size, bytes);
    }
    used.forEach(
        (kind, elements) -> engine.upload(kind, block(kind).offset(), memory(kind), elements));
    Map<Kind, Long> behindFeeds = new HashMap<>(used);
    List<Placed> placedOutputs = new ArrayList<>();
    for (Buffer buffer : outputs) {
      placedOutputs.add(place(buffer, count, used, true));
    }
    for (int step = 0; step < count; step++) {
      for (Placed placed : placedFeeds) {
        move(placed, step);
      }
      for (Placed placed : placedOutputs) {
        move(placed, step);
      }
      runner.run(binding);
    }
    binding.finish();
    used.forEach((kind, elements) -> {
      long skip = behindFeeds.getOrDefault(kind, 0L);
      if (elements > skip) {
        MemorySegment to = memory(kind).asSlice(skip * kind.byteSize());
        engine.download(kind, block(kind).offset() + skip, to, elements - skip);
      }
    });
    for (Placed placed : placedOutputs) {
      HostTensor tensor = Optional.ofNullable(stacked.get(output(placed.buffer))).orElseThrow();
      long size = placed.buffer.dtype().byteSize();
      MemorySegment.copy(
          memory(placed.kind()),
          placed.offset * size,
          tensor.segment(),
          first * placed.buffer.count() * size,
          count * placed.buffer.count() * size);
    }
  }

  private static Placed place(Buffer buffer, int steps, Map<Kind, Long> used, boolean stacked) {
    Kind kind = Kind.of(buffer.dtype());
    long offset = used.getOrDefault(kind, 0L);
    used.put(kind, offset + buffer.count() * steps);
    return new Placed(buffer, offset, stacked);
  }

  private void move(Placed placed, int step) {
    long offset = placed.offset + (placed.stacked ? step * placed.buffer.count() : 0);
    binding.place(placed.buffer, block(placed.kind()).offset() + offset);
  }

  private Block block(Kind kind) {
    return Optional.ofNullable(blocks.get(kind)).orElseThrow();
  }

  private MemorySegment memory(Kind kind) {
    return Optional.ofNullable(host.get(kind)).orElseThrow();
  }
}
