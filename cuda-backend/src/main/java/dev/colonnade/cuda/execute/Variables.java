// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.graph.Variable;
import dev.colonnade.cuda.driver.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One set of a program's variables in one block of device memory, and the entries bound to it. */
public final class Variables {
  private final Context context;
  private final DeviceMemory memory;
  private final Staging staging;
  private final Map<String, Long> offsets;
  private final long address;
  private final long bytes;
  private final Map<String, BoundEntry> entries = new HashMap<>();

  Variables(
      Context context,
      DeviceMemory memory,
      Staging staging,
      Map<String, Long> offsets,
      long bytes) {
    this.context = context;
    this.memory = memory;
    this.staging = staging;
    this.offsets = offsets;
    this.bytes = bytes;
    address = memory.allocate(bytes, "the variables of a state");
    clear();
  }

  /** Makes all variables zero. */
  void clear() {
    if (bytes > 0) {
      context.fill(address, (byte) 0, bytes, staging.compute());
    }
  }

  /** Where variables lie in the block, side by side with gaps between them. */
  static Map<String, Long> offsets(Iterable<Variable> variables, int alignment, int gap) {
    Map<String, Long> offsets = new HashMap<>();
    long next = gap;
    for (Variable variable : variables) {
      offsets.put(variable.name(), next);
      next = Math.ceilDiv(next + variable.type().byteSize(), alignment) * alignment + gap;
    }
    offsets.put("", next);
    return offsets;
  }

  /** Device address of a variable. */
  public long address(String variable) {
    return address + offset(offsets, variable);
  }

  /** Where a variable lies in the block. */
  static long offset(Map<String, Long> offsets, String variable) {
    return Optional.ofNullable(offsets.get(variable))
        .orElseThrow(() -> new IllegalStateException("there is no variable " + variable));
  }

  long address() {
    return address;
  }

  long byteSize() {
    return bytes;
  }

  void bind(String entry, BoundEntry bound) {
    entries.put(entry, bound);
  }

  BoundEntry entry(String name) {
    return Optional.ofNullable(entries.get(name))
        .orElseThrow(() -> new IllegalStateException("entry " + name + " is not bound"));
  }

  /** Overwrites all variables with those of another set of the same program. */
  public void copyFrom(Variables source) {
    if (bytes > 0) {
      context.copyOnDevice(address, source.address, bytes, staging.compute());
    }
  }

  /** Frees the block; nothing may be running on it. */
  public void close() {
    entries.values().forEach(BoundEntry::close);
    entries.clear();
    memory.free(address);
  }
}
