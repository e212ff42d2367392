// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.jvmpeers;

import ai.djl.engine.Engine;
import ai.djl.ndarray.types.Shape;
import dev.colonnade.bench.protocol.PeerRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A net of the same layers as another, kernel for kernel, with one map each, two classes and the
 * smallest image that leaves something of it: the same calls with next to nothing to compute.
 *
 * @param layers in the protocol's form
 * @param shapes of the parameters
 * @param image shape of an image
 */
record SmallestNet(List<Map<String, Object>> layers, List<Shape> shapes, Shape image) {
  private static final int CLASSES = 2;

  static SmallestNet of(PeerRequest.Prepare asked) {
    int height = 1;
    int width = 1;
    for (Map<String, Object> layer : asked.layers().reversed()) {
      String window =
          switch (String.valueOf(layer.get("kind"))) {
            case "convolution" -> "kernel";
            case "fully-connected" -> "";
            default -> "window";
          };
      if (!window.isEmpty()) {
        height = before(layer, window, 0, height);
        width = before(layer, window, 1, width);
      }
    }
    List<Map<String, Object>> layers = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < asked.layers().size(); i++) {
      Map<String, Object> layer = new HashMap<>(asked.layers().get(i));
      String kind = String.valueOf(layer.get("kind"));
      long outputs = i + 1 == asked.layers().size() ? CLASSES : 1;
      if (kind.equals("convolution")) {
        layer.put("groups", 1);
        shapes.add(new Shape(outputs, 1, extent(layer, "kernel", 0), extent(layer, "kernel", 1)));
        shapes.add(new Shape(outputs));
      } else if (kind.equals("fully-connected")) {
        shapes.add(new Shape(outputs, 1));
        shapes.add(new Shape(outputs));
      }
      layers.add(layer);
    }
    return new SmallestNet(List.copyOf(layers), List.copyOf(shapes), new Shape(1, height, width));
  }

  /** Extent of a layer's input of which just this extent of output is left. */
  private static int before(Map<String, Object> layer, String window, int axis, int after) {
    int padding = layer.containsKey("padding") ? extent(layer, "padding", axis) : 0;
    int needed = (after - 1) * extent(layer, "stride", axis) + extent(layer, window, axis);
    return Math.max(1, needed - 2 * padding);
  }

  private static int extent(Map<String, Object> layer, String field, int axis) {
    return layer.get(field) instanceof List<?> pair && pair.get(axis) instanceof Number number
        ? number.intValue()
        : 1;
  }

  DjlTraining training(Engine engine) {
    List<float[]> initial =
        shapes.stream().map(shape -> new float[Math.toIntExact(shape.size())]).toList();
    return new DjlTraining(
        engine,
        new DjlNet(layers),
        shapes,
        initial,
        new float[Math.toIntExact(image.size())],
        image,
        new long[1],
        1,
        0);
  }
}
