// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.protocol.LayerList;
import dev.colonnade.bench.protocol.PeerRequest;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.network.InputScaling;
import dev.colonnade.models.network.Loss;
import dev.colonnade.models.notation.MapShape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that a peer is given and gives back: bare tensors one after the other, in the byte
 * order of the machine and in logical order.
 */
public final class PeerFiles {
  /** Name of the one loss there is. */
  static final String LOSS = "softmax-cross-entropy";

  private final MeasuredNet measured;
  private final Path weights;
  private final Path images;
  private final Path labels;

  private PeerFiles(MeasuredNet measured, Path folder) {
    this.measured = measured;
    this.weights = folder.resolve("weights.f32");
    this.images = folder.resolve("images.u8");
    this.labels = folder.resolve("labels.i32");
  }

  /**
   * Writes weights, images and labels.
   *
   * @param folder made if it is not there
   * @throws IOException if it cannot be written
   */
  public static PeerFiles create(MeasuredNet measured, Path folder) throws IOException {
    Files.createDirectories(folder);
    PeerFiles files = new PeerFiles(measured, folder);
    Map<String, HostTensor> values = measured.initialValues();
    write(
        files.weights,
        measured.network().parameters().stream()
            .map(parameter -> value(values, parameter.variable().name()))
            .toList());
    write(files.images, List.of(value(values, measured.data().images().name())));
    write(files.labels, List.of(value(values, measured.data().labels().name())));
    return files;
  }

  private static HostTensor value(Map<String, HostTensor> values, String name) {
    HostTensor value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("no initial value of " + name);
    }
    return value;
  }

  /** The request to train on these files. */
  public PeerRequest.Prepare request(
      String math, String device, @Nullable Integer threads, String variant) {
    var network = measured.network();
    if (!(network.options().loss() instanceof Loss.SoftmaxCrossEntropyLoss)) {
      throw new IllegalStateException("a measured net has the loss " + network.options().loss());
    }
    MapShape input = network.spec().input();
    InputScaling scaling = network.options().scaling();
    return new PeerRequest.Prepare(
        network.spec().toString(),
        List.of(input.maps(), input.height(), input.width()),
        LayerList.of(network),
        parameters(measured),
        LOSS,
        MeasuredNet.RATE,
        weights.toAbsolutePath().toString(),
        images.toAbsolutePath().toString(),
        labels.toAbsolutePath().toString(),
        measured.data().size(),
        new PeerRequest.Scaling(scaling.slope(), scaling.low()),
        measured.batch(),
        math,
        device,
        threads,
        variant,
        false);
  }

  /** Names and shapes of the parameters, in their order. */
  static List<PeerRequest.Parameter> parameters(MeasuredNet measured) {
    return measured.network().parameters().stream()
        .map(parameter ->
            new PeerRequest.Parameter(
                parameter.variable().name(),
                Arrays.stream(parameter.type().shape().dimensions()).boxed().toList()))
        .toList();
  }

  /** The initial parameters, one after the other. */
  public float[] initialWeights() throws IOException {
    return weights(weights);
  }

  /**
   * The parameters in a file that a peer wrote.
   *
   * @throws IOException if it cannot be read or is of another size
   */
  public float[] weights(Path file) throws IOException {
    long count = measured.network().parameterCount();
    ByteBuffer bytes =
        ByteBuffer.wrap(sized(file, Float.BYTES * count)).order(ByteOrder.nativeOrder());
    float[] values = new float[Math.toIntExact(count)];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  static void write(Path file, List<HostTensor> tensors) throws IOException {
    long size = tensors.stream().mapToLong(tensor -> tensor.type().byteSize()).sum();
    MemorySegment all = MemorySegment.ofArray(new byte[Math.toIntExact(size)]);
    long offset = 0;
    for (HostTensor tensor : tensors) {
      MemorySegment.copy(tensor.segment(), 0, all, offset, tensor.type().byteSize());
      offset += tensor.type().byteSize();
    }
    Files.write(file, all.toArray(ValueLayout.JAVA_BYTE));
  }

  static List<HostTensor> read(Path file, List<TensorType> types) throws IOException {
    long size = types.stream().mapToLong(TensorType::byteSize).sum();
    MemorySegment all = MemorySegment.ofArray(sized(file, size));
    List<HostTensor> tensors = new ArrayList<>();
    long offset = 0;
    for (TensorType type : types) {
      HostTensor tensor = HostTensor.zeros(type);
      MemorySegment.copy(all, offset, tensor.segment(), 0, type.byteSize());
      offset += type.byteSize();
      tensors.add(tensor);
    }
    return tensors;
  }

  private static byte[] sized(Path file, long size) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length != size) {
      throw new IOException(file + " has " + bytes.length + " bytes; " + size + " are expected");
    }
    return bytes;
  }
}
