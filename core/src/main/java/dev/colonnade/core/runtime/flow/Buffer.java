// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;

/**
 * A tensor of one entry: what it is, and in which kind of memory it lives. Its {@link #number} is
 * its place in the entry's list of buffers; two buffers may share memory.
 */
public final class Buffer {
  /** The kinds of memory. */
  public sealed interface Home {
    /** The executable's scratch memory, which is planned by lifetimes. */
    record Scratch() implements Home {}

    /**
     * An array of its own, filled when the program is compiled.
     *
     * @param value what it holds
     */
    record Constant(HostTensor value) implements Home {}

    /** An array of its own, computed from constants when the program is compiled. */
    record Folded() implements Home {}

    /**
     * The state's array of a variable.
     *
     * @param variable its name
     */
    record Variable(String variable) implements Home {}

    /**
     * The caller's array, or scratch memory into which each step's slice is copied.
     *
     * @param feed its name
     */
    record Fed(String feed) implements Home {}

    /**
     * The submission's result array.
     *
     * @param output its name
     */
    record Returned(String output) implements Home {}
  }

  /** The home of intermediate results. */
  public static final Home SCRATCH = new Home.Scratch();

  private final int number;
  private final DType dtype;
  private final long count;
  private final String name;
  private Home home;

  /** With its number, element type, elements, a name for messages, and its home. */
  public Buffer(int number, DType dtype, long count, String name, Home home) {
    this.number = number;
    this.dtype = dtype;
    this.count = count;
    this.name = name;
    this.home = home;
  }

  /** Its place in the frame. */
  public int number() {
    return number;
  }

  /** Element type. */
  public DType dtype() {
    return dtype;
  }

  /** Number of elements. */
  public long count() {
    return count;
  }

  /** What it holds, for messages. */
  public String name() {
    return name;
  }

  /** Where it lives. */
  public Home home() {
    return home;
  }

  /** Moves it, while the entry is being compiled. */
  public void settle(Home place) {
    this.home = place;
  }

  /** Whether it lies in scratch memory for good. */
  public boolean isScratch() {
    return home instanceof Home.Scratch;
  }

  @Override
  public String toString() {
    return name + " (" + dtype + " x " + count + ")";
  }
}
