// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.launch;

import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.ScaledTanh;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.tornado.engine.Kernel;

/** Launches of what a training step has beside products. */
final class TrainingLaunches {
  private TrainingLaunches() {}

  static Made biasAdd(Call call) {
    Shape x = call.shape(0);
    long inner = 1;
    for (int axis = 2; axis < x.rank(); axis++) {
      inner *= x.dimension(axis);
    }
    long count = x.elementCount();
    return Made.only(
        "bias_add",
        Launch.elements(
            Kernel.BIAS_ADD,
            count,
            new Arguments()
                .value(count)
                .buffer(call.operand(0))
                .buffer(call.operand(1))
                .buffer(call.result(0))
                .value(inner)
                .value(x.dimension(1))));
  }

  static Made scaledTanh(Call call, ScaledTanh op) {
    long count = call.resultType().elementCount();
    return Made.only(
        "scaled_tanh",
        Launch.elements(
            Kernel.SCALED_TANH,
            count,
            new Arguments()
                .value(count)
                .buffer(call.operand(0))
                .buffer(call.result(0))
                .scalar(op.amplitude())
                .scalar(op.slope())));
  }

  static Made scaledTanhGradient(Call call, ScaledTanhGradient op) {
    long count = call.resultType().elementCount();
    return Made.only(
        "scaled_tanh_gradient",
        Launch.elements(
            Kernel.SCALED_TANH_GRADIENT,
            count,
            new Arguments()
                .value(count)
                .buffer(call.operand(0))
                .buffer(call.operand(1))
                .buffer(call.result(0))
                .scalar(op.amplitude() * op.slope())
                .scalar(op.slope() / op.amplitude())));
  }

  static Made sgdStep(Call call, SgdStep op) {
    long count = call.resultType().elementCount();
    return Made.only(
        "sgd_step",
        Launch.elements(
            Kernel.SGD_STEP,
            count,
            new Arguments()
                .value(count)
                .buffer(call.operand(0))
                .buffer(call.operand(1))
                .buffer(call.result(0))
                .buffer(call.operand(2))
                .scalar(op.decay())));
  }

  static Made momentumStep(Call call, MomentumStep op) {
    long count = call.resultType().elementCount();
    return Made.only(
        "momentum_step",
        Launch.elements(
            Kernel.MOMENTUM_STEP,
            count,
            new Arguments()
                .value(count)
                .buffer(call.operand(0))
                .buffer(call.operand(1))
                .buffer(call.operand(2))
                .buffer(call.result(0))
                .buffer(call.result(1))
                .buffer(call.operand(3))
                .scalar(op.momentum())
                .scalar(op.decay())));
  }

  static Made softmaxCrossEntropy(Call call) {
    Shape logits = call.shape(0);
    return Made.only(
        "softmax_cross_entropy",
        Launch.elements(
            Kernel.CROSS_ENTROPY,
            logits.dimension(0),
            new Arguments()
                .value(logits.dimension(0))
                .buffer(call.operand(0))
                .buffer(call.operand(1))
                .buffer(call.result(0))
                .value(logits.dimension(1))));
  }

  static Made softmaxCrossEntropyGradient(Call call) {
    Shape logits = call.shape(0);
    return Made.only(
        "softmax_cross_entropy_gradient",
        Launch.elements(
            Kernel.CROSS_ENTROPY_GRADIENT,
            logits.dimension(0),
            new Arguments()
                .value(logits.dimension(0))
                .buffer(call.operand(0))
                .buffer(call.operand(1))
                .buffer(call.operand(2))
                .buffer(call.result(0))
                .value(logits.dimension(1))));
  }
}
