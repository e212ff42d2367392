// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cuda.compile.KernelChoice;
import dev.colonnade.cuda.execute.StepLoop;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Our own kernels round both operands of every product, and nothing else: a mode on any operands
 * gives the bits of strict fp32 on operands that were rounded before.
 */
class MathModesTest {
  private static final ConvolutionGeometry GEOMETRY = ConvolutionGeometry.VALID.withPadding(1);

  private EmulatedMachine machine;

  @BeforeEach
  void findMachine() {
    Assumptions.assumeTrue(EmulatedMachine.find().isPresent(), EmulatedMachine.missing());
    machine = EmulatedMachine.find().orElseThrow();
  }

  /** Products that fill tiles when {@code images} is large, and such that do not when it is 1. */
  private static Program program(int images) {
    Shape x = Shape.of(images, 4, 16, 16);
    Shape y = Shape.of(images, 8, 16, 16);
    Shape filter = Shape.of(8, 4, 3, 3);
    GraphBuilder b = new GraphBuilder("all");
    var image = b.feed("x", new TensorType(DType.F32, x));
    var weights = b.feed("filter", new TensorType(DType.F32, filter));
    var dy = b.feed("dy", new TensorType(DType.F32, y));
    var bias = b.feed("bias", TensorType.f32(8));
    var spread = b.broadcast(bias, y, new int[] {1});
    b.output(
        "layer",
        Activation.ScaledTanh.DANNET.build(
            b, b.add(b.convolution(image, weights, GEOMETRY), spread)));
    // Another stride: the same convolution would be computed once, and the layer not fused.
    b.output("forward", b.convolution(image, weights, GEOMETRY.withStride(2, 1)));
    b.output("dx", b.convolutionInputGradient(dy, weights, GEOMETRY, x));
    b.output("dw", b.convolutionFilterGradient(image, dy, GEOMETRY, filter));
    var rows = b.reshape(dy, Shape.of(images * 8, 256));
    b.output("product", b.matMul(rows, rows, false, true));
    var units = b.reshape(bias, Shape.of(1, 8));
    var hidden = b.matMul(b.reshape(dy, Shape.of(images * 256, 8)), units, false, true);
    b.output("units", hidden);
    return Program.of(b.build());
  }

  private static Map<String, HostTensor> operands(int images) {
    Map<String, HostTensor> operands = new LinkedHashMap<>();
    Random random = new Random(7);
    operands.put("x", HostTensor.zeros(TensorType.f32(images, 4, 16, 16)));
    operands.put("filter", HostTensor.zeros(TensorType.f32(8, 4, 3, 3)));
    operands.put("dy", HostTensor.zeros(TensorType.f32(images, 8, 16, 16)));
    for (HostTensor tensor : operands.values()) {
      for (long i = 0; i < tensor.type().elementCount(); i++) {
        tensor.set(i, (float) random.nextGaussian());
      }
    }
    return operands;
  }

  private static Map<String, HostTensor> run(
      Session session,
      int images,
      KernelChoice kernels,
      MathMode mode,
      Map<String, HostTensor> operands) {
    Feeds feeds = new Feeds();
    operands.forEach(feeds::constant);
    // Exact in every format, as it is a summand in one place and a factor in another.
    feeds.constant("bias", HostTensor.of(Shape.of(8), 1, -2, 0.5f, 3, -1, 0.25f, 1.5f, -0.75f));
    Executable executable = session.compile(program(images), CompileOptions.DEFAULT.withMath(mode));
    if (kernels == KernelChoice.FUSED) {
      assertThat(executable.plan().kernels())
          .extracting(Plan.Kernel::kernel)
          .contains("direct_layer", "direct_input_gradient", "direct_filter_gradient");
    } else {
      assertThat(executable.plan().kernels())
          .extracting(Plan.Kernel::kernel)
          .contains("convolution", "convolution_bias_activation");
      assertThat(algorithms(executable.plan()))
          .anyMatch(algorithm ->
              images == 1 ? algorithm.endsWith("for each element") : algorithm.contains("product"));
    }
    return executable.submit(executable.newState(), "all", feeds, 1).await().stacked();
  }

  private static TreeSet<String> algorithms(Plan plan) {
    TreeSet<String> algorithms = new TreeSet<>();
    plan.kernels().forEach(kernel -> algorithms.add(kernel.algorithm()));
    return algorithms;
  }

  @ParameterizedTest
  @CsvSource({
    "TF32,1,GRAPH,SEPARATE",
    "TF32,48,GRAPH,SEPARATE",
    "BF16,1,GRAPH,SEPARATE",
    "BF16,48,GRAPH,SEPARATE",
    "TF32,1,PERSISTENT,SEPARATE",
    "BF16,48,PERSISTENT,SEPARATE",
    "TF32,1,PERSISTENT,FUSED",
    "BF16,2,GRAPH,FUSED"
  })
  void aModeRoundsOperandsAndNothingElse(
      MathMode mode, int images, StepLoop.Kind loop, KernelChoice kernels) {
    Map<String, HostTensor> raw = operands(images);
    Map<String, HostTensor> rounded = new LinkedHashMap<>(raw);
    rounded.replaceAll((name, tensor) -> Formats.nearest(tensor, mode));
    try (Session session = machine.device(new StepLoop(loop, 0), kernels).open()) {
      Map<String, HostTensor> actual = run(session, images, kernels, mode, raw);
      Map<String, HostTensor> expected =
          run(session, images, kernels, MathMode.STRICT_FP32, rounded);
      Map<String, HostTensor> strict = run(session, images, kernels, MathMode.STRICT_FP32, raw);
      expected.forEach((name, tensor) -> {
        assertThat(actual.get(name).bitwiseEquals(tensor)).as(name).isTrue();
        assertThat(strict.get(name).bitwiseEquals(tensor)).as("%s unrounded", name).isFalse();
      });
    }
  }
}
