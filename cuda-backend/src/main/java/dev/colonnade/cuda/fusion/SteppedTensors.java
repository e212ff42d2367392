// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * The step of an optimiser for several tensors at one rate. Operands: for each tensor those of its
 * step but the rate, then the rate; results: for each tensor those of its step. Weights and
 * velocities are variables that the results are assigned to.
 *
 * @param step an {@link dev.colonnade.core.op.composite.SgdStep} or {@link MomentumStep}
 * @param tensors how many there are
 */
public record SteppedTensors(Composite step, int tensors) implements Composite {
  /** {@code MOST_STEPPED} of training.cu. */
  public static final int MOST = 16;

  /** Operands of a tensor: weights, with momentum the velocity, gradient. */
  public int operandsOfTensor() {
    return step instanceof MomentumStep ? 3 : 2;
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Inference.arity(this, operands, tensors * operandsOfTensor() + 1);
    List<TensorType> results = new ArrayList<>();
    for (int tensor = 0; tensor < tensors; tensor++) {
      results.addAll(step.infer(ofTensor(operands, tensor)));
    }
    return results;
  }

  private <T> List<T> ofTensor(List<T> operands, int tensor) {
    int first = tensor * operandsOfTensor();
    List<T> own = new ArrayList<>(operands.subList(first, first + operandsOfTensor()));
    own.add(operands.getLast());
    return own;
  }

  /**
   * Each weight and velocity is made from its old value. A gradient must stay: the result of
   * another tensor, which other blocks compute, might be put in its place.
   */
  @Override
  public boolean overwrites(int operand) {
    int place = operand % operandsOfTensor();
    return operand < tensors * operandsOfTensor() && place < operandsOfTensor() - 1;
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    List<V> results = new ArrayList<>();
    for (int tensor = 0; tensor < tensors; tensor++) {
      results.addAll(builder.apply(step, ofTensor(operands, tensor)));
    }
    return results;
  }
}
