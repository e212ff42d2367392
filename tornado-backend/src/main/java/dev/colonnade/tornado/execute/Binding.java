// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.execute;

import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.tornado.compile.EntryPlan;
import dev.colonnade.tornado.compile.Step;
import dev.colonnade.tornado.engine.Engine;
import dev.colonnade.tornado.engine.Kind;
import dev.colonnade.tornado.launch.Arguments;
import dev.colonnade.tornado.launch.Launch;
import java.util.Optional;
import java.util.Set;

/** An entry on one state: where each of its buffers lies. Running it allocates nothing. */
final class Binding implements Arguments.Addresses {
  private static final int UNBOUND = -1;

  private final Engine engine;
  private final ProgramMemory memory;
  private final EntryPlan plan;
  private final int[] addresses;
  private final int[] arguments = new int[Arguments.MOST];
  private final Set<Step> independent;

  Binding(Engine engine, ProgramMemory memory, EntryPlan plan, Optional<VariableMemory> state) {
    this.engine = engine;
    this.memory = memory;
    this.plan = plan;
    addresses = new int[plan.buffers().size()];
    for (Buffer buffer : plan.buffers()) {
      Kind kind = Kind.of(buffer.dtype());
      addresses[buffer.number()] =
          switch (buffer.home()) {
            case Buffer.Home.Scratch scratch ->
                plan.scratch()
                    .offset(buffer)
                    .map(offset -> Math.toIntExact(memory.scratch(kind) + offset))
                    .orElse(UNBOUND);
            case Buffer.Home.Constant constant -> Math.toIntExact(memory.addressOf(buffer));
            case Buffer.Home.Folded folded -> Math.toIntExact(memory.addressOf(buffer));
            case Buffer.Home.Variable(String variable) ->
                state
                    .map(variables -> Math.toIntExact(variables.address(kind, variable)))
                    .orElse(UNBOUND);
            case Buffer.Home.Fed fed -> UNBOUND;
            case Buffer.Home.Returned returned -> UNBOUND;
          };
    }
    independent = Dependences.independent(plan.steps(), this::place);
  }

  /** Where a buffer lies; what travels is apart from everything else. */
  private Dependences.Place place(Buffer buffer) {
    int kind = Kind.of(buffer.dtype()).ordinal();
    int address = addresses[buffer.number()];
    return address == UNBOUND
        ? new Dependences.Place(Kind.values().length + buffer.number(), 0, buffer.count())
        : new Dependences.Place(kind, address, buffer.count());
  }

  EntryPlan plan() {
    return plan;
  }

  /** Says where a feed or an output lies in the next step. */
  void place(Buffer buffer, long address) {
    addresses[buffer.number()] = Math.toIntExact(address);
  }

  @Override
  public int of(Buffer buffer) {
    int address = addresses[buffer.number()];
    if (address == UNBOUND) {
      throw new IllegalStateException(buffer + " lies nowhere");
    }
    return address;
  }

  @Override
  public int of(float scalar) {
    return Math.toIntExact(memory.addressOf(scalar));
  }

  /** Waits for what was run. */
  void finish() {
    engine.flush();
  }

  /** Runs all launches of a step, at the latest when the engine is flushed. */
  void run(Step step) {
    boolean waits = !independent.contains(step);
    for (Launch launch : step.launches()) {
      if (launch.unlessSame().isPresent()) {
        Launch.Copy copy = launch.unlessSame().get();
        if (of(copy.from()) == of(copy.to())) {
          continue;
        }
      }
      int count = launch.arguments().bind(this, arguments);
      engine.launch(
          launch.kernel(),
          arguments,
          count,
          launch.x(),
          launch.y(),
          launch.z(),
          launch.operations(),
          waits);
      waits = true;
    }
  }
}
