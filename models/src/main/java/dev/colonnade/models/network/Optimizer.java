// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.network;

import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.SgdStep;
import java.util.List;

/** How gradients change the parameters. Weight decay applies to weights, not to biases. */
public sealed interface Optimizer {
  /** Weight decay (L2): added to the gradient is this times the weight. */
  float decay();

  /** Whether each parameter has a velocity variable beside it. */
  boolean hasVelocity();

  /** Appends the new value of a parameter, and of its velocity, and assigns them. */
  void build(GraphBuilder builder, Parameter parameter, Value gradient, Value rate);

  /**
   * Plain gradient descent, as in the papers up to 2012.
   *
   * @param decay weight decay, 0 for none
   */
  record Sgd(float decay) implements Optimizer {
    /** Refuses a negative decay. */
    public Sgd {
      requireDecay(decay);
    }

    @Override
    public boolean hasVelocity() {
      return false;
    }

    @Override
    public void build(GraphBuilder builder, Parameter parameter, Value gradient, Value rate) {
      Variable variable = parameter.variable();
      Value next =
          builder.applyOne(
              new SgdStep(parameter.kind() == Parameter.Kind.WEIGHTS ? decay : 0),
              List.of(builder.read(variable), gradient, rate));
      builder.assign(variable, next);
    }
  }

  /**
   * Gradient descent with momentum.
   *
   * @param momentum share of the last step that is kept, from 0 to below 1
   * @param decay weight decay, 0 for none
   */
  record Momentum(float momentum, float decay) implements Optimizer {
    /** Checks the ranges. */
    public Momentum {
      requireDecay(decay);
      if (!(momentum >= 0 && momentum < 1)) {
        throw new IllegalArgumentException(
            "momentum must be at least 0 and below 1, but was " + momentum);
      }
    }

    @Override
    public boolean hasVelocity() {
      return true;
    }

    @Override
    public void build(GraphBuilder builder, Parameter parameter, Value gradient, Value rate) {
      Variable variable = parameter.variable();
      Variable velocity = parameter.velocity();
      List<Value> next =
          builder.apply(
              new MomentumStep(momentum, parameter.kind() == Parameter.Kind.WEIGHTS ? decay : 0),
              List.of(builder.read(variable), builder.read(velocity), gradient, rate));
      builder.assign(variable, next.get(0));
      builder.assign(velocity, next.get(1));
    }
  }

  /** Plain gradient descent without decay. */
  Optimizer SGD = new Sgd(0);

  private static void requireDecay(float decay) {
    if (!(decay >= 0) || Float.isInfinite(decay)) {
      throw new IllegalArgumentException("weight decay must be at least 0, but was " + decay);
    }
  }
}
