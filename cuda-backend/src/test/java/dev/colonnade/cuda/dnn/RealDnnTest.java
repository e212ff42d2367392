// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.cuda.library.CudaLibrary;
import dev.colonnade.cuda.library.ForeignFunctions;
import dev.colonnade.cuda.library.Headers;
import dev.colonnade.cuda.library.NativeLibrary;
import dev.colonnade.cuda.library.RealLibraries;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real cuDNN and its headers, where there are some. Descriptors need no GPU. */
class RealDnnTest {
  private static NativeLibrary library;

  @BeforeAll
  static void load() {
    library = RealLibraries.require(CudaLibrary.CUDNN);
  }

  @Test
  void everyFunctionResolves() {
    assertThat(ForeignFunctions.symbols(DnnFunctions.class)).allMatch(library::has);
    assertThat(ForeignFunctions.symbols(DnnGraphFunctions.class)).allMatch(library::has);
    assertThat(library.version()).matches("9\\.\\d+\\.\\d+ for CUDA 1\\d");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void withoutADeviceThereIsOneClearSentence() {
    RealLibraries.requireNoDriver();
    assertThatThrownBy(() -> new ForeignDnn(library))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("cudnnCreate failed with CUDNN_STATUS_NOT_INITIALIZED (1001)")
        .hasMessageContaining("no usable NVIDIA GPU");
    assertThatThrownBy(() -> new ForeignDnnGraph(library))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no usable NVIDIA GPU");
  }

  @Test
  void operationsOfEveryGraphAreAccepted() {
    DnnGraphFunctions cudnn =
        ForeignFunctions.bind(MethodHandles.lookup(), DnnGraphFunctions.class, library);
    for (Layout layout : Layout.values()) {
      for (MathMode mode : MathMode.values()) {
        ConvolutionProblem problem =
            ConvolutionProblem.of(
                4, 8, 12, 11, 16, 3, 5, ConvolutionGeometry.VALID.withGroups(2), layout, mode);
        for (Direction direction : Direction.values()) {
          assertThat(operations(cudnn, GraphConvolution.plain(problem, direction))).isEqualTo(1);
        }
        for (Map.Entry<Activation, Integer> each :
            Map.<Activation, Integer>of(
                    new Activation.Identity(),
                    2,
                    new Activation.Relu(),
                    3,
                    new Activation.Tanh(),
                    3,
                    new Activation.Sigmoid(),
                    3,
                    Activation.ScaledTanh.DANNET,
                    5)
                .entrySet()) {
          GraphConvolution graph =
              new GraphConvolution(
                  problem, Direction.FORWARD, true, each.getKey(), DataType.BFLOAT16);
          assertThat(operations(cudnn, graph)).as("%s", graph).isEqualTo(each.getValue());
        }
      }
    }
  }

  private static int operations(DnnGraphFunctions cudnn, GraphConvolution graph) {
    try (DescriptorFactory factory =
        new DescriptorFactory(
            cudnn, (operation, status) -> DnnHandle.check(cudnn, "cuDNN", status, operation))) {
      OperationList list = new OperationList(factory, graph);
      assertThat(list.scalars())
          .hasSize(graph.activation() instanceof Activation.ScaledTanh ? 2 : 0);
      return list.operations().size();
    }
  }

  @Test
  void aWrongAttributeIsToldByName() {
    DnnGraphFunctions cudnn =
        ForeignFunctions.bind(MethodHandles.lookup(), DnnGraphFunctions.class, library);
    try (DescriptorFactory factory =
        new DescriptorFactory(
            cudnn, (operation, status) -> DnnHandle.check(cudnn, "cuDNN", status, operation))) {
      assertThatThrownBy(() ->
              factory.create(DescriptorType.TENSOR).integers(Attribute.CONVOLUTION_SPATIAL_DIMS, 2))
          .isInstanceOf(BackendException.class)
          .hasMessageContaining("setting CONVOLUTION_SPATIAL_DIMS of a descriptor TENSOR")
          .hasMessageContaining("CUDNN_STATUS");
    }
  }

  @Test
  void constantsAreThoseOfTheHeaders(@TempDir Path folder)
      throws IOException, InterruptedException {
    Map<String, Long> ours = new LinkedHashMap<>();
    for (Layout one : Layout.values()) {
      ours.put("CUDNN_TENSOR_" + one, (long) one.code());
    }
    for (DataType one : DataType.values()) {
      ours.put("CUDNN_DATA_" + one, (long) one.code());
    }
    ours.put("CUDNN_DEFAULT_MATH", (long) MathType.DEFAULT.code());
    ours.put("CUDNN_TENSOR_OP_MATH", (long) MathType.TENSOR_OP.code());
    ours.put(
        "CUDNN_TENSOR_OP_MATH_ALLOW_CONVERSION", (long) MathType.TENSOR_OP_ALLOW_CONVERSION.code());
    ours.put("CUDNN_FMA_MATH", (long) MathType.FMA.code());
    ours.put("CUDNN_CROSS_CORRELATION", (long) OperationList.CROSS_CORRELATION);
    ours.put("CUDNN_DETERMINISTIC", 1L);
    algorithms(ours, "CUDNN_CONVOLUTION_FWD_ALGO_", Direction.FORWARD);
    algorithms(ours, "CUDNN_CONVOLUTION_BWD_DATA_ALGO_", Direction.BACKWARD_DATA);
    algorithms(ours, "CUDNN_CONVOLUTION_BWD_FILTER_ALGO_", Direction.BACKWARD_FILTER);
    for (NumericalNote one : NumericalNote.values()) {
      String name = one.name().replaceAll("(\\d)X(\\d)", "$1x$2");
      ours.put("CUDNN_NUMERICAL_NOTE_" + name, (long) one.code());
    }
    for (Attribute one : Attribute.values()) {
      ours.put("CUDNN_ATTR_" + one, (long) one.code());
    }
    for (AttributeType one : AttributeType.values()) {
      ours.put("CUDNN_TYPE_" + one, (long) one.code());
    }
    for (DescriptorType one : DescriptorType.values()) {
      ours.put("CUDNN_BACKEND_" + one + "_DESCRIPTOR", (long) one.code());
    }
    for (PointwiseMode one : PointwiseMode.values()) {
      ours.put("CUDNN_POINTWISE_" + one, (long) one.code());
    }
    for (HeuristicMode one : HeuristicMode.values()) {
      ours.put("CUDNN_HEUR_MODE_" + one, (long) one.code());
    }
    ours.put("CUDNN_STATUS_NOT_INITIALIZED", (long) DnnStatus.NOT_INITIALIZED);
    ours.put("CUDNN_STATUS_SUBLIBRARY_LOADING_FAILED", (long) DnnStatus.SUBLIBRARY_LOADING_FAILED);
    ours.put("CUDNN_STATUS_NOT_SUPPORTED", (long) DnnStatus.NOT_SUPPORTED);
    ours.put("CUDNN_STATUS_INTERNAL_ERROR", (long) DnnStatus.INTERNAL_ERROR);
    ours.put(
        "CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED",
        (long) DnnStatus.DEVICE_ALLOCATION_FAILED);
    ours.put("CUDNN_STATUS_EXECUTION_FAILED", (long) DnnStatus.EXECUTION_FAILED);
    for (String of : List.of("Fwd", "BwdData", "BwdFilter")) {
      String type = "cudnnConvolution" + of + "AlgoPerf_t";
      ours.put("sizeof(" + type + ")", (long) ForeignDnn.RESULT_BYTES);
      ours.put("offsetof(" + type + ", status)", (long) ForeignDnn.STATUS_OFFSET);
      ours.put("offsetof(" + type + ", time)", (long) ForeignDnn.TIME_OFFSET);
      ours.put("offsetof(" + type + ", memory)", (long) ForeignDnn.MEMORY_OFFSET);
      ours.put("offsetof(" + type + ", determinism)", (long) ForeignDnn.DETERMINISM_OFFSET);
      ours.put("offsetof(" + type + ", mathType)", (long) ForeignDnn.MATH_TYPE_OFFSET);
    }
    assertThat(Headers.evaluate(folder, List.of("cudnn.h"), CudaLibrary.CUDNN, ours.keySet()))
        .isEqualTo(ours);
  }

  private static void algorithms(Map<String, Long> ours, String prefix, Direction direction) {
    List<String> names = Algorithm.names(direction);
    for (int code = 0; code < names.size(); code++) {
      ours.put(prefix + names.get(code).toUpperCase(Locale.ROOT), (long) code);
    }
    ours.put(prefix + "COUNT", (long) names.size());
  }
}
