// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.transform;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Convert;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.op.Select;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.tensor.HostTensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Replaces operations by simpler ones with bit-for-bit the same result: identities, and chains of
 * reshapes, transposes, broadcasts and conversions. Nothing that would change rounding, the sign of
 * a zero, or what a NaN does.
 */
public final class Simplify {
  private Simplify() {}

  /** The simplified graph. */
  public static Graph run(Graph graph) {
    return GraphRewriter.rewrite(
        graph,
        (node, operands, builder) ->
            simplified(node.op(), operands, builder)
                .map(List::of)
                .orElseGet(() -> GraphRewriter.keep(node, operands, builder)));
  }

  private static Optional<Value> simplified(Op op, List<Value> x, OpBuilder<Value> b) {
    return switch (op) {
      case ShapeOp.Reshape reshape -> reshape(reshape, x.get(0), b);
      case ShapeOp.Transpose transpose -> transpose(transpose, x.get(0), b);
      case ShapeOp.Broadcast broadcast -> broadcast(broadcast, x.get(0), b);
      case ShapeOp.Slice slice ->
          slice.infer(List.of(x.get(0).type())).get(0).equals(x.get(0).type())
              ? Optional.of(x.get(0))
              : Optional.empty();
      case ShapeOp.Pad pad ->
          pad.infer(List.of(x.get(0).type(), x.get(1).type())).get(0).equals(x.get(0).type())
              ? Optional.of(x.get(0))
              : Optional.empty();
      case ShapeOp.Concatenate concatenate when x.size() == 1 -> Optional.of(x.get(0));
      case ShapeOp.Reverse reverse when reverse.axes().isEmpty() -> Optional.of(x.get(0));
      case Reduction.ReduceSum sum when sum.axes().isEmpty() -> Optional.of(x.get(0));
      case Reduction.ReduceMax max when max.axes().isEmpty() -> Optional.of(x.get(0));
      case Convert convert when convert.dtype() == x.get(0).type().dtype() -> Optional.of(x.get(0));
      case UnaryOp.Negate negate -> undone(x.get(0), UnaryOp.Negate.class);
      case UnaryOp.LogicalNot not -> undone(x.get(0), UnaryOp.LogicalNot.class);
      case BinaryOp.Multiply multiply when isUniform(x.get(1), 1) -> Optional.of(x.get(0));
      case BinaryOp.Multiply multiply when isUniform(x.get(0), 1) -> Optional.of(x.get(1));
      case BinaryOp.Divide divide when isUniform(x.get(1), 1) -> Optional.of(x.get(0));
      case Select select when x.get(1) == x.get(2) -> Optional.of(x.get(1));
      default -> Optional.empty();
    };
  }

  private static Optional<Value> reshape(ShapeOp.Reshape op, Value x, OpBuilder<Value> b) {
    if (x.type().shape().equals(op.shape())) {
      return Optional.of(x);
    }
    if (x.producer().op() instanceof ShapeOp.Reshape) {
      return Optional.of(b.reshape(x.producer().operands().get(0), op.shape()));
    }
    if (x.producer().op() instanceof ShapeOp.Broadcast broadcast && broadcast.axes().isEmpty()) {
      return Optional.of(b.broadcast(x.producer().operands().get(0), op.shape()));
    }
    return Optional.empty();
  }

  private static Optional<Value> transpose(ShapeOp.Transpose op, Value x, OpBuilder<Value> b) {
    if (isIdentity(op.permutation())) {
      return Optional.of(x);
    }
    if (x.producer().op() instanceof ShapeOp.Transpose inner) {
      int[] combined =
          op.permutation().stream().mapToInt(axis -> inner.permutation().get(axis)).toArray();
      return Optional.of(b.transpose(x.producer().operands().get(0), combined));
    }
    return Optional.empty();
  }

  private static Optional<Value> broadcast(ShapeOp.Broadcast op, Value x, OpBuilder<Value> b) {
    if (x.type().shape().equals(op.shape())) {
      return Optional.of(x);
    }
    if (x.producer().op() instanceof ShapeOp.Broadcast inner) {
      int[] combined = inner.axes().stream().mapToInt(axis -> op.axes().get(axis)).toArray();
      Value source = x.producer().operands().get(0);
      return Optional.of(b.broadcast(source, op.shape(), combined));
    }
    return Optional.empty();
  }

  private static Optional<Value> undone(Value x, Class<? extends Op> op) {
    Node producer = x.producer();
    return op.isInstance(producer.op())
        ? Optional.of(producer.operands().get(0))
        : Optional.empty();
  }

  private static boolean isIdentity(List<Integer> permutation) {
    for (int i = 0; i < permutation.size(); i++) {
      if (permutation.get(i) != i) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUniform(Value value, double wanted) {
    OptionalDouble uniform = uniformValue(value);
    return uniform.isPresent() && uniform.getAsDouble() == wanted;
  }

  /** The number that all elements of a value equal, if the graph shows it. */
  static OptionalDouble uniformValue(Value value) {
    Node producer = value.producer();
    if (producer.op() instanceof ShapeOp.Broadcast || producer.op() instanceof ShapeOp.Reshape) {
      return uniformValue(producer.operands().get(0));
    }
    if (producer.op() instanceof StructuralOp.Constant(HostTensor tensor)
        && tensor.type().elementCount() == 1) {
      return OptionalDouble.of(tensor.getDouble(0));
    }
    return OptionalDouble.empty();
  }
}
