// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.instruction;

import dev.colonnade.core.graph.Node;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.runtime.flow.OperandView;
import dev.colonnade.core.tensor.TensorType;
import java.util.Optional;

/** A node with its buffers, as the maker of its instruction sees it. */
public interface Call {
  /** The node. */
  Node node();

  /** Its operation. */
  default Op op() {
    return node().op();
  }

  /** Type of operand {@code index}. */
  default TensorType operandType(int index) {
    return node().operands().get(index).type();
  }

  /** Type of result {@code index}. */
  default TensorType resultType(int index) {
    return node().results().get(index).type();
  }

  /** Buffer that holds operand {@code index}, row-major and without gaps. */
  int operand(int index);

  /** How to read operand {@code index} of an element-wise operation. */
  OperandView view(int index);

  /** Buffer for result {@code index}. */
  int result(int index);

  /** A buffer of {@code count} floats that is this instruction's own while it runs. */
  int floatWorkspace(int count);

  /** A buffer of {@code count} integers that is this instruction's own while it runs. */
  int intWorkspace(int count);

  /** The algorithm that a plan asks for, if the program is compiled from a plan. */
  Optional<String> plannedAlgorithm();
}
