// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.launch;

import dev.colonnade.core.graph.Node;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.runtime.flow.OperandView;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.Optional;

/** A node as the maker of its launches sees it. */
public interface Call {
  /** The node. */
  Node node();

  /** Buffer of an operand that is read densely. */
  Buffer operand(int index);

  /** How an element-wise kernel reads an operand. */
  OperandView view(int index);

  /** Buffer of a result. */
  Buffer result(int index);

  /** A buffer for this node alone, undefined when its first launch begins. */
  Buffer workspace(DType dtype, long count);

  /** Cores of the device: launches are made to fill them. */
  int cores();

  /** Whether kernels are tasks of lists, for threads that are cores. */
  boolean lists();

  /** The algorithm that a given plan asks for. */
  Optional<String> plannedAlgorithm();

  /** Type of an operand. */
  default TensorType type(int operand) {
    return node().operands().get(operand).type();
  }

  /** Shape of an operand. */
  default Shape shape(int operand) {
    return type(operand).shape();
  }

  /** Type of the first result. */
  default TensorType resultType() {
    return node().results().get(0).type();
  }
}
