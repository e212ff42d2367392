// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.cuda.dnn.DescriptorFactory.Descriptor;
import dev.colonnade.cuda.library.CudaLibrary;
import dev.colonnade.cuda.library.ForeignFunctions;
import dev.colonnade.cuda.library.NativeLibrary;
import dev.colonnade.cuda.library.RealLibraries;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Plans by the real cuDNN for a device that is only described, of compute capability 9.0: its
 * heuristics and plans need no GPU. Engines that compile at run time need the driver's library and
 * are not among them where there is none.
 */
class PlannedGraphTest {
  /** {@code CUDNN_BACKEND_DEVICEPROP_DESCRIPTOR}, since 9.8. */
  private static final int DEVICE = 38;

  /** {@code CUDNN_ATTR_DEVICEPROP_JSON_REPRESENTATION}. */
  private static final int JSON = 2702;

  /** {@code CUDNN_TYPE_CHAR}. */
  private static final int CHARACTERS = 24;

  /** The form in which cuDNN 9.24 tells a device; figures of an H200 [memory]. */
  private static final String DESCRIPTION =
      """
      {"maxGridSize": [2147483647, 65535, 65535], "maxBlockSize": [1024, 1024, 64],
       "regsPerBlock": 65536, "multiProcessorCount": 132, "smCountOrigin": 0, "warpSize": 32,
       "maxSharedMemoryPerBlock": 49152, "maxSharedMemoryPerBlockOptin": 232448,
       "reservedSharedMemoryPerBlock": 1024, "maxRegistersPerSM": 65536, "maxCtasPerSM": 32,
       "maxThreadsPerBlock": 1024, "maxThreadsPerSM": 2048, "pciDeviceId": 0, "isTccDriver": 0,
       "supportCoopLaunch": 1, "totalGlobalMem": 150000000000, "smClockRateKHz": 1980000,
       "memClockRateKHz": 3201000, "l2CacheSize": 62914560, "cudaDeviceId": 0, "deviceVer": 900,
       "driverVer": 13000, "deviceName": "a described device"}\
      """;

  private static final Arena ARENA = Arena.ofShared();
  private static DnnGraphFunctions cudnn;
  private static String version;
  private static Described device;

  /** A device by its description. Attribute numbers of {@code cudnn_graph.h}. */
  private record Described(long descriptor) implements GraphTarget {
    private static final int OF_HEURISTICS = 204;
    private static final int OF_PLAN = 407;
    private static final int OF_ENGINE = 1307;

    private void set(Descriptor of, int attribute) {
      MemorySegment value = ARENA.allocateFrom(ValueLayout.JAVA_LONG, descriptor);
      check(
          "naming the device",
          cudnn.cudnnBackendSetAttribute(
              of.address(), attribute, AttributeType.BACKEND_DESCRIPTOR.code(), 1, value));
    }

    @Override
    public void ofGraph(Descriptor graph) {}

    @Override
    public void ofHeuristics(Descriptor heuristics) {
      set(heuristics, OF_HEURISTICS);
    }

    @Override
    public void ofEngine(Descriptor engine) {
      set(engine, OF_ENGINE);
    }

    @Override
    public void ofPlan(Descriptor plan) {
      set(plan, OF_PLAN);
    }
  }

  @BeforeAll
  static void describeADevice() {
    NativeLibrary library = RealLibraries.require(CudaLibrary.CUDNN);
    version = library.version();
    cudnn = ForeignFunctions.bind(MethodHandles.lookup(), DnnGraphFunctions.class, library);
    MemorySegment created = ARENA.allocate(ValueLayout.JAVA_LONG);
    int status = cudnn.cudnnBackendCreateDescriptor(DEVICE, created);
    long descriptor = created.get(ValueLayout.JAVA_LONG, 0);
    if (status == 0) {
      byte[] text = DESCRIPTION.getBytes(StandardCharsets.UTF_8);
      status =
          cudnn.cudnnBackendSetAttribute(
              descriptor, JSON, CHARACTERS, text.length, ARENA.allocateFrom(DESCRIPTION));
    }
    if (status == 0) {
      status = cudnn.cudnnBackendFinalize(descriptor);
    }
    // The form is cuDNN's own and not documented; another version may want more.
    Assumptions.assumeTrue(
        status == 0, library + " does not take our description of a device: status " + status);
    device = new Described(descriptor);
  }

  @AfterAll
  static void end() {
    ARENA.close();
  }

  private static void check(String operation, int status) {
    DnnHandle.check(cudnn, "cuDNN", status, operation);
  }

  private static ConvolutionProblem problem(MathMode mode) {
    return ConvolutionProblem.of(
        128, 64, 28, 28, 64, 3, 3, ConvolutionGeometry.VALID, Layout.NHWC, mode);
  }

  private static PlannedGraph planned(GraphConvolution convolution) {
    return new PlannedGraph(cudnn, convolution, device, PlannedGraphTest::check);
  }

  private static AlgorithmFilter filter(MathMode mode) {
    return new AlgorithmFilter(mode, true, 1L << 30);
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void everyDirectionHasEnginesInEveryMode(Direction direction) {
    for (MathMode mode : MathMode.values()) {
      DataType result = mode == MathMode.BF16 ? DataType.BFLOAT16 : DataType.FLOAT;
      GraphConvolution convolution =
          new GraphConvolution(problem(mode), direction, false, new Activation.Identity(), result);
      Set<String> refused = new LinkedHashSet<>();
      try (PlannedGraph planned = planned(convolution)) {
        List<DnnGraph.Engine> engines = planned.engines(filter(mode), 4, refused);
        assertThat(engines).as("%s, refused: %s", convolution, refused).isNotEmpty();
        assertThat(engines).hasSizeLessThanOrEqualTo(4).allMatch(e -> e.workspaceBytes() >= 0);
        if (mode == MathMode.STRICT_FP32) {
          assertThat(refused).contains("it rounds its operands below binary32");
          assertThat(engines)
              .noneMatch(engine -> engine.notes().contains(NumericalNote.TENSOR_CORE));
        } else {
          assertThat(engines.getFirst().notes()).contains(NumericalNote.TENSOR_CORE);
        }
      }
    }
  }

  @Test
  void anEngineIsMadeAgainFromItsName() {
    GraphConvolution convolution =
        GraphConvolution.plain(problem(MathMode.TF32), Direction.FORWARD);
    List<DnnGraph.Engine> engines;
    try (PlannedGraph planned = planned(convolution)) {
      engines = planned.engines(filter(MathMode.TF32), 8, new LinkedHashSet<>());
    }
    assertThat(engines).hasSizeGreaterThan(1).doesNotHaveDuplicates();
    assertThat(engines).anyMatch(engine -> engine.name().contains("="));
    try (PlannedGraph fresh = planned(convolution)) {
      for (DnnGraph.Engine engine : engines) {
        Descriptor plan = fresh.plan(Configuration.parse(engine.name())).orElseThrow();
        assertThat(plan.integer(Attribute.EXECUTION_PLAN_WORKSPACE_SIZE))
            .isEqualTo(engine.workspaceBytes());
        assertThat(fresh.plan(Configuration.parse(engine.name())))
            .as("made once")
            .hasValueSatisfying(again -> assertThat(again).isSameAs(plan));
      }
    }
  }

  private static List<DnnGraph.Engine> engines(
      Layout layout, MathMode mode, Direction direction, Activation fused, DataType result) {
    ConvolutionProblem problem =
        ConvolutionProblem.of(128, 64, 28, 28, 64, 3, 3, ConvolutionGeometry.VALID, layout, mode);
    boolean bias = !(fused instanceof Activation.Identity);
    GraphConvolution convolution = new GraphConvolution(problem, direction, bias, fused, result);
    try (PlannedGraph planned = planned(convolution)) {
      return planned.engines(filter(mode), 3, new LinkedHashSet<>());
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void whatThePlannerAsksForInBinary32HasEnginesInBothLayouts(Layout layout) {
    for (MathMode mode : List.of(MathMode.STRICT_FP32, MathMode.TF32)) {
      for (Direction direction : Direction.values()) {
        assertThat(engines(layout, mode, direction, new Activation.Identity(), DataType.FLOAT))
            .as("%s %s %s", layout, mode, direction)
            .hasSize(3);
      }
      assertThat(engines(layout, mode, Direction.FORWARD, new Activation.Relu(), DataType.FLOAT))
          .as("bias and rectifier, %s %s", layout, mode)
          .hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void bfloat16OperandsHaveEnginesInBothLayouts(Layout layout) {
    for (Direction direction : Direction.values()) {
      List<DnnGraph.Engine> engines =
          engines(layout, MathMode.BF16, direction, new Activation.Identity(), DataType.BFLOAT16);
      assertThat(engines).hasSize(3);
      assertThat(engines.getFirst().notes()).contains(NumericalNote.TENSOR_CORE);
    }
  }

  /** What docs/cuda.md says of the version that it names. */
  @Test
  void whatTheDocumentationSaysOfThisVersion() {
    Assumptions.assumeTrue(
        version.startsWith("9.24."), "docs/cuda.md speaks of cuDNN 9.24, this is " + version);
    long images = 4L * 128 * 64 * (28 * 28 + 26 * 26);
    Activation none = new Activation.Identity();
    MathMode strict = MathMode.STRICT_FP32;
    assertThat(engines(Layout.NHWC, strict, Direction.FORWARD, none, DataType.FLOAT))
        .as("without tensor cores NHWC is turned to NCHW")
        .allMatch(engine -> engine.workspaceBytes() >= images);
    assertThat(engines(Layout.NCHW, strict, Direction.FORWARD, none, DataType.FLOAT))
        .allMatch(engine -> engine.workspaceBytes() == 0);
    RealLibraries.requireNoDriver();
    for (Layout layout : Layout.values()) {
      assertThat(
              engines(
                  layout,
                  MathMode.TF32,
                  Direction.FORWARD,
                  Activation.ScaledTanh.DANNET,
                  DataType.FLOAT))
          .as("scaled tanh needs an engine that compiles at run time")
          .isEmpty();
      for (Direction direction : Direction.values()) {
        assertThat(engines(layout, MathMode.BF16, direction, none, DataType.FLOAT))
            .as("bfloat16 operands with a binary32 result, too")
            .isEmpty();
      }
    }
  }

  @Test
  void theWorkspaceIsALimit() {
    Set<String> refused = new LinkedHashSet<>();
    GraphConvolution convolution =
        GraphConvolution.plain(problem(MathMode.TF32), Direction.FORWARD);
    try (PlannedGraph planned = planned(convolution)) {
      List<DnnGraph.Engine> none =
          planned.engines(new AlgorithmFilter(MathMode.TF32, true, 0), 64, refused);
      assertThat(none).allMatch(engine -> engine.workspaceBytes() == 0);
      assertThat(refused).anyMatch(reason -> reason.contains("bytes of workspace"));
    }
  }

  @Test
  void anEngineThatTheLibraryDoesNotHaveIsToldApart() {
    GraphConvolution convolution =
        GraphConvolution.plain(problem(MathMode.TF32), Direction.FORWARD);
    try (PlannedGraph planned = planned(convolution)) {
      assertThat(planned.plan(Configuration.parse("99999:"))).isEmpty();
    }
  }
}
