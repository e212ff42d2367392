// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.device;

import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.runtime.StateCheck;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.cpu.execute.Entry;
import dev.colonnade.cpu.execute.FilterPanels;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Slack;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One array for each variable, with canaries around it in a guarded executable. Filters may be kept
 * in panels; whoever reads or writes a variable has it in logical order.
 */
final class CpuState implements State, Entry.Variables {
  private final CpuExecutable executable;
  private final int guard;
  private final Map<String, Object> arrays = new LinkedHashMap<>();
  private final long bytes;
  private boolean closed;

  CpuState(CpuExecutable executable, int guard, long bytes) {
    this.executable = executable;
    this.guard = guard;
    this.bytes = bytes;
    for (Variable variable : executable.program().variables().values()) {
      arrays.put(
          variable.name(),
          Slack.newArray(variable.type().dtype(), Math.toIntExact(count(variable) + 2L * guard)));
    }
  }

  CpuExecutable executable() {
    return executable;
  }

  @Override
  public void bind(String variable, Frame frame, int buffer) {
    frame.bind(buffer, array(variable), guard);
  }

  @Override
  public HostTensor read(Variable variable) {
    HostTensor copy =
        HostTensor.zeros(StateCheck.requireKnown(executable.program(), variable).type());
    read(variable, copy);
    return copy;
  }

  @Override
  public void read(Variable variable, HostTensor destination) {
    StateCheck.requireFits(executable.program(), variable, destination);
    requireOpen();
    executable.session().drain();
    FilterPanels panels = executable.filters().get(variable.name());
    if (panels == null) {
      destination.segment().copyFrom(segment(variable));
      return;
    }
    float[] logical = new float[(int) variable.type().elementCount()];
    panels.unpack((float[]) array(variable.name()), guard, logical, 0);
    destination.segment().copyFrom(MemorySegment.ofArray(logical));
  }

  @Override
  public void write(Variable variable, HostTensor value) {
    StateCheck.requireFits(executable.program(), variable, value);
    requireOpen();
    executable.session().drain();
    FilterPanels panels = executable.filters().get(variable.name());
    if (panels == null) {
      segment(variable).copyFrom(value.segment());
    } else {
      panels.pack(value.toFloatArray(), 0, (float[]) array(variable.name()), guard);
    }
  }

  @Override
  public void copyFrom(State source) {
    if (!(source instanceof CpuState other) || other.executable != executable) {
      throw new IllegalArgumentException(
          "a state is copied from a state of the same executable only; read and write its variables"
              + " one by one instead");
    }
    requireOpen();
    other.requireOpen();
    executable.session().drain();
    for (Variable variable : executable.program().variables().values()) {
      segment(variable).copyFrom(other.segment(variable));
    }
  }

  private MemorySegment segment(Variable variable) {
    MemorySegment whole =
        switch (array(variable.name())) {
          case float[] floats -> MemorySegment.ofArray(floats);
          case int[] ints -> MemorySegment.ofArray(ints);
          case byte[] values -> MemorySegment.ofArray(values);
          default -> throw new IllegalStateException("no variable lies in another array");
        };
    return whole.asSlice(
        (long) guard * variable.type().dtype().byteSize(),
        count(variable) * variable.type().dtype().byteSize());
  }

  /** Elements of a variable as it is kept. */
  private long count(Variable variable) {
    FilterPanels panels = executable.filters().get(variable.name());
    return panels == null ? variable.type().elementCount() : panels.physical().elementCount();
  }

  private Object array(String variable) {
    Object array = arrays.get(variable);
    if (array == null) {
      throw new IllegalStateException("there is no variable " + variable);
    }
    return array;
  }

  /** Refuses work on a closed state. */
  void requireOpen() {
    executable.requireOpen();
    if (closed) {
      throw new IllegalStateException("this state is closed; make a new one with newState()");
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    executable.session().drain();
    arrays.clear();
    executable.forget(this, bytes);
  }
}
