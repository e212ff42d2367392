// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.convolution;

import java.util.Random;

/**
 * The three convolutions from the definition, in double precision. Each also sums the absolute
 * values of its terms, from which tests derive their bounds.
 */
final class ConvolutionReference {

  final double[] sum;
  final double[] magnitude;

  private ConvolutionReference(int size) {
    sum = new double[size];
    magnitude = new double[size];
  }

  private void add(int at, double term) {
    sum[at] += term;
    magnitude[at] += Math.abs(term);
  }

  private interface Visitor {
    void visit(int x, int w, int y);
  }

  /** Visits every product: the indices of input, filter and output element. */
  private static void visit(ConvolutionShape s, Visitor visitor) {
    int groupInputs = s.inputChannels() / s.groups();
    int groupOutputs = s.outputChannels() / s.groups();
    for (int n = 0; n < s.batch(); n++) {
      for (int o = 0; o < s.outputChannels(); o++) {
        for (int oy = 0; oy < s.outputHeight(); oy++) {
          for (int ox = 0; ox < s.outputWidth(); ox++) {
            int y = ((n * s.outputChannels() + o) * s.outputHeight() + oy) * s.outputWidth() + ox;
            for (int c = 0; c < groupInputs; c++) {
              int channel = o / groupOutputs * groupInputs + c;
              for (int ky = 0; ky < s.kernelHeight(); ky++) {
                int iy = oy * s.strideHeight() - s.padTop() + ky * s.dilationHeight();
                for (int kx = 0; kx < s.kernelWidth(); kx++) {
                  int ix = ox * s.strideWidth() - s.padLeft() + kx * s.dilationWidth();
                  if (iy >= 0 && iy < s.inputHeight() && ix >= 0 && ix < s.inputWidth()) {
                    visitor.visit(
                        ((n * s.inputChannels() + channel) * s.inputHeight() + iy) * s.inputWidth()
                            + ix,
                        ((o * groupInputs + c) * s.kernelHeight() + ky) * s.kernelWidth() + kx,
                        y);
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  static ConvolutionReference forward(ConvolutionShape s, float[] x, float[] w) {
    ConvolutionReference r = new ConvolutionReference(s.outputSize());
    visit(s, (i, j, k) -> r.add(k, (double) x[i] * w[j]));
    return r;
  }

  static ConvolutionReference inputGradient(ConvolutionShape s, float[] dy, float[] w) {
    ConvolutionReference r = new ConvolutionReference(s.inputSize());
    visit(s, (i, j, k) -> r.add(i, (double) dy[k] * w[j]));
    return r;
  }

  static ConvolutionReference filterGradient(ConvolutionShape s, float[] x, float[] dy) {
    ConvolutionReference r = new ConvolutionReference(s.filterElements());
    visit(s, (i, j, k) -> r.add(j, (double) x[i] * dy[k]));
    return r;
  }

  /** Draws a shape: sizes of 1, odd sizes, strides, padding, dilation and groups all occur. */
  static ConvolutionShape randomShape(Random random) {
    while (true) {
      int groups = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1;
      boolean plain = random.nextInt(3) == 0;
      int kernelHeight = 1 + random.nextInt(5);
      int kernelWidth = 1 + random.nextInt(5);
      int dilation = plain || random.nextInt(3) != 0 ? 1 : 2;
      int paddedHeight = (kernelHeight - 1) * dilation + 1 + random.nextInt(12);
      int paddedWidth = (kernelWidth - 1) * dilation + 1 + random.nextInt(20);
      int top = plain ? 0 : random.nextInt(3);
      int bottom = plain ? 0 : random.nextInt(3);
      int left = plain ? 0 : random.nextInt(3);
      int right = plain ? 0 : random.nextInt(3);
      if (paddedHeight - top - bottom < 1 || paddedWidth - left - right < 1) {
        continue;
      }
      return new ConvolutionShape(
          1 + random.nextInt(3),
          groups * (1 + random.nextInt(9)),
          paddedHeight - top - bottom,
          paddedWidth - left - right,
          groups * (1 + random.nextInt(30)),
          kernelHeight,
          kernelWidth,
          plain ? 1 : 1 + random.nextInt(3),
          plain ? 1 : 1 + random.nextInt(3),
          top,
          bottom,
          left,
          right,
          dilation,
          dilation,
          groups);
    }
  }
}
