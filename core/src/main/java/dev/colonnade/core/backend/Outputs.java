// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

import dev.colonnade.core.tensor.HostTensor;
import java.util.Map;

/**
 * What a submission returned: for each output of the entry the values of all steps, stacked on a
 * leading axis of as many slices as steps.
 *
 * @param stacked by output name
 */
public record Outputs(Map<String, HostTensor> stacked) {
  /** Copies the map. */
  public Outputs {
    stacked = Map.copyOf(stacked);
  }

  /**
   * The stacked values of an output, [steps, ...].
   *
   * @throws IllegalArgumentException if there is no such output
   */
  public HostTensor get(String output) {
    HostTensor tensor = stacked.get(output);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "there is no output " + output + "; there are " + stacked.keySet());
    }
    return tensor;
  }

  /** The value of an output in the last step. */
  public HostTensor last(String output) {
    HostTensor tensor = get(output);
    return tensor.row(tensor.type().shape().dimension(0) - 1);
  }
}
