// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.mutation;

import dev.colonnade.conformance.mutation.Delegates.WrappedExecutable;
import dev.colonnade.conformance.mutation.Delegates.WrappedSession;
import dev.colonnade.conformance.skeleton.SkeletonDevice;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Support;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.ConvolutionOp;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.composite.AffineGrid;
import dev.colonnade.core.op.composite.BiasAdd;
import dev.colonnade.core.op.composite.DisplacementField;
import dev.colonnade.core.op.composite.ElasticDistortion;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropy;
import dev.colonnade.core.op.composite.TableConvolution;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Backends that claim one composite as native, with a kernel that is wrong in one way. */
final class CompositeMutants {
  private CompositeMutants() {}

  /** What the kernel computes. */
  private interface Kernel<O> {
    List<Value> run(GraphBuilder builder, O op, List<Value> operands);
  }

  private static <O extends Op> Device claiming(Class<O> kind, Kernel<O> kernel) {
    return Delegates.device(
        new SkeletonDevice(),
        session ->
            new WrappedSession(session) {
              @Override
              public Support support(Op op, List<TensorType> operands) {
                return kind.isInstance(op) ? Support.NATIVE : inner.support(op, operands);
              }

              @Override
              public Executable compile(Program program, CompileOptions options) {
                Program replaced = program.map(graph -> replace(graph, kind, kernel));
                return new WrappedExecutable(inner.compile(replaced, options)) {
                  @Override
                  public Program program() {
                    return program;
                  }
                };
              }
            });
  }

  private static <O extends Op> Graph replace(Graph graph, Class<O> kind, Kernel<O> kernel) {
    GraphBuilder builder = new GraphBuilder(graph.name());
    Map<Value, Value> mapped = new HashMap<>();
    for (Node node : graph.nodes()) {
      List<Value> operands = node.operands().stream().map(mapped::get).toList();
      List<Value> results =
          kind.isInstance(node.op())
              ? kernel.run(builder, kind.cast(node.op()), operands)
              : builder.append(node.op(), operands, node.label());
      for (int i = 0; i < results.size(); i++) {
        mapped.put(node.results().get(i), results.get(i));
      }
    }
    graph.outputs().forEach((name, value) -> builder.output(name, mapped.get(value)));
    return builder.build();
  }

  /** Displaces along the wrong axes: x by what is meant for y. */
  static Device swapsAxes() {
    return claiming(
        ElasticDistortion.class,
        (b, op, operands) -> {
          Shape images = operands.get(0).type().shape();
          int height = images.dimension(2);
          int width = images.dimension(3);
          Value grid = b.applyOne(new AffineGrid(height, width), operands.subList(1, 2));
          Value field = b.applyOne(new DisplacementField(height, width), operands.subList(2, 6));
          return List.of(
              b.gridSample(operands.get(0), b.add(grid, b.reverse(field, 3)), op.border()));
        });
  }

  /** Draws by an image's place in its batch instead of by its counter. */
  static Device countsRowsOfTheBatch() {
    return claiming(
        ElasticDistortion.class,
        (b, op, operands) -> {
          List<Value> changed = new ArrayList<>(operands);
          changed.set(3, b.iota(operands.get(3).type().shape(), 0));
          return b.apply(op, changed);
        });
  }

  /** Draws the noise row by row, which only the numbers themselves betray. */
  static Device drawsRowByRow() {
    return claiming(
        DisplacementField.class,
        (b, op, operands) ->
            List.of(
                b.transpose(
                    b.applyOne(
                        new DisplacementField(/* height= */ op.width(), /* width= */ op.height()),
                        operands),
                    0,
                    2,
                    1,
                    3)));
  }

  /** Cuts the kernel where it should reach across the image. */
  static Device cutsTheKernel() {
    return claiming(
        DisplacementField.class,
        (b, op, operands) -> {
          int reach = operands.get(3).type().shape().dimension(0);
          Value cut = b.slice(operands.get(3), 0, 0, Math.max(1, reach / 4));
          return b.apply(op, List.of(operands.get(0), operands.get(1), operands.get(2), cut));
        });
  }

  /** Turns the other way round. */
  static Device turnsAnticlockwise() {
    return claiming(
        AffineGrid.class,
        (b, op, operands) ->
            b.apply(
                op,
                List.of(
                    b.multiply(
                        operands.get(0),
                        b.constant(HostTensor.of(Shape.of(6), 1f, 1, -1, 1, 1, 1))))));
  }

  /** Adds the bias of the last axis' index, right only for a matrix. */
  static Device biasAlongTheLastAxis() {
    return claiming(
        BiasAdd.class,
        (b, op, operands) -> {
          Shape shape = operands.get(0).type().shape();
          int last = shape.rank() - 1;
          Value repeated =
              b.gatherRows(operands.get(1), b.iota(Shape.of(shape.dimension(last)), 0));
          return List.of(b.add(operands.get(0), b.broadcast(repeated, shape, last)));
        });
  }

  /** Steps as if weights did not decay. */
  static Device forgetsDecay() {
    return claiming(SgdStep.class, (b, op, operands) -> b.apply(new SgdStep(0), operands));
  }

  /** Returns the old velocity. */
  static Device keepsVelocity() {
    return claiming(
        MomentumStep.class,
        (b, op, operands) -> List.of(b.apply(op, operands).get(0), operands.get(1)));
  }

  /** The softmax without its maximum taken off first. */
  static Device overflowingSoftmax() {
    return claiming(
        SoftmaxCrossEntropy.class,
        (b, op, operands) -> {
          Value logits = operands.get(0);
          Shape shape = logits.type().shape();
          Value isLabel =
              b.compare(
                  Compare.Relation.EQUAL, b.iota(shape, 1), b.broadcast(operands.get(1), shape, 0));
          Value chosen = b.reduceSum(b.select(isLabel, logits, b.constant(0f)), 1);
          return List.of(b.subtract(b.log(b.reduceSum(b.exp(logits), 1)), chosen));
        });
  }

  /** A dense convolution that takes no notice of the table. */
  static Device denseTable() {
    return claiming(
        TableConvolution.class,
        (b, op, operands) -> b.apply(new ConvolutionOp.Convolution(op.geometry()), operands));
  }
}
