// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers.kernel;

import dev.colonnade.bench.measure.KernelCase;
import dev.colonnade.bench.protocol.PeerRequest;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.Philox;
import dev.colonnade.core.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Operands of an operation as files, uniform on [-1, 1), the same for everybody.
 *
 * @param kernel the operation
 * @param operands in the operation's order
 * @param result shape of what comes out
 */
record KernelFiles(KernelCase kernel, List<PeerRequest.Operand> operands, Shape result) {
  private static final int KEY = 0x6b65726e;

  static KernelFiles create(KernelCase kernel, Path folder) throws IOException {
    Files.createDirectories(folder);
    GraphBuilder b = new GraphBuilder("kernel");
    kernel.build(b);
    List<PeerRequest.Operand> operands = new ArrayList<>();
    Shape result = Shape.of();
    for (Variable variable : b.build().variables().values()) {
      Shape shape = variable.type().shape();
      if (variable.name().equals(KernelCase.RESULT)) {
        result = shape;
      } else {
        Path file = folder.resolve(variable.name() + ".f32");
        Files.write(file, values(shape, operands.size()));
        operands.add(
            new PeerRequest.Operand(
                variable.name(), extents(shape), file.toAbsolutePath().toString()));
      }
    }
    return new KernelFiles(kernel, List.copyOf(operands), result);
  }

  private static byte[] values(Shape shape, int operand) {
    int count = Math.toIntExact(shape.elementCount());
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(count, Float.BYTES)).order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      bytes.putFloat(2 * Philox.uniform(Philox.word(KEY, operand, 0, 0, i)) - 1);
    }
    return bytes.array();
  }

  private static List<Integer> extents(Shape shape) {
    return Arrays.stream(shape.dimensions()).boxed().toList();
  }

  PeerRequest.PrepareKernel request(
      String math, String device, @Nullable Integer threads, String variant) {
    return new PeerRequest.PrepareKernel(
        kernel.text(),
        kernel.operation(),
        kernel.sizes(),
        operands,
        extents(result),
        math,
        device,
        threads,
        variant);
  }

  /** Reads a result. */
  float[] read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    long expected = Float.BYTES * result.elementCount();
    if (bytes.length != expected) {
      throw new IOException(
          file + " has " + bytes.length + " bytes; " + expected + " are expected");
    }
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer().get(values);
    return values;
  }
}
