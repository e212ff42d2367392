// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.skeleton;

import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One set of the variables, zero at first. Each has two buffers: kernels read the current one, an
 * assignment fills the next, and the end of the step swaps them. That settles at once that reads
 * see the step's start and that two variables may be swapped; it costs twice the memory, which a
 * backend saves where it can prove that nothing reads the old value any more.
 */
final class SkeletonState implements State {
  private static final class Slot {
    private DeviceMemory.Buffer current;
    private DeviceMemory.Buffer next;

    Slot(DeviceMemory.Buffer current, DeviceMemory.Buffer next) {
      this.current = current;
      this.next = next;
    }

    void swap() {
      DeviceMemory.Buffer old = current;
      current = next;
      next = old;
    }
  }

  private final SkeletonExecutable executable;
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private boolean closed;

  SkeletonState(SkeletonExecutable executable, DeviceMemory memory, boolean guarded) {
    this.executable = executable;
    for (Variable variable : executable.program().variables().values()) {
      String name = "variable " + variable.name();
      slots.put(
          variable.name(),
          new Slot(
              memory.allocate(name, variable.type(), guarded),
              memory.allocate(name, variable.type(), guarded)));
    }
  }

  boolean belongsTo(SkeletonExecutable candidate) {
    return executable == candidate;
  }

  private Slot slot(String name) {
    Slot slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException(
          "the program has no variable " + name + "; it has " + slots.keySet());
    }
    return slot;
  }

  HostTensor current(String name) {
    return slot(name).current.tensor();
  }

  HostTensor next(String name) {
    return slot(name).next.tensor();
  }

  void endStep(Collection<String> assigned) {
    assigned.forEach(name -> slot(name).swap());
  }

  void requireIntact() {
    for (Slot slot : slots.values()) {
      EntryRunner.requireIntact(slot.current);
      EntryRunner.requireIntact(slot.next);
    }
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this state is closed; make another with newState()");
    }
  }

  @Override
  public HostTensor read(Variable variable) {
    HostTensor result = HostTensor.zeros(variable.type());
    read(variable, result);
    return result;
  }

  @Override
  public void read(Variable variable, HostTensor destination) {
    requireOpen();
    destination.copyFrom(current(variable.name()));
  }

  @Override
  public void write(Variable variable, HostTensor value) {
    requireOpen();
    current(variable.name()).copyFrom(value);
  }

  @Override
  public void copyFrom(State source) {
    requireOpen();
    if (!(source instanceof SkeletonState other) || other.executable != executable) {
      throw new IllegalArgumentException(
          "copyFrom wants another state of the same executable; read and write its variables"
              + " instead");
    }
    other.requireOpen();
    slots.forEach((name, slot) -> slot.current.tensor().copyFrom(other.current(name)));
  }

  @Override
  public void close() {
    closed = true;
    for (Slot slot : slots.values()) {
      slot.current.close();
      slot.next.close();
    }
  }
}
