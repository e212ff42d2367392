// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.MathMode;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Products and convolutions by a library beside our own: offered, filtered, planned, and alike. */
class LibraryPathsTest {
  private static final Pattern FAMILY =
      Pattern.compile("^(cudnn graph \\S+|cudnn \\S+|cublasLt\\S*|cublas\\S*)");
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
    var units = b.reshape(dy, Shape.of(18, 40));
    var weights = b.reshape(b.feed("weights", TensorType.f32(240)), Shape.of(6, 40));
    var biases = b.broadcast(bias, Shape.of(18, 6), new int[] {1});
    b.output(
        "units",
        Activation.ScaledTanh.DANNET.build(
            b, b.add(b.matMul(units, weights, false, true), biases)));
    b.output(
        "rectified",
        new Activation.Relu()
            .build(b, b.add(b.matMul(units, b.negate(weights), false, true), biases)));
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
                "weights", TensorType.f32(240),
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

  private static CompileOptions options(MathMode mode) {
    return CompileOptions.DEFAULT.withRun(RunMode.GUARDED).withMath(mode);
  }

  private static Map<String, HostTensor> run(Session session, CompileOptions options) {
    Executable executable = session.compile(program(), options);
    Map<String, HostTensor> outputs =
        executable.submit(executable.newState(), "all", feeds(), 2).await().stacked();
    executable.close();
    return outputs;
  }

  /** Every way that was run for a row, the chosen one first. */
  private static List<String> tried(Plan.Kernel row) {
    List<String> ways = new ArrayList<>(List.of(row.algorithm()));
    row.alternatives().stream()
        .filter(other -> other.nanos() >= 0)
        .forEach(other -> ways.add(other.algorithm()));
    return ways;
  }

  /** Library, layout and format of a way; empty for one of our own. */
  private static Optional<String> family(String algorithm) {
    Matcher matcher = FAMILY.matcher(algorithm);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  private static TreeSet<String> families(Plan.Kernel row) {
    TreeSet<String> families = new TreeSet<>();
    tried(row).forEach(way -> family(way).ifPresent(families::add));
    return families;
  }

  private static Map<String, String> refusals(Plan.Kernel row) {
    Map<String, String> refusals = new TreeMap<>();
    row.alternatives().stream()
        .filter(other -> other.nanos() < 0)
        .forEach(other -> refusals.put(other.algorithm(), other.reason()));
    return refusals;
  }

  private static Set<String> convolutions(MathMode mode) {
    return switch (mode) {
      case STRICT_FP32 -> Set.of("cudnn nchw", "cudnn graph nchw");
      case TF32 -> Set.of("cudnn nchw", "cudnn nhwc", "cudnn graph nchw", "cudnn graph nhwc");
      case BF16 ->
          Set.of(
              "cudnn nchw/rounded",
              "cudnn nhwc/rounded",
              "cudnn graph nchw/rounded",
              "cudnn graph nhwc/rounded",
              "cudnn graph nchw/bf16",
              "cudnn graph nhwc/bf16");
    };
  }

  @ParameterizedTest
  @EnumSource(MathMode.class)
  void everyWayIsOfferedThatTheMathModeAllows(MathMode mode) {
    TreeSet<String> seen = new TreeSet<>();
    int layers = 0;
    try (Session session = machine.deviceWithLibraries().open()) {
      for (Plan.Kernel row : session.compile(program(), options(mode)).plan().kernels()) {
        seen.add(row.kernel());
        layers += row.kernel().equals("fully_connected") ? 1 : 0;
        TreeSet<String> expected = new TreeSet<>();
        switch (row.kernel()) {
          case "convolution_bias_activation" -> {
            expected.addAll(convolutions(mode));
            convolutions(mode).stream()
                .filter(way -> way.startsWith("cudnn graph"))
                .forEach(way -> expected.add(way + "/fused"));
          }
          case "convolution_input_gradient" -> expected.addAll(convolutions(mode));
          case "convolution_filter_gradient" -> {
            expected.addAll(convolutions(mode));
            if (expected.remove("cudnn graph nchw/bf16")) {
              assertThat(refusals(row).get("cudnn graph nchw/bf16")).contains("has no engine");
            }
          }
          case "matmul", "fully_connected" -> {
            expected.addAll(Set.of("cublas", "cublasLt"));
            if (mode == MathMode.BF16) {
              expected.addAll(Set.of("cublas/bf16", "cublasLt/bf16"));
            }
          }
          default -> assertThat(row.alternatives()).isEmpty();
        }
        assertThat(families(row)).as(row.kernel()).isEqualTo(expected);
        assertThat(tried(row)).filteredOn(way -> family(way).isEmpty()).hasSize(1);
      }
    }
    assertThat(seen)
        .contains(
            "convolution_bias_activation",
            "convolution_input_gradient",
            "convolution_filter_gradient",
            "matmul");
    assertThat(layers).as("fully connected layers").isEqualTo(2);
  }

  @Test
  void whatIsNotOfferedStandsInThePlanWithItsReason() {
    try (Session session = machine.deviceWithLibraries().open()) {
      for (Plan.Kernel row :
          session.compile(program(), options(MathMode.STRICT_FP32)).plan().kernels()) {
        if (row.kernel().startsWith("convolution")) {
          assertThat(refusals(row).values())
              .contains("it transforms its operands (Winograd or FFT)", "it is not deterministic")
              .anyMatch(reason -> reason.contains("turns images to NCHW itself"));
          assertThat(tried(row)).noneMatch(way -> way.contains("3:1=2") || way.contains("4:"));
        }
      }
    }
    try (Session session = machine.device(StepLoop.GRAPH).open()) {
      for (Plan.Kernel row : session.compile(program(), options(MathMode.BF16)).plan().kernels()) {
        switch (row.kernel()) {
          case "matmul", "fully_connected" ->
              assertThat(refusals(row))
                  .containsEntry("cublas/bf16", "cuBLAS is missing")
                  .containsEntry("cublasLt", "cuBLASLt is missing");
          case "convolution_filter_gradient" ->
              assertThat(refusals(row))
                  .containsEntry("cudnn", "cuDNN is missing")
                  .containsEntry("cudnn graph", "cuDNN 9 is missing");
          default -> {}
        }
      }
    }
  }

  @Test
  void whereThereIsNoRoomForTrialsOurOwnKernelsStayAndThePlanSaysWhy() {
    try (Session session = machine.deviceWithoutRoomForTrials().open()) {
      List<Plan.Kernel> rows =
          session.compile(program(), options(MathMode.STRICT_FP32)).plan().kernels();
      assertThat(rows).anyMatch(row -> row.kernel().equals("convolution_input_gradient"));
      for (Plan.Kernel row : rows) {
        if (row.kernel().startsWith("convolution")) {
          assertThat(family(row.algorithm())).isEmpty();
          assertThat(refusals(row)).containsEntry("cudnn nchw", "no memory is left for a trial");
        }
      }
    }
  }

  @Test
  void paddingThatDiffersOnOppositeSidesIsNotForCudnn() {
    GraphBuilder b = new GraphBuilder("all");
    var x = b.feed("x", new TensorType(DType.F32, X));
    ConvolutionGeometry uneven = new ConvolutionGeometry(1, 1, 1, 0, 0, 0, 1, 1, 2);
    b.output("y", b.convolution(x, b.feed("filter", new TensorType(DType.F32, FILTER)), uneven));
    try (Session session = machine.deviceWithLibraries().open()) {
      Plan plan = session.compile(Program.of(b.build()), options(MathMode.TF32)).plan();
      assertThat(plan.kernels())
          .anySatisfy(
              row -> assertThat(refusals(row).get("cudnn")).contains("pads opposite sides alike"));
    }
  }

  @ParameterizedTest
  @EnumSource(MathMode.class)
  void aPlanForcesEveryWayAndAllGiveTheSameWithinRounding(MathMode mode) {
    Map<String, HostTensor> own;
    try (Session session = machine.device(StepLoop.GRAPH).open()) {
      own = run(session, options(mode));
    }
    TreeSet<String> forced = new TreeSet<>();
    try (Session session = machine.deviceWithLibraries().open()) {
      Executable first = session.compile(program(), options(mode));
      Plan measured = first.plan();
      first.close();
      int most = measured.kernels().stream().mapToInt(row -> tried(row).size()).max().orElseThrow();
      for (int way = 0; way < most; way++) {
        List<Plan.Kernel> rows = new ArrayList<>();
        for (Plan.Kernel row : measured.kernels()) {
          String algorithm = tried(row).get(way % tried(row).size());
          family(algorithm).ifPresent(forced::add);
          rows.add(
              new Plan.Kernel(
                  row.entry(), row.nodes(), row.kernel(), algorithm, row.layout(), List.of()));
        }
        Plan plan = new Plan(measured.key(), rows);
        Map<String, HostTensor> actual = run(session, options(mode).withPlan(plan));
        own.forEach((name, expected) -> {
          for (int i = 0; i < expected.type().elementCount(); i++) {
            assertThat(actual.get(name).getFloat(i))
                .as("%s[%d] by %s", name, i, rows)
                .isCloseTo(expected.getFloat(i), within(2e-5f));
          }
        });
      }
    }
    assertThat(forced)
        .containsAll(convolutions(mode))
        .contains("cublas", "cublasLt")
        .anyMatch(way -> way.endsWith("/fused"));
  }

  @Test
  void aPlanOfAnEngineThatIsGoneIsRefused() {
    try (Session session = machine.deviceWithLibraries().open()) {
      Plan measured = session.compile(program(), options(MathMode.TF32)).plan();
      List<Plan.Kernel> rows = new ArrayList<>();
      for (Plan.Kernel row : measured.kernels()) {
        rows.add(
            row.kernel().equals("convolution_input_gradient")
                ? new Plan.Kernel(
                    row.entry(),
                    row.nodes(),
                    row.kernel(),
                    "cudnn graph nhwc 77:",
                    row.layout(),
                    List.of())
                : row);
      }
      Plan plan = new Plan(measured.key(), rows);
      assertThatThrownBy(() -> session.compile(program(), options(MathMode.TF32).withPlan(plan)))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("no engine 77:");
    }
  }
}
