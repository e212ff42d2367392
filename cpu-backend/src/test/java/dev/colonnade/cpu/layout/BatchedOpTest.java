// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.composite.ScaledTanhGradient;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cpu.TestDevices;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Kernels on blocks of images against plain loops in logical order. */
class BatchedOpTest {
  private static final int BLOCK = ImageBlocks.WHOLE;

  /** A layer with everything that its training step does to it. */
  private static Program layer(
      Shape x, Shape filter, ConvolutionGeometry geometry, PoolGeometry pooling) {
    GraphBuilder b = new GraphBuilder("layer");
    Value input = b.feed("x", type(x));
    Value weights = b.feed("filter", type(filter));
    Value bias = b.feed("bias", TensorType.f32(filter.dimension(0)));
    Value product = b.convolution(input, weights, geometry);
    Shape y = product.type().shape();
    Value activated =
        Activation.ScaledTanh.DANNET.build(b, b.add(product, b.broadcast(bias, y, new int[] {1})));
    Value pooled = b.maxPool(activated, pooling);
    b.output("pooled", pooled);
    Value dPooled = b.feed("dy", pooled.type());
    Value dActivated = b.maxPoolGradient(activated, dPooled, pooling);
    b.output("pooling gradient", dActivated);
    Value dy = b.applyOne(new ScaledTanhGradient(1.7159f, 0.6666f), List.of(activated, dActivated));
    b.output("bias gradient", b.reduceSum(dy, 0, 2, 3));
    b.output("filter gradient", b.convolutionFilterGradient(input, dy, geometry, filter));
    b.output("input gradient", b.convolutionInputGradient(dy, weights, geometry, x));
    return Program.of(b.build());
  }

  private static TensorType type(Shape shape) {
    return new TensorType(DType.F32, shape);
  }

  private static Feeds feeds(Program program, long seed) {
    Feeds feeds = new Feeds();
    Random random = new Random(seed);
    for (var feed : program.entry("layer").feeds()) {
      HostTensor tensor = HostTensor.zeros(feed.type());
      for (long i = 0; i < feed.type().elementCount(); i++) {
        // Coarse numbers: windows have ties.
        tensor.set(i, random.nextInt(-8, 9) / 8f);
      }
      feeds.constant(feed.feed(), tensor);
    }
    return feeds;
  }

  private record Ran(Map<String, HostTensor> outputs, Plan plan) {}

  private static Ran run(Device device, Program program, Feeds feeds, CompileOptions options) {
    try (Session session = device.open();
        Executable executable = session.compile(program, options);
        State state = executable.newState()) {
      return new Ran(
          executable.submit(state, "layer", feeds, 1).await().stacked(), executable.plan());
    }
  }

  private static void requireAlike(Map<String, HostTensor> actual, Map<String, HostTensor> wanted) {
    assertThat(actual.keySet()).isEqualTo(wanted.keySet());
    wanted.forEach((name, tensor) -> {
      HostTensor own = actual.get(name);
      double error = 0;
      double size = 0;
      for (long i = 0; i < tensor.type().elementCount(); i++) {
        double difference = own.getFloat(i) - tensor.getFloat(i);
        error += difference * difference;
        size += (double) tensor.getFloat(i) * tensor.getFloat(i);
      }
      // A sum of numbers of size 1 may be near 0: its error is not.
      assertThat(error).as(name).isLessThanOrEqualTo(1e-10 * (size + tensor.type().elementCount()));
    });
  }

  private static void check(
      Shape x, Shape filter, ConvolutionGeometry geometry, PoolGeometry pooling, int threads) {
    Program program = layer(x, filter, geometry, pooling);
    Feeds feeds = feeds(program, x.hashCode() * 31L + filter.hashCode());
    Map<String, HostTensor> wanted =
        run(TestDevices.plain(), program, feeds, CompileOptions.DEFAULT).outputs();
    Ran normal = run(TestDevices.vector(threads), program, feeds, CompileOptions.DEFAULT);
    requireAlike(normal.outputs(), wanted);
    assertThat(normal.plan().kernels())
        .as("the layer is kept with the images innermost")
        .anyMatch(kernel ->
            kernel.layout().equals(ImageBlocks.name(x.dimension(0) % BLOCK == 0 ? BLOCK : 1)));
    CompileOptions guarded = CompileOptions.DEFAULT.withRun(RunMode.GUARDED);
    requireAlike(run(TestDevices.vector(threads), program, feeds, guarded).outputs(), wanted);
  }

  @Property(tries = 40)
  void anyLayerComputesWhatPlainLoopsDo(
      @ForAll @IntRange(min = 0, max = 2) int blocks,
      @ForAll @IntRange(min = 1, max = 14) int inputs,
      @ForAll @IntRange(min = 1, max = 27) int outputs,
      @ForAll @IntRange(min = 1, max = 4) int filterHeight,
      @ForAll @IntRange(min = 1, max = 4) int filterWidth,
      @ForAll @IntRange(min = 0, max = 5) int moreHeight,
      @ForAll @IntRange(min = 0, max = 5) int moreWidth,
      @ForAll @IntRange(min = 0, max = 2) int padding,
      @ForAll @IntRange(min = 1, max = 2) int stride,
      @ForAll @IntRange(min = 1, max = 3) int threads) {
    Shape x =
        Shape.of(
            blocks == 0 ? threads : blocks * BLOCK,
            inputs,
            filterHeight + moreHeight,
            filterWidth + moreWidth);
    Shape filter = Shape.of(outputs, inputs, filterHeight, filterWidth);
    ConvolutionGeometry geometry =
        ConvolutionGeometry.VALID
            .withPadding(padding, padding / 2, padding, 0)
            .withStride(stride, stride);
    int window =
        Math.min(
            2,
            Math.min(
                geometry.outputHeight(x.dimension(2), filterHeight),
                geometry.outputWidth(x.dimension(3), filterWidth)));
    PoolGeometry pooling = PoolGeometry.square(window, moreHeight % 2 + 1);
    check(x, filter, geometry, pooling, threads);
  }

  @Test
  void theLayersOfDanNetOneImageAtATime() {
    check(
        Shape.of(1, 1, 29, 29),
        Shape.of(20, 1, 4, 4),
        ConvolutionGeometry.VALID,
        PoolGeometry.tiles(2),
        1);
    check(
        Shape.of(3, 20, 13, 13),
        Shape.of(40, 20, 5, 5),
        ConvolutionGeometry.VALID,
        PoolGeometry.tiles(3),
        2);
    check(
        Shape.of(1, 3, 20, 20),
        Shape.of(100, 3, 7, 7),
        ConvolutionGeometry.VALID,
        PoolGeometry.tiles(2),
        2);
  }

  @Test
  void theLayersOfDanNet() {
    check(
        Shape.of(BLOCK, 1, 29, 29),
        Shape.of(20, 1, 4, 4),
        ConvolutionGeometry.VALID,
        PoolGeometry.tiles(2),
        1);
    check(
        Shape.of(BLOCK, 20, 13, 13),
        Shape.of(40, 20, 5, 5),
        ConvolutionGeometry.VALID,
        PoolGeometry.tiles(3),
        2);
    check(
        Shape.of(BLOCK, 3, 20, 20),
        Shape.of(100, 3, 7, 7),
        ConvolutionGeometry.VALID,
        PoolGeometry.tiles(2),
        2);
  }

  @Test
  void aBatchThatDoesNotFillItsBlocksIsKeptInSingleImages() {
    check(
        Shape.of(BLOCK + 1, 2, 8, 8),
        Shape.of(16, 2, 3, 3),
        ConvolutionGeometry.VALID,
        PoolGeometry.tiles(2),
        2);
  }

  @Test
  void groupsStayInLogicalOrder() {
    Program program =
        layer(
            Shape.of(BLOCK, 2, 8, 8),
            Shape.of(4, 1, 3, 3),
            ConvolutionGeometry.VALID.withGroups(2),
            PoolGeometry.tiles(2));
    Ran ran = run(TestDevices.vector(), program, feeds(program, 1), CompileOptions.DEFAULT);
    assertThat(ran.plan().kernels()).allMatch(kernel -> kernel.layout().equals("nchw"));
  }

  @Test
  void aPlanKeepsTheLayoutAndTheBits() {
    Program program =
        layer(
            Shape.of(BLOCK, 5, 9, 9),
            Shape.of(7, 5, 3, 3),
            ConvolutionGeometry.VALID,
            PoolGeometry.tiles(2));
    Feeds feeds = feeds(program, 2);
    Ran first = run(TestDevices.vector(2), program, feeds, CompileOptions.DEFAULT);
    Ran second =
        run(TestDevices.vector(2), program, feeds, CompileOptions.DEFAULT.withPlan(first.plan()));
    assertThat(second.plan()).isEqualTo(first.plan());
    first
        .outputs()
        .forEach((name, tensor) ->
            assertThat(second.outputs().get(name).segment().mismatch(tensor.segment()))
                .isEqualTo(-1));
  }
}
