// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.models.network.DataVariables;
import dev.colonnade.models.notation.MapShape;
import java.util.OptionalLong;

/**
 * Copying a batch of images, as the net's inputs in fp32, from the host to the device: what is left
 * of an epoch's distortion on the device where the host draws the images. A step has arrived when
 * the device has sent the last image back.
 */
final class Uploading implements Stepped {
  private static final String ENTRY = "arrived";

  private final int batch;
  private final Variable images;
  private final HostTensor drawn;
  private final Compiled compiled;

  Uploading(Session session, MapShape input, int batch, MathMode math) {
    this.batch = batch;
    this.images =
        new Variable(
            "epoch/images", TensorType.f32(batch, input.maps(), input.height(), input.width()));
    this.drawn = HostTensor.zeros(images.type());
    DataVariables bytes =
        DataVariables.of("train", DType.U8, batch, input.maps(), input.height(), input.width());
    HostTensor random = MeasuredNet.images(bytes);
    for (long i = 0; i < drawn.type().elementCount(); i++) {
      drawn.set(i, random.getUnsigned(i) / 127.5f - 1);
    }
    GraphBuilder builder = new GraphBuilder(ENTRY);
    builder.output("last", builder.slice(builder.read(images), 0, batch - 1, batch));
    this.compiled = Compiled.of(session, Program.of(builder.build()), math);
  }

  @Override
  public Feeds feeds(int runs) {
    return Feeds.NONE;
  }

  @Override
  public Timed time(Feeds feeds, int runs) {
    long start = System.nanoTime();
    for (int run = 0; run < runs; run++) {
      compiled.state().write(images, drawn);
    }
    compiled.executable().submit(compiled.state(), ENTRY, feeds, 1).await();
    return new Timed(System.nanoTime() - start, OptionalLong.empty());
  }

  @Override
  public int batch() {
    return batch;
  }

  @Override
  public Program program() {
    return compiled.program();
  }

  @Override
  public Executable executable() {
    return compiled.executable();
  }

  @Override
  public String entry() {
    return ENTRY;
  }

  @Override
  public long compileNanos() {
    return compiled.compileNanos();
  }

  @Override
  public void close() {
    compiled.close();
  }
}
