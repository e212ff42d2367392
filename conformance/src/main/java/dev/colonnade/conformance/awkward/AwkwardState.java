// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.awkward;

import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

/** Variables in the device's own layout; reads and writes queue behind submissions. */
final class AwkwardState implements State {
  private record Slot(Variable variable, PaddedLayout layout, PrivateMemory memory) {}

  private final AwkwardSession session;
  private final AwkwardExecutable executable;
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private boolean closed;

  AwkwardState(AwkwardSession session, AwkwardExecutable executable) {
    this.session = session;
    this.executable = executable;
    session
        .thread()
        .call(() -> {
          for (Variable variable : executable.program().variables().values()) {
            PaddedLayout layout = new PaddedLayout(variable.type());
            Slot slot =
                new Slot(variable, layout, new PrivateMemory(layout.byteSize(), session.account()));
            layout.store(HostTensor.zeros(variable.type()), slot.memory.memory());
            slots.put(variable.name(), slot);
          }
          return slots;
        });
  }

  boolean belongsTo(AwkwardExecutable candidate) {
    return executable == candidate;
  }

  void requireOpen() {
    session.requireOpen();
    if (closed) {
      throw new IllegalStateException("this state is closed; make another with newState()");
    }
  }

  private Slot slot(String name) {
    Slot slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException(
          "the program has no variable " + name + "; it has " + slots.keySet());
    }
    return slot;
  }

  private static void requireType(Slot slot, HostTensor tensor) {
    if (!tensor.type().equals(slot.variable.type())) {
      throw new IllegalArgumentException(
          "variable " + slot.variable + " cannot be exchanged with a tensor of " + tensor.type());
    }
  }

  /** On the device's thread: a copy of a variable. */
  HostTensor load(String name) {
    Slot slot = slot(name);
    return slot.layout.load(slot.memory.memory());
  }

  /** On the device's thread: overwrites a variable. */
  void store(String name, HostTensor value) {
    Slot slot = slot(name);
    slot.layout.store(value, slot.memory.memory());
  }

  /** On the device's thread: fails if a variable's padding was written to. */
  void requireIntact() {
    for (Slot slot : slots.values()) {
      slot.layout.requireIntact("variable " + slot.variable.name(), slot.memory.memory());
    }
  }

  @Override
  public HostTensor read(Variable variable) {
    requireOpen();
    requireType(slot(variable.name()), HostTensor.zeros(variable.type()));
    return session.thread().call(() -> load(variable.name()));
  }

  @Override
  public void read(Variable variable, HostTensor destination) {
    requireOpen();
    requireType(slot(variable.name()), destination);
    // By way of a copy: the destination may be memory that only the caller's thread may touch.
    destination.copyFrom(read(variable));
  }

  @Override
  public void write(Variable variable, HostTensor value) {
    requireOpen();
    requireType(slot(variable.name()), value);
    // Copied now, as the caller may change it; stored when it is this write's turn.
    HostTensor copy = value.copy();
    var _ =
        session
            .thread()
            .later(() -> {
              store(variable.name(), copy);
              return copy;
            });
  }

  @Override
  public void copyFrom(State source) {
    requireOpen();
    if (!(source instanceof AwkwardState other) || other.executable != executable) {
      throw new IllegalArgumentException(
          "copyFrom wants another state of the same executable; read and write its variables"
              + " instead");
    }
    other.requireOpen();
    var _ =
        session
            .thread()
            .later(() -> {
              for (Slot slot : slots.values()) {
                MemorySegment from = other.slot(slot.variable.name()).memory.memory();
                slot.memory.memory().copyFrom(from);
              }
              return other;
            });
  }

  @Override
  public void close() {
    if (!closed && !session.isClosed()) {
      closed = true;
      session
          .thread()
          .call(() -> {
            slots.values().forEach(slot -> slot.memory.free());
            return closed;
          });
    }
  }
}
