// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction;

import dev.colonnade.core.backend.Support;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cpu.execute.FilterPanels;
import java.util.List;
import java.util.Map;

/** The kernels of one device, with the threads that run them. Owned by a session. */
public interface KernelSet extends AutoCloseable {
  /** What plans call the layout of values in logical order. */
  String LOGICAL = "nchw";

  /** Whether there are kernels for an operation, and which. */
  Support support(Op op, List<TensorType> operands);

  /**
   * A lowered program.
   *
   * @param entries with their values in the layouts that these kernels work best in, which may
   *     bring operations that only they know
   * @param filters the variables that are kept in panels
   */
  record Arranged(List<Graph> entries, Map<String, FilterPanels> filters) {
    /** Copies both. */
    public Arranged {
      entries = List.copyOf(entries);
      filters = Map.copyOf(filters);
    }
  }

  /**
   * Arranges a lowered program.
   *
   * @param layouts for each entry with a plan the layout its rows have, {@link #LOGICAL} if no
   *     other
   */
  default Arranged arrange(Program lowered, Map<String, String> layouts) {
    return new Arranged(List.copyOf(lowered.entries().values()), Map.of());
  }

  /** The layout of what a node of an arranged entry writes, as plans have it. */
  default String layout(Node node) {
    return LOGICAL;
  }

  /** Makes the instruction of a node whose operation is answered {@code Native}. */
  Made make(Call call);

  /** Makes a copy of {@code count} elements from one buffer to another. */
  Made copy(DType dtype, int count, int from, int to);

  /**
   * Has the JIT compiler compile the kernels before they are needed; done once in a JVM, whatever
   * the number of sessions. Nothing to do where the kernels do not need it.
   */
  default void warmUp() {}

  /** Ends the threads. */
  @Override
  void close();
}
