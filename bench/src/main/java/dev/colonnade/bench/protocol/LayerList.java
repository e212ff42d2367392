// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.protocol;

import dev.colonnade.core.op.Activation;
import dev.colonnade.models.network.Network;
import dev.colonnade.models.notation.Connections;
import dev.colonnade.models.notation.Extent;
import dev.colonnade.models.notation.LayerSpec;
import dev.colonnade.models.notation.MapShape;
import dev.colonnade.models.notation.NetSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A net as a list of layers that say everything in plain words, for peers in any language. */
public final class LayerList {
  private LayerList() {}

  /** The layers of this net, input side first; {@code docs/peers.md} lists their fields. */
  public static List<Map<String, Object>> of(Network network) {
    List<Map<String, Object>> layers = new ArrayList<>();
    NetSpec spec = network.spec();
    for (int i = 0; i < spec.layers().size(); i++) {
      Activation activation =
          i + 1 == spec.layers().size() ? network.options().output() : network.options().hidden();
      layers.add(layer(spec, i, activation));
    }
    return layers;
  }

  private static Map<String, Object> layer(NetSpec spec, int index, Activation activation) {
    Map<String, Object> fields = new LinkedHashMap<>();
    MapShape input = spec.inputOf(index);
    switch (spec.layers().get(index)) {
      case LayerSpec.Convolution convolution -> {
        fields.put("kind", "convolution");
        fields.put("inputMaps", input.maps());
        fields.put("maps", convolution.maps());
        fields.put("kernel", pair(convolution.kernel()));
        fields.put("stride", pair(convolution.stride()));
        fields.put("padding", pair(convolution.padding()));
        fields.put("groups", convolution.groups());
        if (convolution.connections() instanceof Connections.Random) {
          var table = spec.connectionTable(index);
          fields.put(
              "connections",
              IntStream.range(0, table.outputMaps())
                  .mapToObj(map -> Arrays.stream(table.inputsOf(map)).boxed().toList())
                  .toList());
        }
        fields.put("activation", activation(activation));
      }
      case LayerSpec.Pooling pooling -> {
        fields.put("kind", pooling.kind());
        fields.put("window", pair(pooling.window()));
        fields.put("stride", pair(pooling.stride()));
        fields.put("ceil", pooling.rounding() == LayerSpec.Rounding.CEIL);
      }
      case LayerSpec.FullyConnected full -> {
        fields.put("kind", "fully-connected");
        fields.put("inputs", input.elements());
        fields.put("units", full.units());
        fields.put("activation", activation(activation));
      }
    }
    return fields;
  }

  private static Map<String, Object> activation(Activation activation) {
    Map<String, Object> fields = new LinkedHashMap<>();
    switch (activation) {
      case Activation.Identity() -> fields.put("kind", "identity");
      case Activation.Relu() -> fields.put("kind", "relu");
      case Activation.Tanh() -> fields.put("kind", "tanh");
      case Activation.Sigmoid() -> fields.put("kind", "sigmoid");
      case Activation.ScaledTanh(float amplitude, float slope) -> {
        fields.put("kind", "scaled-tanh");
        fields.put("amplitude", amplitude);
        fields.put("slope", slope);
      }
    }
    return fields;
  }

  private static List<Integer> pair(Extent extent) {
    return List.of(extent.height(), extent.width());
  }
}
