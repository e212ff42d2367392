// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.network;

import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.composite.BiasAdd;
import dev.colonnade.core.op.composite.TableConvolution;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.notation.ConnectionTable;
import dev.colonnade.models.notation.Connections;
import dev.colonnade.models.notation.Extent;
import dev.colonnade.models.notation.LayerSpec;
import dev.colonnade.models.notation.MapShape;
import dev.colonnade.models.notation.NetSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A net as parameters and a forward pass. Convolutions and fully connected layers have a bias and
 * an activation, pooling has neither. Layers are labelled {@code layer1/convolution}, {@code
 * layer2/max-pooling} and so on, counted from 1 at the input as {@code NetSpec} lists them.
 */
public final class Network {
  private final NetSpec spec;
  private final NetworkOptions options;
  private final ConvolutionWay way;
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<List<Parameter>> layerParameters = new ArrayList<>();

  /** The net of this notation. */
  public Network(NetSpec spec, NetworkOptions options) {
    this(spec, options, ConvolutionWay.DIRECT);
  }

  /**
   * The net of this notation, with its convolutions in the graph in one way or the other.
   *
   * @throws IllegalArgumentException if they cannot be unrolled: with groups, or with a table
   */
  public Network(NetSpec spec, NetworkOptions options, ConvolutionWay way) {
    this.spec = spec;
    this.options = options;
    this.way = way;
    if (way == ConvolutionWay.UNROLLED && !canUnroll(spec)) {
      throw new IllegalArgumentException(
          "convolutions with groups or random connections are not unrolled: " + spec);
    }
    for (int i = 0; i < spec.layers().size(); i++) {
      layerParameters.add(parametersOf(i));
    }
  }

  /** Whether all convolutions of a net can be unrolled: none has groups or a connection table. */
  public static boolean canUnroll(NetSpec spec) {
    return spec.layers().stream()
        .allMatch(layer ->
            !(layer instanceof LayerSpec.Convolution convolution)
                || (convolution.groups() == 1
                    && !(convolution.connections() instanceof Connections.Random)));
  }

  /** The notation it was made from. */
  public NetSpec spec() {
    return spec;
  }

  /** What the notation leaves open. */
  public NetworkOptions options() {
    return options;
  }

  /** Everything that is trained, input side first, weights before bias. */
  public List<Parameter> parameters() {
    return List.copyOf(parameters);
  }

  /** Output units: one for each class. */
  public int classes() {
    return Math.toIntExact(spec.output().elements());
  }

  /** Trained numbers. */
  public long parameterCount() {
    return parameters.stream().mapToLong(p -> p.type().elementCount()).sum();
  }

  /**
   * Appends the forward pass.
   *
   * @param images F32 [n, ...] with as many elements for each example as the net's input has
   * @return outputs F32 [n, classes]: logits where the output activation is the identity
   */
  public Value forward(GraphBuilder builder, Value images) {
    int rows = images.type().shape().dimension(0);
    MapShape input = spec.input();
    Value value =
        builder.reshape(images, Shape.of(rows, input.maps(), input.height(), input.width()));
    for (int i = 0; i < spec.layers().size(); i++) {
      int index = i;
      Value below = value;
      LayerSpec layer = spec.layers().get(i);
      value =
          builder.scoped(
              "layer" + (i + 1) + "/" + layer.kind().replace(' ', '-'),
              () -> layer(builder, below, index));
    }
    return builder.reshape(value, Shape.of(rows, classes()));
  }

  /** Appends the loss of each example, F32 [n]. */
  public Value loss(GraphBuilder builder, Value outputs, Value labels) {
    return builder.scoped("loss", () -> options.loss().build(builder, outputs, labels));
  }

  private Value layer(GraphBuilder builder, Value x, int index) {
    LayerSpec layer = spec.layers().get(index);
    return switch (layer) {
      case LayerSpec.Convolution convolution ->
          activate(builder, convolve(builder, x, index, convolution), index);
      case LayerSpec.MaxPooling pooling -> builder.maxPool(x, geometry(pooling));
      case LayerSpec.AveragePooling pooling -> builder.averagePool(x, geometry(pooling), false);
      case LayerSpec.FullyConnected full -> {
        int rows = x.type().shape().dimension(0);
        Value flat =
            builder.reshape(x, Shape.of(rows, Math.toIntExact(spec.inputOf(index).elements())));
        Value product =
            builder.matMul(
                flat, builder.read(layerParameters.get(index).get(0).variable()), false, true);
        Value y = activate(builder, addBias(builder, product, index), index);
        yield index + 1 == spec.layers().size()
            ? y
            : builder.reshape(y, Shape.of(rows, full.units(), 1, 1));
      }
    };
  }

  private Value convolve(
      GraphBuilder builder, Value x, int index, LayerSpec.Convolution convolution) {
    Value filter = builder.read(layerParameters.get(index).get(0).variable());
    ConvolutionGeometry geometry = geometry(convolution);
    Value product =
        convolution.connections() instanceof Connections.Random
            ? builder.applyOne(
                new TableConvolution(geometry, rows(spec.connectionTable(index))),
                List.of(x, filter))
            : way == ConvolutionWay.UNROLLED
                ? UnrolledConvolution.build(builder, x, filter, geometry)
                : builder.convolution(x, filter, geometry);
    return addBias(builder, product, index);
  }

  private Value addBias(GraphBuilder builder, Value x, int index) {
    return builder.applyOne(
        new BiasAdd(), List.of(x, builder.read(layerParameters.get(index).get(1).variable())));
  }

  private Value activate(GraphBuilder builder, Value x, int index) {
    Activation activation = index + 1 == spec.layers().size() ? options.output() : options.hidden();
    return activation.build(builder, x);
  }

  private List<Parameter> parametersOf(int index) {
    MapShape input = spec.inputOf(index);
    return switch (spec.layers().get(index)) {
      case LayerSpec.Convolution convolution ->
          List.of(
              add(
                  index,
                  Parameter.Kind.WEIGHTS,
                  TensorType.f32(
                      convolution.maps(),
                      input.maps() / convolution.groups(),
                      convolution.kernel().height(),
                      convolution.kernel().width()),
                  convolution.connections() instanceof Connections.Random
                      ? Optional.of(spec.connectionTable(index))
                      : Optional.empty()),
              add(
                  index,
                  Parameter.Kind.BIAS,
                  TensorType.f32(convolution.maps()),
                  Optional.empty()));
      case LayerSpec.FullyConnected full ->
          List.of(
              add(
                  index,
                  Parameter.Kind.WEIGHTS,
                  TensorType.f32(full.units(), Math.toIntExact(input.elements())),
                  Optional.empty()),
              add(index, Parameter.Kind.BIAS, TensorType.f32(full.units()), Optional.empty()));
      case LayerSpec.Pooling _ -> List.of();
    };
  }

  private Parameter add(
      int index, Parameter.Kind kind, TensorType type, Optional<ConnectionTable> table) {
    String name = "layer" + (index + 1) + (kind == Parameter.Kind.WEIGHTS ? "/weights" : "/bias");
    Parameter parameter = new Parameter(new Variable(name, type), kind, parameters.size(), table);
    parameters.add(parameter);
    return parameter;
  }

  private static ConvolutionGeometry geometry(LayerSpec.Convolution convolution) {
    Extent padding = convolution.padding();
    return ConvolutionGeometry.VALID
        .withStride(convolution.stride().height(), convolution.stride().width())
        .withPadding(padding.height(), padding.height(), padding.width(), padding.width())
        .withGroups(convolution.groups());
  }

  private static PoolGeometry geometry(LayerSpec.Pooling pooling) {
    return new PoolGeometry(
        pooling.window().height(),
        pooling.window().width(),
        pooling.stride().height(),
        pooling.stride().width(),
        0,
        0,
        0,
        0,
        1,
        1,
        pooling.rounding() == LayerSpec.Rounding.CEIL);
  }

  private static List<List<Integer>> rows(ConnectionTable table) {
    return IntStream.range(0, table.outputMaps())
        .mapToObj(map -> Arrays.stream(table.inputsOf(map)).boxed().toList())
        .toList();
  }
}
