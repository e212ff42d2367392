// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/** Where values enter and leave a step: constants, feeds, and the variables' reads and writes. */
public sealed interface StructuralOp extends Primitive {
  /**
   * A tensor fixed when the graph is built. Equal to another by its bits.
   *
   * @param value the tensor; not to be changed afterwards
   */
  record Constant(HostTensor value) implements StructuralOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 0);
      return List.of(value.type());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Constant constant && value.bitwiseEquals(constant.value);
    }

    @Override
    public int hashCode() {
      int hash = value.type().hashCode();
      long count = Math.min(16, value.type().elementCount());
      for (long i = 0; i < count; i++) {
        hash = 31 * hash + Double.hashCode(value.getDouble(i));
      }
      return hash;
    }
  }

  /**
   * A tensor given at each submission.
   *
   * @param feed its name, unique in the graph
   * @param type its type in one step
   */
  record Feed(String feed, TensorType type) implements StructuralOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 0);
      return List.of(type);
    }
  }

  /**
   * The value a variable has at the step's start.
   *
   * @param variable its name
   * @param type its type
   */
  record ReadVariable(String variable, TensorType type) implements StructuralOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 0);
      return List.of(type);
    }
  }

  /**
   * Gives a variable a new value, effective at the step's end; at most once for a variable in a
   * graph. One operand of the variable's type; no result.
   *
   * @param variable its name
   * @param type its type
   */
  record Assign(String variable, TensorType type) implements StructuralOp {
    @Override
    public List<TensorType> infer(List<TensorType> operands) {
      Inference.arity(this, operands, 1);
      Inference.require(
          this, operands, operands.get(0).equals(type), "wants a value of the variable's type");
      return List.of();
    }
  }
}
