// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction;

import dev.colonnade.core.backend.Support;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/** The kernels of one device, with the threads that run them. Owned by a session. */
public interface KernelSet extends AutoCloseable {
  /** What plans call the layout of values in logical order. */
  String LOGICAL = "nchw";

  /** Whether there are kernels for an operation, and which. */
  Support support(Op op, List<TensorType> operands);

  /**
   * A lowered entry with its values in the layouts that these kernels work best in, which may bring
   * operations that only they know.
   */
  default Graph arrange(Graph entry) {
    return entry;
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
