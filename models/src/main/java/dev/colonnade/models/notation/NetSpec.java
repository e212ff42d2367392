// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import java.util.List;

/**
 * A network as the papers' notation describes it: an input and a list of layers, each of which fits
 * its input. Immutable; two nets are equal if input and layers are.
 */
public final class NetSpec {

  private final MapShape input;
  private final List<LayerSpec> layers;
  private final List<MapShape> outputs;
  private final List<NetNote> notes;

  private NetSpec(MapShape input, List<LayerSpec> layers, SourceMap source) {
    this.input = input;
    this.layers = List.copyOf(layers);
    SizeInference sizes = SizeInference.run(input, this.layers, source);
    this.outputs = sizes.outputs();
    this.notes = sizes.notes();
  }

  /**
   * A net built by hand.
   *
   * @throws NotationException if a layer does not fit its input; the caret points into the net's
   *     own notation
   */
  public static NetSpec of(MapShape input, List<LayerSpec> layers) {
    List<String> texts = NetPrinter.layers(input, layers);
    return new NetSpec(input, layers, SourceMap.ofPrinted(input.toString(), texts));
  }

  /** A net just parsed, whose errors point into the text it came from. */
  static NetSpec of(MapShape input, List<LayerSpec> layers, SourceMap source) {
    return new NetSpec(input, layers, source);
  }

  /** What one example looks like. */
  public MapShape input() {
    return input;
  }

  /** The layers, input side first; at least one. */
  public List<LayerSpec> layers() {
    return layers;
  }

  /** The shape after each layer, in the order of {@link #layers()}. */
  public List<MapShape> outputs() {
    return outputs;
  }

  /** What the layer at {@code index} (from 0) reads. */
  public MapShape inputOf(int index) {
    return index == 0 ? input : outputs.get(index - 1);
  }

  /** The shape after the last layer: one map of 1×1 for each class in a recognition net. */
  public MapShape output() {
    return outputs.getLast();
  }

  /** Which layers round up or down or lose pixels at the border; empty for most nets. */
  public List<NetNote> notes() {
    return notes;
  }

  /**
   * The connection table of a convolution.
   *
   * @param index position of the layer, from 0
   * @throws IllegalArgumentException if that layer is not a convolution
   */
  public ConnectionTable connectionTable(int index) {
    if (!(layers.get(index) instanceof LayerSpec.Convolution convolution)) {
      throw new IllegalArgumentException(
          "layer %d (%s) has no connection table: it is no convolution"
              .formatted(index + 1, layers.get(index).notation()));
    }
    int inputMaps = inputOf(index).maps();
    return switch (convolution.connections()) {
      case Connections.Random(int fanIn, long seed) ->
          ConnectionTable.random(convolution.maps(), inputMaps, fanIn, seed);
      case Connections.Full() -> grouped(convolution.maps(), inputMaps, convolution.groups());
    };
  }

  private static ConnectionTable grouped(int outputMaps, int inputMaps, int groups) {
    if (groups == 1) {
      return ConnectionTable.full(outputMaps, inputMaps);
    }
    boolean[][] mask = new boolean[outputMaps][inputMaps];
    for (int out = 0; out < outputMaps; out++) {
      int group = out / (outputMaps / groups);
      for (int in = 0; in < inputMaps; in++) {
        mask[out][in] = in / (inputMaps / groups) == group;
      }
    }
    return ConnectionTable.of(mask);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NetSpec net && input.equals(net.input) && layers.equals(net.layers);
  }

  @Override
  public int hashCode() {
    return 31 * input.hashCode() + layers.hashCode();
  }

  /** The canonical net string. */
  @Override
  public String toString() {
    return input + "-" + String.join("-", NetPrinter.layers(input, layers));
  }
}
