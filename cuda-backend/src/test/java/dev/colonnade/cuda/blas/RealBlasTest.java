// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.cuda.library.CudaLibrary;
import dev.colonnade.cuda.library.ForeignFunctions;
import dev.colonnade.cuda.library.Headers;
import dev.colonnade.cuda.library.NativeLibrary;
import dev.colonnade.cuda.library.RealLibraries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real libraries and their headers, where there are some. */
class RealBlasTest {
  @Test
  void everyFunctionResolves() {
    NativeLibrary lt = RealLibraries.require(CudaLibrary.CUBLAS_LT);
    NativeLibrary blas = RealLibraries.require(CudaLibrary.CUBLAS);
    assertThat(ForeignFunctions.symbols(BlasLtFunctions.class)).allMatch(lt::has);
    assertThat(ForeignFunctions.symbols(BlasFunctions.class)).allMatch(blas::has);
    assertThat(blas.version()).isEqualTo(lt.version()).matches("1\\d\\.\\d+\\.\\d+");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void withoutADeviceThereIsOneClearSentence() {
    NativeLibrary blas = RealLibraries.require(CudaLibrary.CUBLAS);
    NativeLibrary lt = RealLibraries.require(CudaLibrary.CUBLAS_LT);
    RealLibraries.requireNoDriver();
    assertThatThrownBy(() -> new ForeignBlas(blas))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("cublasCreate failed with CUBLAS_STATUS_NOT_INITIALIZED (1)")
        .hasMessageContaining("no usable NVIDIA GPU");
    assertThatThrownBy(() -> new ForeignBlasLt(lt))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no usable NVIDIA GPU");
  }

  @Test
  void constantsAreThoseOfTheHeaders(@TempDir Path folder)
      throws IOException, InterruptedException {
    RealLibraries.require(CudaLibrary.CUBLAS_LT);
    Map<String, Long> ours = new LinkedHashMap<>();
    ours.put("CUBLAS_COMPUTE_32F", (long) ComputeType.FLOAT.code());
    ours.put("CUBLAS_COMPUTE_32F_PEDANTIC", (long) ComputeType.FLOAT_PEDANTIC.code());
    ours.put("CUBLAS_COMPUTE_32F_FAST_16BF", (long) ComputeType.BFLOAT16.code());
    ours.put("CUBLAS_COMPUTE_32F_FAST_TF32", (long) ComputeType.TF32.code());
    ours.put("CUBLAS_STATUS_SUCCESS", (long) BlasStatus.SUCCESS);
    ours.put("CUBLAS_STATUS_NOT_INITIALIZED", (long) BlasStatus.NOT_INITIALIZED);
    ours.put("CUBLAS_STATUS_ALLOC_FAILED", (long) BlasStatus.ALLOC_FAILED);
    ours.put("CUBLAS_STATUS_ARCH_MISMATCH", (long) BlasStatus.ARCH_MISMATCH);
    ours.put("CUBLAS_STATUS_EXECUTION_FAILED", (long) BlasStatus.EXECUTION_FAILED);
    ours.put("CUBLAS_STATUS_NOT_SUPPORTED", (long) BlasStatus.NOT_SUPPORTED);
    ours.put("CUDA_R_32F", (long) OperandType.FLOAT.code());
    ours.put("CUDA_R_16BF", (long) OperandType.BFLOAT16.code());
    ours.put("CUBLAS_OP_N", (long) ForeignBlas.AS_STORED);
    ours.put("CUBLAS_OP_T", (long) ForeignBlas.TRANSPOSED);
    ours.put("CUBLAS_DEFAULT_MATH", 0L);
    ours.put("CUBLAS_GEMM_DEFAULT", -1L);
    ours.put("CUBLAS_ATOMICS_NOT_ALLOWED", 0L);
    ours.put("CUBLAS_ATOMICS_ALLOWED", 1L);
    ours.put("CUBLASLT_EPILOGUE_DEFAULT", (long) BlasLt.Epilogue.NONE.code());
    ours.put("CUBLASLT_EPILOGUE_RELU", (long) BlasLt.Epilogue.RELU.code());
    ours.put("CUBLASLT_EPILOGUE_BIAS", (long) BlasLt.Epilogue.BIAS.code());
    ours.put("CUBLASLT_EPILOGUE_RELU_BIAS", (long) BlasLt.Epilogue.RELU_BIAS.code());
    ours.put("CUBLASLT_MATMUL_DESC_TRANSA", (long) MatMulDescriptors.TRANSPOSE_A);
    ours.put("CUBLASLT_MATMUL_DESC_TRANSB", (long) MatMulDescriptors.TRANSPOSE_B);
    ours.put("CUBLASLT_MATMUL_DESC_EPILOGUE", (long) MatMulDescriptors.EPILOGUE);
    ours.put("CUBLASLT_MATMUL_DESC_BIAS_POINTER", (long) MatMulDescriptors.BIAS_POINTER);
    ours.put("CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT", (long) MatMulDescriptors.BATCH_COUNT);
    ours.put("CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET", (long) MatMulDescriptors.BATCH_OFFSET);
    ours.put("CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES", (long) ForeignBlasLt.MAX_WORKSPACE);
    ours.put("CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK", (long) ForeignBlasLt.REDUCTION_SCHEMES);
    ours.put("CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE", (long) ForeignBlasLt.SEPARATE_STEP);
    ours.put("CUBLASLT_ALGO_CAP_NUMERICAL_IMPL_FLAGS", (long) ForeignBlasLt.IMPLEMENTATION);
    ours.put("CUBLASLT_NUMERICAL_IMPL_FLAGS_TENSOR_OP_MASK", ForeignBlasLt.TENSOR_CORES);
    for (ForeignBlasLt.Configuration part : ForeignBlasLt.Configuration.values()) {
      ours.put("CUBLASLT_ALGO_CONFIG_" + part.name(), (long) part.code());
    }
    ours.put("sizeof(cublasLtMatmulAlgo_t)", (long) ForeignBlasLt.ALGORITHM_BYTES);
    ours.put("sizeof(cublasLtMatmulHeuristicResult_t)", (long) ForeignBlasLt.RESULT_BYTES);
    ours.put(
        "offsetof(cublasLtMatmulHeuristicResult_t, workspaceSize)",
        (long) ForeignBlasLt.WORKSPACE_OFFSET);
    ours.put("offsetof(cublasLtMatmulHeuristicResult_t, state)", (long) ForeignBlasLt.STATE_OFFSET);
    assertThat(
            Headers.evaluate(
                folder, List.of("cublas_v2.h", "cublasLt.h"), CudaLibrary.CUBLAS_LT, ours.keySet()))
        .isEqualTo(ours);
  }
}
