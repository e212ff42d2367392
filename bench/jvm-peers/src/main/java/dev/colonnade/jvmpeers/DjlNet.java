// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.jvmpeers;

import static dev.colonnade.bench.protocol.PeerService.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A net of the protocol's layers as calls of DJL: the forward pass, logits come out. */
final class DjlNet {
  private static final Shape NO_DILATION = new Shape(1, 1);
  private static final Shape NO_PADDING = new Shape(0, 0);

  private final List<Layer> layers = new ArrayList<>();

  private interface Layer {
    NDArray forward(NDArray x, NDList parameters);
  }

  private interface Activation {
    NDArray of(NDArray x);
  }

  /** Reads the layers; declines what this peer has not. */
  DjlNet(List<Map<String, Object>> described) {
    int index = 0;
    for (Map<String, Object> layer : described) {
      String kind = String.valueOf(layer.get("kind"));
      switch (kind) {
        case "convolution" -> {
          layers.add(convolution(layer, index));
          index += 2;
        }
        case "fully-connected" -> {
          layers.add(full(layer, index));
          index += 2;
        }
        case "max-pooling", "average-pooling" -> layers.add(pooling(layer, kind));
        default -> require(false, "this peer has no layer " + kind);
      }
    }
  }

  NDArray logits(NDArray images, NDList parameters) {
    NDArray x = images;
    for (Layer layer : layers) {
      x = layer.forward(x, parameters);
    }
    return x.getShape().dimension() == 2 ? x : x.reshape(x.getShape().get(0), -1);
  }

  private static Layer convolution(Map<String, Object> layer, int index) {
    require(layer.get("connections") == null, "this peer has no table convolutions");
    Activation activation = activation(layer);
    Shape stride = pair(layer, "stride");
    Shape padding = pair(layer, "padding");
    int groups = ((Number) value(layer, "groups")).intValue();
    return (x, parameters) ->
        activation.of(
            x.getNDArrayInternal()
                .convolution(
                    x,
                    parameters.get(index),
                    parameters.get(index + 1),
                    stride,
                    padding,
                    NO_DILATION,
                    groups)
                .singletonOrThrow());
  }

  private static Layer full(Map<String, Object> layer, int index) {
    Activation activation = activation(layer);
    return (x, parameters) -> {
      NDArray flat = x.getShape().dimension() == 2 ? x : x.reshape(x.getShape().get(0), -1);
      return activation.of(
          flat.getNDArrayInternal()
              .linear(flat, parameters.get(index), parameters.get(index + 1))
              .singletonOrThrow());
    };
  }

  private static Layer pooling(Map<String, Object> layer, String kind) {
    Shape window = pair(layer, "window");
    Shape stride = pair(layer, "stride");
    boolean ceil = (Boolean) value(layer, "ceil");
    return kind.equals("max-pooling")
        ? (x, _) -> x.getNDArrayInternal().maxPool(window, stride, NO_PADDING, ceil)
        : (x, _) -> x.getNDArrayInternal().avgPool(window, stride, NO_PADDING, ceil, false);
  }

  private static Activation activation(Map<String, Object> layer) {
    Map<?, ?> described = (Map<?, ?>) value(layer, "activation");
    String kind = String.valueOf(described.get("kind"));
    return switch (kind) {
      case "identity" -> x -> x;
      case "relu" -> x -> x.getNDArrayInternal().relu();
      case "tanh" -> NDArray::tanh;
      case "sigmoid" -> x -> x.getNDArrayInternal().sigmoid();
      case "scaled-tanh" -> {
        float amplitude = number(described.get("amplitude"));
        float slope = number(described.get("slope"));
        yield x -> x.mul(slope).tanh().mul(amplitude);
      }
      default -> {
        require(false, "this peer has no activation " + kind);
        yield x -> x;
      }
    };
  }

  private static float number(Object value) {
    return ((Number) value).floatValue();
  }

  private static Shape pair(Map<String, Object> layer, String field) {
    List<?> pair = (List<?>) value(layer, field);
    return new Shape(((Number) pair.get(0)).longValue(), ((Number) pair.get(1)).longValue());
  }

  private static Object value(Map<String, Object> layer, String field) {
    Object value = layer.get(field);
    if (value == null) {
      throw new IllegalArgumentException("a layer has no field " + field + ": " + layer);
    }
    return value;
  }
}
