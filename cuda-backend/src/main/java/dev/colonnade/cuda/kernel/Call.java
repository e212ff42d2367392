// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.backend.MathMode;
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

  /** Multiprocessors of the device: launches are made to fill them. */
  int multiprocessors();

  /** Precision of the operands of products and convolutions. */
  MathMode mathMode();

  /** Whether every run must give the same bits. */
  boolean deterministic();

  /** Asks a library for its algorithms. */
  Trials trials();

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

  /** Type of the single result. */
  default TensorType resultType() {
    return node().result().type();
  }
}
