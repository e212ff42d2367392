// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.ScaledTanh;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cuda.driver.LaunchShape;
import dev.colonnade.cuda.fusion.SteppedTensors;
import java.util.Optional;

/** Launches of {@code training.cu}. */
final class TrainingKernels {
  /** {@code SOFTMAX_THREADS} of training.cu. */
  private static final int SOFTMAX_THREADS = 32;

  private final Launcher launcher;

  TrainingKernels(KernelLibrary library) {
    launcher = new Launcher(library, "training");
  }

  Made biasAdd(Call call) {
    Shape x = call.shape(0);
    long inner = 1;
    for (int axis = 2; axis < x.rank(); axis++) {
      inner *= x.dimension(axis);
    }
    return Made.only(
        launcher.elements(
            call,
            "bias_add",
            x.elementCount(),
            new Parameters()
                .buffer(call.operand(0))
                .buffer(call.operand(1))
                .buffer(call.result(0))
                .int64(x.elementCount())
                .int64(inner)
                .int32(x.dimension(1))));
  }

  /** Adds a bias for each map (axis 1) and applies an activation, in place. */
  Launch biasActivation(Call call, Buffer y, Shape shape, Activation activation) {
    return epilogue(call, y, shape, new Epilogue(Optional.of(call.operand(2)), activation));
  }

  /** Applies an activation in place. */
  Launch activation(Call call, Buffer y, Shape shape, Activation activation) {
    return epilogue(call, y, shape, new Epilogue(Optional.empty(), activation));
  }

  private Launch epilogue(Call call, Buffer y, Shape shape, Epilogue epilogue) {
    long inner = 1;
    for (int axis = 2; axis < shape.rank(); axis++) {
      inner *= shape.dimension(axis);
    }
    Parameters parameters =
        new Parameters()
            .buffer(y)
            .int64(shape.elementCount())
            .int64(inner)
            .int32(shape.dimension(1))
            .int32(0);
    epilogue.appendTo(parameters);
    return launcher.elements(call, "bias_activation", shape.elementCount(), parameters);
  }

  Made scaledTanh(Call call, ScaledTanh op) {
    long count = call.resultType().elementCount();
    return Made.only(
        launcher.elements(
            call,
            "scaled_tanh",
            count,
            new Parameters()
                .buffer(call.operand(0))
                .none()
                .buffer(call.result(0))
                .int64(count)
                .float32(op.amplitude())
                .float32(op.slope())));
  }

  Made scaledTanhGradient(Call call, ScaledTanhGradient op) {
    long count = call.resultType().elementCount();
    return Made.only(
        launcher.elements(
            call,
            "scaled_tanh_gradient",
            count,
            new Parameters()
                .buffer(call.operand(0))
                .buffer(call.operand(1))
                .buffer(call.result(0))
                .int64(count)
                .float32(op.amplitude())
                .float32(op.slope())));
  }

  Made sgdStep(Call call, SgdStep op) {
    long count = call.type(0).elementCount();
    return Made.only(
        launcher.elements(
            call,
            "sgd_step",
            count,
            new Parameters()
                .buffer(call.operand(0))
                .none()
                .buffer(call.operand(1))
                .buffer(call.operand(2))
                .buffer(call.result(0))
                .none()
                .int64(count)
                .float32(0)
                .float32(op.decay())));
  }

  Made momentumStep(Call call, MomentumStep op) {
    long count = call.type(0).elementCount();
    return Made.only(
        launcher.elements(
            call,
            "momentum_step",
            count,
            new Parameters()
                .buffer(call.operand(0))
                .buffer(call.operand(1))
                .buffer(call.operand(2))
                .buffer(call.operand(3))
                .buffer(call.result(0))
                .buffer(call.result(1))
                .int64(count)
                .float32(op.momentum())
                .float32(op.decay())));
  }

  /** A launch for several tensors: blocks along y are tensors. */
  Made steps(Call call, SteppedTensors op) {
    boolean momentum = op.step() instanceof MomentumStep;
    Parameters parameters = new Parameters();
    long largest = 1;
    for (int tensor = 0; tensor < SteppedTensors.MOST; tensor++) {
      int first = tensor * op.operandsOfTensor();
      if (tensor >= op.tensors()) {
        parameters.none().none().none().none().none().int64(0);
      } else if (momentum) {
        long count = call.type(first).elementCount();
        largest = Math.max(largest, count);
        parameters
            .buffer(call.operand(first))
            .buffer(call.operand(first + 1))
            .buffer(call.operand(first + 2))
            .buffer(call.result(2 * tensor))
            .buffer(call.result(2 * tensor + 1))
            .int64(count);
      } else {
        long count = call.type(first).elementCount();
        largest = Math.max(largest, count);
        parameters
            .buffer(call.operand(first))
            .none()
            .buffer(call.operand(first + 1))
            .buffer(call.result(tensor))
            .none()
            .int64(count);
      }
    }
    parameters.buffer(call.operand(op.tensors() * op.operandsOfTensor()));
    switch (op.step()) {
      case MomentumStep(float share, float decay) -> parameters.float32(share).float32(decay);
      case SgdStep(float decay) -> parameters.float32(0).float32(decay);
      default -> throw new IllegalStateException("no kernel steps by " + op.step().name());
    }
    int blocks = Launcher.shape(call.multiprocessors(), largest).blocksX();
    return Made.only(
        launcher.of(
            momentum ? "momentum_steps" : "sgd_steps",
            new LaunchShape(blocks, op.tensors(), 1, Launcher.THREADS, 0),
            parameters));
  }

  Made softmaxCrossEntropy(Call call) {
    return softmax(call, new Parameters().buffer(call.operand(0)).buffer(call.operand(1)).none());
  }

  Made softmaxCrossEntropyGradient(Call call) {
    return softmax(
        call,
        new Parameters().buffer(call.operand(0)).buffer(call.operand(1)).buffer(call.operand(2)));
  }

  private Made softmax(Call call, Parameters parameters) {
    Shape logits = call.shape(0);
    parameters.buffer(call.result(0)).int32(logits.dimension(1));
    return Made.only(
        launcher.of(
            "softmax_cross_entropy",
            LaunchShape.linear(logits.dimension(0), SOFTMAX_THREADS),
            parameters));
  }
}
