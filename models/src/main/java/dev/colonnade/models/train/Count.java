// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.train;

/**
 * What an evaluation counted.
 *
 * @param examples how many, each counted once
 * @param wrong those whose largest output is not the label's
 * @param lossSum sum of their losses
 */
record Count(int examples, long wrong, double lossSum) {
  double errorPercent() {
    return 100.0 * wrong / examples;
  }

  double meanLoss() {
    return lossSum / examples;
  }
}
