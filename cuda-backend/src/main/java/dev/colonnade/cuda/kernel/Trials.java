// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.cuda.dnn.Algorithm;
import dev.colonnade.cuda.dnn.ConvolutionProblem;
import dev.colonnade.cuda.dnn.Direction;
import dev.colonnade.cuda.dnn.Dnn;
import java.util.List;

/** Asks cuDNN for a convolution's algorithms, which it answers by running them on real memory. */
@FunctionalInterface
public interface Trials {
  /**
   * The algorithms that ran, the fastest first.
   *
   * @throws dev.colonnade.core.backend.OutOfDeviceMemoryException if there is no room for the trial
   */
  List<Algorithm> find(Dnn dnn, ConvolutionProblem problem, Direction direction);
}
