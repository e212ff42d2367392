// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compile;

import dev.colonnade.core.graph.Node;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.composite.ConvolutionBiasActivation;
import dev.colonnade.core.op.composite.FullyConnected;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.cuda.fusion.DirectFilterGradient;
import dev.colonnade.cuda.fusion.DirectInputGradient;
import dev.colonnade.cuda.fusion.DirectLayer;

/** How much arithmetic the products and convolutions of an entry are. */
final class ProductWork {
  private ProductWork() {}

  /** Multiply-accumulates of a node, padding counted as data. */
  static long macs(Node node) {
    return switch (node.op()) {
      case MatMul(boolean transposeA, boolean transposeB) ->
          results(node) * shape(node, 0).dimension(transposeA ? -2 : -1);
      case FullyConnected layer -> results(node) * shape(node, 0).dimension(-1);
      case ConvolutionBiasActivation layer -> results(node) * taps(shape(node, 1));
      case ConvolutionOp.Convolution convolution -> results(node) * taps(shape(node, 1));
      // Each element of dy meets each tap of its filter once, whatever is summed.
      case ConvolutionOp.ConvolutionInputGradient gradient ->
          shape(node, 0).elementCount() * taps(shape(node, 1));
      case ConvolutionOp.ConvolutionFilterGradient gradient ->
          shape(node, 1).elementCount() * taps(gradient.filterShape());
      case DirectLayer layer -> results(node) * taps(shape(node, 1));
      case DirectInputGradient gradient -> shape(node, 0).elementCount() * taps(shape(node, 1));
      case DirectFilterGradient gradient -> shape(node, 1).elementCount() * taps(gradient.filter());
      default -> 0;
    };
  }

  private static long results(Node node) {
    return node.results().get(0).type().elementCount();
  }

  private static long taps(Shape filter) {
    return filter.elementCount() / filter.dimension(0);
  }

  private static Shape shape(Node node, int operand) {
    return node.operands().get(operand).type().shape();
  }
}
