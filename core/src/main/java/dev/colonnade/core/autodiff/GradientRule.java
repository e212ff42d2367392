// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.autodiff;

import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.OpBuilder;
import java.util.List;
import java.util.Optional;

/**
 * Builds the gradients of an operation's operands. Every primitive has one result, y.
 *
 * @param <P> the primitive
 */
@FunctionalInterface
interface GradientRule<P> {
  /**
   * One gradient for each operand; empty where the operand has no influence that can be
   * differentiated.
   *
   * @param builder where the nodes go
   * @param op the operation with its attributes
   * @param x its operands
   * @param y its result
   * @param dy gradient of the result
   */
  List<Optional<Value>> apply(OpBuilder<Value> builder, P op, List<Value> x, Value y, Value dy);
}
