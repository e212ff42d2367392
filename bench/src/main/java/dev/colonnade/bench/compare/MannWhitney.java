// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

/** The exact distribution of U, the number of pairs in which the second side is the greater. */
final class MannWhitney {
  private MannWhitney() {}

  /**
   * Returns the probabilities P(U &lt;= u) for u from 0 to n m, if both sides are of one continuous
   * distribution.
   *
   * @param n values of one side
   * @param m values of the other
   */
  static double[] distribution(int n, int m) {
    // Orders of i values of one side and j of the other with a given U, by which comes last.
    double[][][] orders = new double[n + 1][m + 1][];
    for (int i = 0; i <= n; i++) {
      for (int j = 0; j <= m; j++) {
        double[] count = new double[i * j + 1];
        if (i == 0 || j == 0) {
          count[0] = 1;
        } else {
          double[] otherLast = orders[i][j - 1];
          for (int u = 0; u < otherLast.length; u++) {
            count[u + i] += otherLast[u];
          }
          double[] oneLast = orders[i - 1][j];
          for (int u = 0; u < oneLast.length; u++) {
            count[u] += oneLast[u];
          }
        }
        orders[i][j] = count;
      }
    }
    double[] probabilities = orders[n][m];
    double total = 0;
    for (double count : probabilities) {
      total += count;
    }
    double sum = 0;
    for (int u = 0; u < probabilities.length; u++) {
      sum += probabilities[u];
      probabilities[u] = sum / total;
    }
    return probabilities;
  }
}
