// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.reduction;

import dev.colonnade.cpu.kernel.elementwise.VectorMath;

/**
 * Softmax of rows and the cross-entropy with a label. The row's maximum is subtracted first, so
 * that large logits do not overflow. A call computes the rows {@code from} to {@code to - 1} of a
 * matrix rows x classes.
 */
public final class Softmax {

  private Softmax() {}

  /** Writes e^(x - max) and returns the sum, added in fp64 so that many classes lose nothing. */
  private static float exponentials(
      float[] x, int source, float max, int classes, float[] y, int target) {
    VectorMath.exp(x, source, max, y, target, classes);
    double sum = 0;
    for (int j = 0; j < classes; j++) {
      sum += y[target + j];
    }
    return (float) sum;
  }

  private static double shiftedSum(float[] x, int source, float max, int classes) {
    double sum = 0;
    for (int j = 0; j < classes; j++) {
      sum += Math.exp(x[source + j] - max);
    }
    return sum;
  }

  /**
   * Computes the cross-entropy of each row's softmax with a label: log sum e^(x - max) - (x[label]
   * - max).
   *
   * @param labels one class for each row, 0 to {@code classes - 1}; another is an error of the
   *     caller and gives the loss of no class, log sum e^(x - max)
   * @param loss receives one number for each row
   */
  public static void crossEntropy(
      int from,
      int to,
      int classes,
      float[] x,
      int xOffset,
      int[] labels,
      int labelsOffset,
      float[] loss,
      int lossOffset) {
    for (int i = from; i < to; i++) {
      int source = xOffset + i * classes;
      float max = Reduce.maxRow(x, source, classes);
      int label = labels[labelsOffset + i];
      float chosen = label >= 0 && label < classes ? x[source + label] - max : 0;
      loss[lossOffset + i] = (float) (Math.log(shiftedSum(x, source, max, classes)) - chosen);
    }
  }

  /**
   * Computes the gradient of {@link #crossEntropy}: dx = (softmax(x) - onehot(label)) dloss; dx
   * must not be x.
   */
  public static void crossEntropyGradient(
      int from,
      int to,
      int classes,
      float[] x,
      int xOffset,
      int[] labels,
      int labelsOffset,
      float[] dLoss,
      int dLossOffset,
      float[] dx,
      int dxOffset) {
    for (int i = from; i < to; i++) {
      int source = xOffset + i * classes;
      int target = dxOffset + i * classes;
      float max = Reduce.maxRow(x, source, classes);
      float sum = exponentials(x, source, max, classes, dx, target);
      int label = labels[labelsOffset + i];
      float scale = dLoss[dLossOffset + i];
      for (int j = 0; j < classes; j++) {
        float probability = dx[target + j] / sum;
        dx[target + j] = (j == label ? probability - 1 : probability) * scale;
      }
    }
  }
}
