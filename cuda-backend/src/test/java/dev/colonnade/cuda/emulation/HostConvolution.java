// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import dev.colonnade.cuda.dnn.ConvolutionProblem;
import dev.colonnade.cuda.dnn.Direction;
import dev.colonnade.cuda.dnn.Layout;

/**
 * A convolution by plain loops over the host's memory, in any layout, with sums in double
 * precision.
 *
 * @param problem with its layout
 * @param x input or its gradient
 * @param w filter or its gradient
 * @param y output or its gradient
 */
record HostConvolution(ConvolutionProblem problem, HostNumbers x, HostNumbers w, HostNumbers y) {
  /** Computes one of the three from the other two. */
  void run(Direction direction) {
    ConvolutionProblem p = problem;
    int inputs = p.c() / p.groups();
    int taps = p.r() * p.s();
    int places = p.outputHeight() * p.outputWidth();
    int images = p.n() * p.c() * p.h() * p.w();
    int filters = p.m() * inputs * taps;
    int results = p.n() * p.m() * places;
    float[] ofX = direction == Direction.BACKWARD_DATA ? new float[images] : x.all(images);
    float[] ofW = direction == Direction.BACKWARD_FILTER ? new float[filters] : w.all(filters);
    float[] ofY = direction == Direction.FORWARD ? new float[results] : y.all(results);
    double[] sums =
        new double
            [switch (direction) {
              case FORWARD -> results;
              case BACKWARD_DATA -> images;
              case BACKWARD_FILTER -> filters;
            }];
    for (int n = 0; n < p.n(); n++) {
      for (int m = 0; m < p.m(); m++) {
        int group = m / (p.m() / p.groups());
        for (int place = 0; place < places; place++) {
          int out = index(n, p.m(), places, m, place);
          for (int term = 0; term < inputs * taps; term++) {
            int row =
                place / p.outputWidth() * p.strideH()
                    - p.padH()
                    + term / p.s() % p.r() * p.dilationH();
            int column =
                place % p.outputWidth() * p.strideW() - p.padW() + term % p.s() * p.dilationW();
            if (row < 0 || row >= p.h() || column < 0 || column >= p.w()) {
              continue;
            }
            int map = group * inputs + term / taps;
            int in = index(n, p.c(), p.h() * p.w(), map, row * p.w() + column);
            int of = index(m, inputs, taps, term / taps, term % taps);
            switch (direction) {
              case FORWARD -> sums[out] += (double) ofX[in] * ofW[of];
              case BACKWARD_DATA -> sums[in] += (double) ofY[out] * ofW[of];
              case BACKWARD_FILTER -> sums[of] += (double) ofX[in] * ofY[out];
            }
          }
        }
      }
    }
    HostNumbers result =
        switch (direction) {
          case FORWARD -> y;
          case BACKWARD_DATA -> x;
          case BACKWARD_FILTER -> w;
        };
    for (int i = 0; i < sums.length; i++) {
      result.set(i, sums[i]);
    }
  }

  /** Index of map and place of an image or a filter, in the problem's layout. */
  int index(int one, int maps, int places, int map, int place) {
    return problem.layout() == Layout.NCHW
        ? (one * maps + map) * places + place
        : (one * places + place) * maps + map;
  }
}
