// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.core.autodiff.Gradients;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.op.PoolGeometry;
import dev.colonnade.core.op.composite.BiasAdd;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.op.composite.SoftmaxCrossEntropy;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cuda.compile.KernelChoice;
import dev.colonnade.cuda.execute.StepLoop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fused layers train as the kernels for each operation do: with strides and padding, with windows
 * that tie, with activations that are taken along and such that are not, guarded.
 */
class LayerFusionTest {
  private static final int STEPS = 3;
  private static final ConvolutionGeometry VALID = ConvolutionGeometry.VALID;
  private static final Activation TANH = Activation.ScaledTanh.DANNET;

  /** A net of one convolution, its pooling, a hidden layer and an output layer. */
  record Net(
      String name,
      int images,
      int extent,
      int kernel,
      ConvolutionGeometry geometry,
      PoolGeometry pooling,
      Activation activation,
      float decay,
      Optional<Float> momentum) {
    Net(
        String name,
        int images,
        int extent,
        int kernel,
        ConvolutionGeometry geometry,
        PoolGeometry pooling,
        Activation activation,
        float decay) {
      this(name, images, extent, kernel, geometry, pooling, activation, decay, Optional.empty());
    }

    Net withMomentum(float share) {
      return new Net(
          name + ", momentum",
          images,
          extent,
          kernel,
          geometry,
          pooling,
          activation,
          decay,
          Optional.of(share));
    }

    @Override
    public String toString() {
      return name;
    }

    int convolved() {
      return (extent + geometry.padTop() + geometry.padBottom() - kernel) / geometry.strideHeight()
          + 1;
    }
  }

  static Stream<Net> nets() {
    PoolGeometry two = PoolGeometry.tiles(2);
    return Stream.of(
        new Net("as DanNet's", 1, 11, 4, VALID, two, TANH, 0),
        new Net("several images, decay", 3, 11, 4, VALID, two, TANH, 0.01f),
        new Net("several images, decay", 3, 11, 4, VALID, two, TANH, 0.01f).withMomentum(0.5f),
        new Net("plain", 1, 11, 4, VALID, two, TANH, 0).withMomentum(0.9f),
        new Net("windows of 3", 2, 10, 5, VALID, PoolGeometry.tiles(3), TANH, 0),
        new Net("padding", 2, 8, 3, VALID.withPadding(1), two, TANH, 0),
        new Net("uneven padding", 2, 8, 4, VALID.withPadding(2, 1, 0, 3), two, TANH, 0),
        new Net("stride", 2, 12, 3, VALID.withStride(2, 2).withPadding(1), two, TANH, 0),
        new Net("long stride", 2, 14, 2, VALID.withStride(3, 3), PoolGeometry.tiles(1), TANH, 0),
        new Net("relu", 2, 9, 2, VALID, two, new Activation.Relu(), 0),
        new Net("no activation", 1, 9, 2, VALID, two, new Activation.Identity(), 0),
        new Net("windows overlap", 1, 10, 2, VALID, PoolGeometry.square(3, 2), TANH, 0),
        new Net("windows leave a rest", 1, 10, 2, VALID, two, TANH, 0));
  }

  private EmulatedMachine machine;

  @BeforeEach
  void findMachine() {
    Assumptions.assumeTrue(EmulatedMachine.find().isPresent(), EmulatedMachine.missing());
    machine = EmulatedMachine.find().orElseThrow();
  }

  private static final int MAPS = 3;
  private static final int HIDDEN = 7;
  private static final int CLASSES = 4;

  private static List<Variable> variables(Net net) {
    int pooled = net.pooling.outputHeight(net.convolved());
    int width = net.pooling.outputWidth(convolvedWidth(net));
    return List.of(
        new Variable("filter0", TensorType.f32(2, 2, 3, 3)),
        new Variable("bias0", TensorType.f32(2)),
        new Variable("filter", TensorType.f32(MAPS, 2, net.kernel, net.kernel)),
        new Variable("bias", TensorType.f32(MAPS)),
        new Variable("hidden", TensorType.f32(HIDDEN, MAPS * pooled * width)),
        new Variable("hiddenBias", TensorType.f32(HIDDEN)),
        new Variable("output", TensorType.f32(CLASSES, HIDDEN)),
        new Variable("outputBias", TensorType.f32(CLASSES)));
  }

  private static int convolvedWidth(Net net) {
    ConvolutionGeometry g = net.geometry;
    return (net.extent + g.padLeft() + g.padRight() - net.kernel) / g.strideWidth() + 1;
  }

  private static Program program(Net net) {
    GraphBuilder b = new GraphBuilder("train");
    List<Variable> variables = variables(net);
    List<Value> read = variables.stream().map(b::read).toList();
    Value x = b.feed("x", TensorType.f32(net.images, 2, net.extent, net.extent));
    // The layer below only makes the gradient of the second one's input wanted.
    Value below =
        net.activation.build(
            b,
            b.applyOne(
                new BiasAdd(),
                List.of(b.convolution(x, read.get(0), VALID.withPadding(1)), read.get(1))));
    Value convolved =
        net.activation.build(
            b,
            b.applyOne(
                new BiasAdd(),
                List.of(b.convolution(below, read.get(2), net.geometry), read.get(3))));
    Value pooled = b.maxPool(convolved, net.pooling);
    Value flat = b.reshape(pooled, read.get(4).type().shape().with(0, net.images));
    Value hidden = net.activation.build(b, full(b, flat, read.get(4), read.get(5)));
    Value logits = full(b, hidden, read.get(6), read.get(7));
    Value loss =
        b.mean(
            b.applyOne(
                new SoftmaxCrossEntropy(),
                List.of(logits, b.feed("labels", TensorType.i32(net.images)))));
    Value rate = b.feed("rate", TensorType.f32());
    List<Value> gradients = Gradients.of(b, loss, read);
    for (int i = 0; i < read.size(); i++) {
      if (net.momentum.isPresent()) {
        Variable velocity = new Variable("velocity" + i, variables.get(i).type());
        List<Value> stepped =
            b.apply(
                new MomentumStep(net.momentum.get(), net.decay),
                List.of(read.get(i), b.read(velocity), gradients.get(i), rate));
        b.assign(variables.get(i), stepped.get(0));
        b.assign(velocity, stepped.get(1));
      } else {
        b.assign(
            variables.get(i),
            b.applyOne(new SgdStep(net.decay), List.of(read.get(i), gradients.get(i), rate)));
      }
    }
    b.output("loss", loss);
    return Program.of(b.build());
  }

  private static Value full(GraphBuilder b, Value x, Value weights, Value bias) {
    return b.applyOne(new BiasAdd(), List.of(b.matMul(x, weights, false, true), bias));
  }

  private static Feeds feeds(Net net) {
    // Multiples of a half, as the first weights are: where no activation lies between, sums of
    // different pixels are often equal, and which of a window's elements wins makes a difference.
    Random random = new Random(net.extent);
    HostTensor x = HostTensor.zeros(TensorType.f32(net.images, 2, net.extent, net.extent));
    for (int i = 0; i < x.type().elementCount(); i++) {
      x.set(i, random.nextInt(3) / 2f);
    }
    HostTensor labels = HostTensor.zeros(TensorType.i32(net.images));
    for (int i = 0; i < net.images; i++) {
      labels.set(i, (i * 3 + 1) % CLASSES);
    }
    return new Feeds()
        .constant("x", x)
        .constant("labels", labels)
        .constant("rate", HostTensor.scalar(0.25f));
  }

  private Map<String, HostTensor> train(
      Net net, StepLoop loop, KernelChoice kernels, CompileOptions options) {
    try (Session session = machine.device(loop, kernels).open()) {
      Executable executable = session.compile(program(net), options);
      State state = executable.newState();
      Random random = new Random(3);
      for (Variable variable : variables(net)) {
        HostTensor start = HostTensor.zeros(variable.type());
        for (int i = 0; i < variable.type().elementCount(); i++) {
          start.set(i, (random.nextInt(3) - 1) / 2f);
        }
        state.write(variable, start);
      }
      Map<String, HostTensor> results =
          new LinkedHashMap<>(
              executable.submit(state, "train", feeds(net), STEPS).await().stacked());
      variables(net).forEach(variable -> results.put(variable.name(), state.read(variable)));
      return results;
    }
  }

  @ParameterizedTest
  @MethodSource("nets")
  void trainsAsKernelsForEachOperation(Net net) {
    Map<String, HostTensor> expected =
        train(net, StepLoop.GRAPH, KernelChoice.SEPARATE, CompileOptions.DEFAULT);
    Map<String, HostTensor> fused =
        train(net, StepLoop.PERSISTENT, KernelChoice.FUSED, CompileOptions.DEFAULT);
    Map<String, HostTensor> guarded =
        train(
            net,
            StepLoop.GRAPH,
            KernelChoice.FUSED,
            CompileOptions.DEFAULT.withRun(RunMode.GUARDED));
    expected.forEach((name, values) -> {
      assertThat(guarded.get(name).bitwiseEquals(fused.get(name))).as(name).isTrue();
      for (int i = 0; i < values.type().elementCount(); i++) {
        assertThat(fused.get(name).getFloat(i))
            .as("%s[%d]", name, i)
            .isCloseTo(values.getFloat(i), within(1e-5f));
      }
    });
  }

  private Map<String, Long> kernels(Net net) {
    try (Session session = machine.device(StepLoop.GRAPH, KernelChoice.FUSED).open()) {
      return session.compile(program(net), CompileOptions.DEFAULT).plan().kernels().stream()
          .collect(Collectors.groupingBy(Plan.Kernel::kernel, Collectors.counting()));
    }
  }

  @Test
  void everythingThatFollowsALayerIsTakenAlong() {
    assertThat(kernels(nets().findFirst().orElseThrow()))
        .containsEntry("direct_layer", 4L)
        .containsEntry("direct_input_gradient", 3L)
        .containsEntry("direct_filter_gradient", 4L)
        .containsEntry("direct_bias_gradient", 4L)
        .doesNotContainKeys(
            "max_pool", "max_pool_gradient", "scaled_tanh_gradient", "sgd_step", "matmul");
  }

  @Test
  void momentumIsTakenAlongToo() {
    assertThat(
            kernels(nets().filter(net -> net.name.startsWith("plain")).findFirst().orElseThrow()))
        .containsEntry("direct_filter_gradient", 4L)
        .containsEntry("direct_bias_gradient", 4L)
        .doesNotContainKeys("momentum_step", "momentum_steps");
  }

  @Test
  void windowsThatOverlapOrLeaveARestArePooledApart() {
    nets()
        .filter(net -> net.name.startsWith("windows ") && !net.name.endsWith("3"))
        .forEach(net ->
            assertThat(kernels(net))
                .as(net.name)
                .containsKeys("direct_layer", "max_pool", "max_pool_gradient"));
  }
}
