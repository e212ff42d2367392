// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cuda.execute.StepLoop;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Products and convolutions by a library beside our own: offered, filtered, planned, and alike. */
class LibraryPathsTest {
  private static final CompileOptions GUARDED = CompileOptions.DEFAULT.withRun(RunMode.GUARDED);
  private static final ConvolutionGeometry GEOMETRY =
      ConvolutionGeometry.VALID.withStride(2, 1).withPadding(1).withGroups(2);
  private static final Shape X = Shape.of(3, 4, 9, 8);
  private static final Shape FILTER = Shape.of(6, 2, 3, 3);
  private static final Shape Y = Shape.of(3, 6, 5, 8);

  private EmulatedMachine machine;

  @BeforeEach
  void findMachine() {
    Assumptions.assumeTrue(EmulatedMachine.find().isPresent(), EmulatedMachine.missing());
    machine = EmulatedMachine.find().orElseThrow();
  }

  /** A convolution layer, both its gradients, a fully connected layer and a transposed product. */
  private static Program program() {
    GraphBuilder b = new GraphBuilder("all");
    var x = b.feed("x", new TensorType(DType.F32, X));
    var filter = b.feed("filter", TensorType.f32(6, 2, 3, 3));
    var bias = b.feed("bias", TensorType.f32(6));
    var dy = b.feed("dy", TensorType.f32(3, 6, 5, 8));
    var spread = b.broadcast(bias, Y, new int[] {1});
    b.output(
        "layer",
        Activation.ScaledTanh.DANNET.build(b, b.add(b.convolution(x, filter, GEOMETRY), spread)));
    b.output("dx", b.convolutionInputGradient(dy, filter, GEOMETRY, X));
    b.output("dw", b.convolutionFilterGradient(x, dy, GEOMETRY, FILTER));
    var a = b.reshape(dy, Shape.of(3, 240));
    b.output("product", b.matMul(a, a, true, false));
    b.output(
        "batch",
        b.matMul(
            b.reshape(dy, Shape.of(3, 6, 40)), b.reshape(dy, Shape.of(3, 6, 40)), false, true));
    return Program.of(b.build());
  }

  private static Feeds feeds() {
    Feeds feeds = new Feeds();
    Random random = new Random(5);
    for (Map.Entry<String, TensorType> feed :
        Map.of(
                "x", TensorType.f32(3, 4, 9, 8),
                "filter", TensorType.f32(6, 2, 3, 3),
                "bias", TensorType.f32(6),
                "dy", TensorType.f32(3, 6, 5, 8))
            .entrySet()
            .stream()
            .sorted(Map.Entry.comparingByKey())
            .toList()) {
      HostTensor tensor = HostTensor.zeros(feed.getValue());
      for (int i = 0; i < tensor.type().elementCount(); i++) {
        tensor.set(i, random.nextFloat() - 0.5f);
      }
      feeds.constant(feed.getKey(), tensor);
    }
    return feeds;
  }

  private static Map<String, HostTensor> run(Session session, Optional<Plan> plan) {
    Executable executable = session.compile(program(), plan.map(GUARDED::withPlan).orElse(GUARDED));
    return executable.submit(executable.newState(), "all", feeds(), 2).await().stacked();
  }

  @Test
  void everyWayIsOfferedButThoseThatTheMathModeForbids() {
    try (Session session = machine.deviceWithLibraries().open()) {
      Plan plan = session.compile(program(), GUARDED).plan();
      for (Plan.Kernel kernel : plan.kernels()) {
        TreeSet<String> ways = new TreeSet<>();
        ways.add(kernel.algorithm());
        kernel.alternatives().forEach(other -> ways.add(other.algorithm()));
        switch (kernel.kernel()) {
          case "convolution_bias_activation",
              "convolution_input_gradient",
              "convolution_filter_gradient" ->
              assertThat(ways)
                  .hasSize(2)
                  .anyMatch(way -> way.startsWith("cudnn ") && way.endsWith(" FMA"))
                  .noneMatch(way -> way.contains("WINOGRAD"));
          case "matmul", "fully_connected" -> assertThat(ways).hasSize(2).contains("cublas");
          default -> assertThat(ways).hasSize(1);
        }
      }
    }
  }

  @Test
  void aPlanForcesEitherWayAndBothGiveTheSameWithinRounding() {
    Map<String, HostTensor> own;
    try (Session session = machine.device(StepLoop.GRAPH).open()) {
      own = run(session, Optional.empty());
    }
    try (Session session = machine.deviceWithLibraries().open()) {
      Plan measured = session.compile(program(), GUARDED).plan();
      List<Plan.Kernel> forced =
          measured.kernels().stream().map(LibraryPathsTest::library).toList();
      Map<String, HostTensor> library = run(session, Optional.of(new Plan(measured.key(), forced)));
      own.forEach((name, expected) -> {
        HostTensor actual = library.get(name);
        for (int i = 0; i < expected.type().elementCount(); i++) {
          assertThat(actual.getFloat(i)).isCloseTo(expected.getFloat(i), within(2e-5f));
        }
      });
      assertThat(forced).anyMatch(kernel -> kernel.algorithm().equals("cublas"));
      assertThat(forced).anyMatch(kernel -> kernel.algorithm().startsWith("cudnn "));
    }
  }

  /** The row with a library's algorithm chosen, where it has one. */
  private static Plan.Kernel library(Plan.Kernel row) {
    return row.alternatives().stream()
        .map(Plan.Alternative::algorithm)
        .filter(algorithm -> algorithm.equals("cublas") || algorithm.startsWith("cudnn "))
        .findFirst()
        .map(algorithm ->
            new Plan.Kernel(
                row.entry(), row.nodes(), row.kernel(), algorithm, row.layout(), List.of()))
        .orElse(row);
  }
}
