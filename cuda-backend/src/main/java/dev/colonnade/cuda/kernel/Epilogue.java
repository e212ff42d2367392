// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.op.Activation;
import dev.colonnade.core.runtime.flow.Buffer;
import java.util.Optional;

/**
 * What a product does with its sums before it stores them; {@code Epilogue} of activation.cuh.
 *
 * @param bias added first
 * @param activation applied last
 */
record Epilogue(Optional<Buffer> bias, Activation activation) {
  static final Epilogue NONE = new Epilogue(Optional.empty(), new Activation.Identity());

  /** Appends the structure's fields. */
  void appendTo(Parameters parameters) {
    bias.ifPresentOrElse(parameters::buffer, parameters::none);
    parameters.int32(number());
    if (activation instanceof Activation.ScaledTanh(float amplitude, float slope)) {
      parameters.float32(amplitude).float32(slope);
    } else {
      parameters.float32(1).float32(1);
    }
  }

  private int number() {
    return switch (activation) {
      case Activation.Identity identity -> 0;
      case Activation.Relu relu -> 1;
      case Activation.Tanh tanh -> 2;
      case Activation.Sigmoid sigmoid -> 3;
      case Activation.ScaledTanh tanh -> 4;
    };
  }
}
