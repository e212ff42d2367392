// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import java.util.List;
import java.util.Optional;

/**
 * An operation that is defined by others. The set is open: a plug-in may bring its own.
 *
 * <p>A backend that has a good kernel for a composite claims it; otherwise it is replaced by its
 * decomposition, one level at a time, until the backend claims what is there. Results of the kernel
 * must agree with the decomposition's within the tolerance of the types and reduction lengths.
 */
public non-sealed interface Composite extends Op {
  /**
   * Builds the same function from other operations.
   *
   * @return one value for each result of {@link #infer}, of just those types
   */
  <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands);

  /**
   * Builds the gradients of the operands from those of the results, if this operation has a better
   * rule than differentiating its decomposition.
   *
   * @param operands the operands
   * @param results the results, which a rule may use instead of computing them again
   * @param resultGradients for each result its gradient; a result without influence has zeros
   * @return for each operand its gradient, or empty where it has none (an index, a label); or an
   *     empty optional when the decomposition is to be differentiated
   */
  default <V extends Operand> Optional<List<Optional<V>>> gradient(
      OpBuilder<V> builder, List<V> operands, List<V> results, List<V> resultGradients) {
    return Optional.empty();
  }

  /**
   * Whether a result of as many elements may lie where this operand lies: kernels read element i of
   * it, and no other, to write element i. For composites that a plug-in brings.
   */
  default boolean overwrites(int operand) {
    return false;
  }
}
