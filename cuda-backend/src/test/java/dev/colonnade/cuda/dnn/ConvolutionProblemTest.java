// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.core.op.Activation;
import dev.colonnade.core.op.ConvolutionGeometry;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What needs no library: problems, results, names, errors. */
class ConvolutionProblemTest {
  private static ConvolutionProblem problem(ConvolutionGeometry geometry) {
    return ConvolutionProblem.of(2, 4, 9, 8, 6, 3, 2, geometry, Layout.NHWC, MathMode.STRICT_FP32);
  }

  @Test
  void aSymmetricGeometryGoesThereAndBack() {
    ConvolutionGeometry geometry = new ConvolutionGeometry(2, 1, 1, 1, 2, 2, 1, 3, 2);
    ConvolutionProblem problem = problem(geometry);
    assertThat(problem.geometry()).isEqualTo(geometry);
    assertThat(problem.outputHeight()).isEqualTo(geometry.outputHeight(9, 3));
    assertThat(problem.outputWidth()).isEqualTo(geometry.outputWidth(8, 2));
  }

  @Test
  void differentPaddingOnOppositeSidesIsRefused() {
    ConvolutionGeometry lopsided = ConvolutionGeometry.VALID.withPadding(0, 1, 0, 0);
    assertThat(ConvolutionProblem.isSymmetric(lopsided)).isFalse();
    assertThatThrownBy(() -> problem(lopsided))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pad the input first");
  }

  @Test
  void whatCannotBeComputedIsRefused() {
    assertThatThrownBy(() -> problem(ConvolutionGeometry.VALID.withGroups(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 groups");
    assertThatThrownBy(() -> problem(ConvolutionGeometry.VALID.withDilation(5, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not fit");
  }

  @Test
  void stridesFollowTheLayout() {
    assertThat(Layout.NCHW.strides(3, 4, 5)).containsExactly(60, 20, 5, 1);
    assertThat(Layout.NHWC.strides(3, 4, 5)).containsExactly(60, 1, 15, 3);
  }

  @Test
  void resultsAreReadAndSorted() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment results = arena.allocate(3L * ForeignDnn.RESULT_BYTES, 8);
      write(results, 0, 1, 0, 0.5f, 64, 1, 0);
      write(results, 1, 6, DnnStatus.NOT_SUPPORTED, -1f, 0, 0, 0);
      write(results, 2, 2, 0, 0.25f, 1L << 33, 0, 1);
      assertThat(ForeignDnn.algorithms(Direction.FORWARD, MathType.DEFAULT, results, 3))
          .containsExactly(
              new Algorithm(Direction.FORWARD, 2, 250_000, 1L << 33, false, MathType.TENSOR_OP),
              new Algorithm(Direction.FORWARD, 1, 500_000, 64, true, MathType.DEFAULT));
      assertThat(ForeignDnn.algorithms(Direction.FORWARD, MathType.FMA, results, 1))
          .as("what ran under FMA is run under FMA again")
          .containsExactly(new Algorithm(Direction.FORWARD, 1, 500_000, 64, true, MathType.FMA));
    }
  }

  private static void write(
      MemorySegment results,
      int index,
      int code,
      int status,
      float milliseconds,
      long bytes,
      int deterministic,
      int mathType) {
    MemorySegment at = results.asSlice((long) index * ForeignDnn.RESULT_BYTES);
    at.set(JAVA_INT, 0, code);
    at.set(JAVA_INT, ForeignDnn.STATUS_OFFSET, status);
    at.set(JAVA_FLOAT, ForeignDnn.TIME_OFFSET, milliseconds);
    at.set(JAVA_LONG, ForeignDnn.MEMORY_OFFSET, bytes);
    at.set(JAVA_INT, ForeignDnn.DETERMINISM_OFFSET, deterministic);
    at.set(JAVA_INT, ForeignDnn.MATH_TYPE_OFFSET, mathType);
  }

  @Test
  void namesOfEnginesGoThereAndBack() {
    Configuration knobs = new Configuration(36, Map.of(2, -4L), List.of(NumericalNote.FFT));
    assertThat(knobs.text()).isEqualTo("36:2=-4");
    assertThat(Configuration.parse("36:2=-4").knobs()).isEqualTo(knobs.knobs());
    assertThat(Configuration.parse("7:1=2,3=4").text()).isEqualTo("7:1=2,3=4");
    assertThat(Configuration.parse("7:").knobs()).isEmpty();
    for (String wrong : List.of("", "7", "7:1", "7:1=2,", "x:1=2")) {
      assertThatThrownBy(() -> Configuration.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("names no engine");
    }
  }

  @Test
  void biasAndActivationFollowOnlyForward() {
    ConvolutionProblem problem = problem(ConvolutionGeometry.VALID);
    assertThat(GraphConvolution.plain(problem, Direction.BACKWARD_DATA).operands())
        .isEqualTo(DataType.FLOAT);
    assertThatThrownBy(() ->
            new GraphConvolution(
                problem, Direction.BACKWARD_FILTER, false, new Activation.Tanh(), DataType.FLOAT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void statusesBecomeErrorsThatHelp() {
    assertThat(error(DnnStatus.NOT_INITIALIZED)).hasMessageContaining("no usable NVIDIA GPU");
    assertThat(error(DnnStatus.DEVICE_ALLOCATION_FAILED))
        .isInstanceOf(OutOfDeviceMemoryException.class);
    assertThat(error(DnnStatus.SUBLIBRARY_LOADING_FAILED)).hasMessageContaining("libcudnn_*.so.9");
    assertThat(error(3002)).hasMessageContaining("no kernel").hasMessageContaining("a detail");
    assertThat(error(5000)).hasMessage("cuDNN 9: running failed with A_NAME (5000): a detail");
  }

  private static BackendException error(int status) {
    return DnnStatus.error(status, "cuDNN 9", "running", "A_NAME", " a detail\n");
  }
}
