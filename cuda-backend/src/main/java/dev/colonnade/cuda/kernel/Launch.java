// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.cuda.driver.Context;
import dev.colonnade.cuda.driver.LaunchShape;
import java.lang.foreign.Arena;

/**
 * A launch of one of our kernels.
 *
 * @param function its handle
 * @param kernel its name
 * @param shape how many threads run it
 * @param parameters what it takes
 */
public record Launch(long function, String kernel, LaunchShape shape, Parameters parameters)
    implements Instruction {
  @Override
  public void enqueue(Context context, Addresses addresses, long stream) {
    // The driver copies the parameters before it returns, also while recording.
    try (Arena arena = Arena.ofConfined()) {
      context.launch(function, shape, parameters.bind(addresses, arena), false, stream);
    }
  }
}
