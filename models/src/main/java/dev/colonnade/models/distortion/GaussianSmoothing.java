// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.distortion;

import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;

/**
 * Gaussian smoothing along one axis as a matrix. A convolution along an axis that is hardly longer
 * than its kernel is a product with a dense Toeplitz matrix; as such it runs on a device's matrix
 * multiplication, and sigma may change between epochs without a new compilation.
 */
final class GaussianSmoothing {
  /** Standard deviations after which the Gaussian's remaining mass, below 1e-15, is left out. */
  private static final double REACH = 8.5;

  private GaussianSmoothing() {}

  /**
   * The matrix [extent, extent] whose element (i, j) is the weight of pixel j in the smoothed pixel
   * i: a Gaussian sampled at the pixels, of unit sum over an unbounded axis. Rows near a border sum
   * to less than one: outside the image lies zero.
   */
  static HostTensor matrix(int extent, double sigma) {
    int radius = (int) Math.ceil(REACH * sigma);
    double sum = 0;
    for (int d = -radius; d <= radius; d++) {
      sum += weight(d, sigma);
    }
    float[] values = new float[extent * extent];
    for (int i = 0; i < extent; i++) {
      for (int j = 0; j < extent; j++) {
        values[i * extent + j] = (float) (weight(i - j, sigma) / sum);
      }
    }
    return HostTensor.of(Shape.of(extent, extent), values);
  }

  private static double weight(int distance, double sigma) {
    return Math.exp(-0.5 * distance * distance / (sigma * sigma));
  }
}
