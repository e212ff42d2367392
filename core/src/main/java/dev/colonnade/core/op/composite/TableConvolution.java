// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op.composite;

import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.Inference;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/**
 * A convolution in which output map m reads only the input maps that a connection table names
 * (random tables: Ciresan et al., IJCAI 2011, sec. 4.1 [memory]). Operands x [n, c, h, w] and
 * filter [m, c, r, s], of which entries outside the table have no influence and get zero gradient;
 * result [n, m, p, q]. F32. It decomposes into a dense convolution with masked weights: its cost is
 * that of the dense one unless a backend knows better (the CPU's does not), so MACs are quoted
 * dense and effective.
 *
 * @param geometry of the convolution; one group
 * @param table for each output map the input maps it reads, ascending
 */
public record TableConvolution(ConvolutionGeometry geometry, List<List<Integer>> table)
    implements Composite {
  /** Copies the table. */
  public TableConvolution {
    table = table.stream().map(List::copyOf).toList();
    if (geometry.groups() != 1) {
      throw new IllegalArgumentException(
          "a table convolution has one group; its table is the grouping");
    }
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    List<TensorType> output = new ConvolutionOp.Convolution(geometry).infer(operands);
    int inputMaps = operands.get(0).shape().dimension(1);
    Inference.require(
        this,
        operands,
        table.size() == operands.get(1).shape().dimension(0)
            && table.stream().flatMap(List::stream).allMatch(map -> map >= 0 && map < inputMaps),
        "wants one table row for each output map, naming input maps that exist");
    return output;
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    Shape filter = operands.get(1).type().shape();
    float[] mask = new float[filter.dimension(0) * filter.dimension(1)];
    for (int map = 0; map < table.size(); map++) {
      for (int source : table.get(map)) {
        mask[map * filter.dimension(1) + source] = 1;
      }
    }
    V constant =
        builder.constant(
            HostTensor.of(Shape.of(filter.dimension(0), filter.dimension(1), 1, 1), mask));
    V masked = builder.multiply(operands.get(1), constant);
    return List.of(builder.convolution(operands.get(0), masked, geometry));
  }
}
