// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.MathMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlgorithmFilterTest {
  private static final long WORKSPACE = 1000;
  private static final Algorithm GEMM = algorithm(1, true, MathType.FMA);

  private static Algorithm algorithm(int code, boolean deterministic, MathType mathType) {
    return new Algorithm(Direction.FORWARD, code, 5, WORKSPACE, deterministic, mathType);
  }

  private static AlgorithmFilter filter(MathMode mode, boolean deterministic) {
    return new AlgorithmFilter(mode, deterministic, WORKSPACE);
  }

  private static DnnGraph.Engine engine(NumericalNote... notes) {
    return new DnnGraph.Engine("1:", WORKSPACE, List.of(notes));
  }

  @ParameterizedTest
  @EnumSource(MathMode.class)
  void aPlainSumInBinary32IsAllowedEverywhere(MathMode mode) {
    assertThat(filter(mode, true).refusal(GEMM)).isEmpty();
    assertThat(filter(mode, true).refusal(engine())).isEmpty();
    assertThat(filter(mode, true).refusal(engine(NumericalNote.STRICT_NAN_PROP))).isEmpty();
  }

  @Test
  void strictModeForbidsTransforms() {
    for (int code = 4; code < 8; code++) {
      Algorithm transform = algorithm(code, true, MathType.FMA);
      assertThat(filter(MathMode.STRICT_FP32, false).refusal(transform))
          .as(transform.name())
          .hasValueSatisfying(reason -> assertThat(reason).contains("Winograd or FFT"));
      assertThat(filter(MathMode.TF32, false).refusal(transform)).isEmpty();
    }
    for (NumericalNote note :
        List.of(
            NumericalNote.FFT,
            NumericalNote.WINOGRAD,
            NumericalNote.WINOGRAD_TILE_4X4,
            NumericalNote.WINOGRAD_TILE_6X6,
            NumericalNote.WINOGRAD_TILE_13X13)) {
      assertThat(filter(MathMode.STRICT_FP32, false).refusal(engine(note))).isPresent();
    }
  }

  @Test
  void strictModeForbidsEveryMathTypeButFma() {
    for (MathType type : MathType.values()) {
      assertThat(filter(MathMode.STRICT_FP32, false).refusal(algorithm(1, true, type)).isEmpty())
          .as("%s", type)
          .isEqualTo(type == MathType.FMA);
    }
    assertThat(filter(MathMode.STRICT_FP32, false).refusal(engine(NumericalNote.TENSOR_CORE)))
        .isPresent();
    assertThat(
            filter(MathMode.STRICT_FP32, false).refusal(engine(NumericalNote.DOWN_CONVERT_INPUTS)))
        .isPresent();
  }

  @ParameterizedTest
  @EnumSource(MathMode.class)
  void binary16IsNeverTaken(MathMode mode) {
    assertThat(filter(mode, false).refusal(algorithm(1, true, MathType.TENSOR_OP_ALLOW_CONVERSION)))
        .isPresent();
    assertThat(filter(mode, false).refusal(engine(NumericalNote.REDUCED_PRECISION_REDUCTION)))
        .isPresent();
  }

  @Test
  void tf32AllowsTensorCoresButNothingLower() {
    AlgorithmFilter filter = filter(MathMode.TF32, false);
    assertThat(filter.refusal(algorithm(1, true, MathType.DEFAULT))).isEmpty();
    assertThat(filter.refusal(algorithm(1, true, MathType.TENSOR_OP))).isEmpty();
    assertThat(filter.refusal(engine(NumericalNote.TENSOR_CORE))).isEmpty();
    assertThat(filter.refusal(engine(NumericalNote.DOWN_CONVERT_INPUTS))).isPresent();
    assertThat(filter(MathMode.BF16, false).refusal(engine(NumericalNote.DOWN_CONVERT_INPUTS)))
        .isEmpty();
  }

  @Test
  void whatDiffersFromRunToRunIsLeftOutWhereAsked() {
    Algorithm differs = algorithm(0, false, MathType.FMA);
    assertThat(filter(MathMode.STRICT_FP32, true).refusal(differs))
        .hasValue("it is not deterministic");
    assertThat(filter(MathMode.STRICT_FP32, false).refusal(differs)).isEmpty();
    assertThat(filter(MathMode.BF16, true).refusal(engine(NumericalNote.NONDETERMINISTIC)))
        .isPresent();
  }

  @Test
  void theWorkspaceIsALimit() {
    AlgorithmFilter small = new AlgorithmFilter(MathMode.TF32, false, WORKSPACE - 1);
    assertThat(small.refusal(GEMM))
        .hasValueSatisfying(reason -> assertThat(reason).contains("1000 bytes").contains("999"));
  }

  @Test
  void allowedOnesKeepTheirOrder() {
    Algorithm winograd = algorithm(6, true, MathType.FMA);
    Algorithm other = algorithm(0, true, MathType.FMA);
    assertThat(filter(MathMode.STRICT_FP32, true).allowed(List.of(winograd, GEMM, other)))
        .containsExactly(GEMM, other);
  }

  @Test
  void functionsOfOneConvolutionHaveNoBfloat16() {
    assertThat(ForeignDnn.mathType(MathMode.STRICT_FP32, "cuDNN 9")).isEqualTo(MathType.FMA);
    assertThat(ForeignDnn.mathType(MathMode.TF32, "cuDNN 9")).isEqualTo(MathType.DEFAULT);
    assertThatThrownBy(() -> ForeignDnn.mathType(MathMode.BF16, "cuDNN 9"))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("operation graphs");
  }

  @Test
  void anAlgorithmThisVersionDoesNotKnowHasAName() {
    assertThat(algorithm(99, true, MathType.FMA).name()).isEqualTo("UNKNOWN_99");
    assertThat(GEMM.name()).isEqualTo("IMPLICIT_PRECOMP_GEMM");
  }
}
