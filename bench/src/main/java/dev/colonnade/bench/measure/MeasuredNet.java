// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Philox;
import dev.colonnade.models.network.ConvolutionWay;
import dev.colonnade.models.network.DataVariables;
import dev.colonnade.models.network.Initialisation;
import dev.colonnade.models.network.Network;
import dev.colonnade.models.network.NetworkOptions;
import dev.colonnade.models.network.Parameter;
import dev.colonnade.models.notation.MapShape;
import dev.colonnade.models.notation.NetString;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A net with the weights it starts from and the images it is stepped on, the same on each device
 * and for each peer. Images are random bytes: the time of a step does not depend on what they show.
 *
 * @param network the net, in DanNet's setting
 * @param data images (bytes) and labels, a whole number of batches
 * @param batch images in a step
 */
public record MeasuredNet(Network network, DataVariables data, int batch) {
  /** Learning rate of every measured step. */
  public static final float RATE = 0.001f;

  private static final int RESIDENT_IMAGES = 64;
  private static final int DATA_KEY = 0x436f6c6f;

  /** The net of this notation with enough images for its batch. */
  public static MeasuredNet of(String net, int batch) {
    return of(net, batch, ConvolutionWay.DIRECT);
  }

  /** The same with the net's convolutions in one way or the other. */
  public static MeasuredNet of(String net, int batch, ConvolutionWay convolutions) {
    Network network = new Network(NetString.parse(net), NetworkOptions.DANNET, convolutions);
    int size = Math.ceilDiv(Math.max(RESIDENT_IMAGES, batch), batch) * batch;
    MapShape input = network.spec().input();
    return new MeasuredNet(
        network,
        DataVariables.of("data", DType.U8, size, input.maps(), input.height(), input.width()),
        batch);
  }

  /** The start of each variable, by its name: parameters, images, labels. */
  public Map<String, HostTensor> initialValues() {
    Map<String, HostTensor> values = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      values.put(parameter.variable().name(), Initialisation.DANNET.values(parameter, 1));
    }
    values.put(data.images().name(), images(data));
    values.put(data.labels().name(), labels(data, network.classes()));
    return values;
  }

  /** Random bytes. */
  static HostTensor images(DataVariables data) {
    HostTensor images = HostTensor.zeros(data.images().type());
    for (long i = 0; i < images.type().elementCount(); i += 4) {
      int word = Philox.word(DATA_KEY, 0, 0, 0, i >>> 2);
      for (int j = 0; j < 4 && i + j < images.type().elementCount(); j++) {
        images.setByte(i + j, (byte) (word >>> (8 * j)));
      }
    }
    return images;
  }

  /** The classes in turn. */
  static HostTensor labels(DataVariables data, int classes) {
    HostTensor labels = HostTensor.zeros(data.labels().type());
    for (int i = 0; i < data.size(); i++) {
      labels.set(i, i % classes);
    }
    return labels;
  }
}
