// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.distortion;

import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;

/** The kernel that smooths displacement fields. */
final class GaussianKernel {
  /** Standard deviations after which the Gaussian's remaining mass, below 1e-15, is left out. */
  private static final double REACH = 8.5;

  private GaussianKernel() {}

  /**
   * F32 [reach]: the weight of a pixel at each distance, for a Gaussian sampled at the pixels, of
   * unit sum over both sides of an unbounded axis.
   *
   * @param sigma standard deviation in pixels
   */
  static HostTensor weights(int reach, double sigma) {
    int radius = (int) Math.ceil(REACH * sigma);
    double sum = 0;
    for (int d = -radius; d <= radius; d++) {
      sum += weight(d, sigma);
    }
    float[] values = new float[reach];
    for (int d = 0; d < reach; d++) {
      values[d] = (float) (weight(d, sigma) / sum);
    }
    return HostTensor.of(Shape.of(reach), values);
  }

  private static double weight(int distance, double sigma) {
    return Math.exp(-0.5 * distance * distance / (sigma * sigma));
  }
}
