// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.cuda.library.ForeignFunctions;
import dev.colonnade.cuda.library.NativeLibrary;
import dev.colonnade.cuda.library.NativeText;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** cuBLASLt by {@code java.lang.foreign}. */
public final class ForeignBlasLt implements BlasLt {
  /** {@code sizeof(cublasLtMatmulAlgo_t)}. */
  static final int ALGORITHM_BYTES = 64;

  /** {@code sizeof(cublasLtMatmulHeuristicResult_t)}. */
  static final int RESULT_BYTES = 96;

  /** Offset of {@code workspaceSize} in a result. */
  static final int WORKSPACE_OFFSET = 64;

  /** Offset of {@code state} in a result. */
  static final int STATE_OFFSET = 72;

  private static final int MOST_CANDIDATES = 32;

  /** CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES. */
  static final int MAX_WORKSPACE = 1;

  /** CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK. */
  static final int REDUCTION_SCHEMES = 3;

  /**
   * CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE: parts of split sums meet in a separate step, in a fixed
   * order. (Sums that are not split are always allowed.)
   */
  static final int SEPARATE_STEP = 2;

  /** CUBLASLT_ALGO_CAP_NUMERICAL_IMPL_FLAGS. */
  static final int IMPLEMENTATION = 15;

  /** CUBLASLT_NUMERICAL_IMPL_FLAGS_TENSOR_OP_MASK. */
  static final long TENSOR_CORES = 0xfe;

  private final BlasLtFunctions lt;
  private final String version;
  private final long handle;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment algorithm = arena.allocate(ALGORITHM_BYTES, 8);
  private final Map<Key, MatMulDescriptors> known = new HashMap<>();
  private boolean closed;

  private record Key(MatMulProblem problem, Epilogue epilogue) {}

  /**
   * Makes a handle in the current context.
   *
   * @throws BackendException if there is no device, or the library lacks a function
   */
  public ForeignBlasLt(NativeLibrary library) {
    this(
        ForeignFunctions.bind(MethodHandles.lookup(), BlasLtFunctions.class, library),
        "cuBLASLt " + library.version());
  }

  ForeignBlasLt(BlasLtFunctions lt, String version) {
    this.lt = lt;
    this.version = version;
    try (Arena local = Arena.ofConfined()) {
      MemorySegment created = local.allocate(JAVA_LONG);
      check("cublasLtCreate", lt.cublasLtCreate(created));
      handle = created.get(JAVA_LONG, 0);
    }
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public List<Candidate> candidates(MatMulProblem problem, Epilogue epilogue, long maxWorkspace) {
    MatMulDescriptors descriptors = descriptors(problem, epilogue);
    try (Arena local = Arena.ofConfined()) {
      long preference = preference(local, problem, maxWorkspace);
      MemorySegment results = local.allocate((long) MOST_CANDIDATES * RESULT_BYTES, 8);
      MemorySegment returned = local.allocate(JAVA_INT);
      try {
        check(
            "listing algorithms of " + problem,
            lt.cublasLtMatmulAlgoGetHeuristic(
                handle,
                descriptors.operation,
                descriptors.first,
                descriptors.second,
                descriptors.result,
                descriptors.result,
                preference,
                MOST_CANDIDATES,
                results,
                returned));
      } finally {
        lt.cublasLtMatmulPreferenceDestroy(preference);
      }
      List<Candidate> candidates = new ArrayList<>();
      for (int i = 0; i < returned.get(JAVA_INT, 0); i++) {
        MemorySegment result = results.asSlice((long) i * RESULT_BYTES, RESULT_BYTES);
        if (result.get(JAVA_INT, STATE_OFFSET) == BlasStatus.SUCCESS
            && allowed(local, result, problem.mathMode())) {
          candidates.add(candidate(local, result));
        }
      }
      if (candidates.isEmpty()) {
        throw BlasStatus.error(
            BlasStatus.NOT_SUPPORTED,
            version,
            problem + " with " + epilogue + " in " + maxWorkspace + " bytes of workspace",
            "CUBLAS_STATUS_NOT_SUPPORTED");
      }
      return List.copyOf(candidates);
    }
  }

  private long preference(Arena local, MatMulProblem problem, long maxWorkspace) {
    MemorySegment value = local.allocate(JAVA_LONG);
    check("cublasLtMatmulPreferenceCreate", lt.cublasLtMatmulPreferenceCreate(value));
    long preference = value.get(JAVA_LONG, 0);
    value.set(JAVA_LONG, 0, maxWorkspace);
    check(
        "CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES",
        lt.cublasLtMatmulPreferenceSetAttribute(preference, MAX_WORKSPACE, value, Long.BYTES));
    if (problem.deterministic()) {
      value.set(JAVA_INT, 0, SEPARATE_STEP);
      check(
          "CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK",
          lt.cublasLtMatmulPreferenceSetAttribute(
              preference, REDUCTION_SCHEMES, value, Integer.BYTES));
    }
    return preference;
  }

  /** The compute type alone forbids tensor cores in strict mode; this makes sure. */
  private boolean allowed(Arena local, MemorySegment result, MathMode mode) {
    if (mode != MathMode.STRICT_FP32) {
      return true;
    }
    MemorySegment flags = local.allocate(JAVA_LONG);
    check(
        "CUBLASLT_ALGO_CAP_NUMERICAL_IMPL_FLAGS",
        lt.cublasLtMatmulAlgoCapGetAttribute(
            result, IMPLEMENTATION, flags, Long.BYTES, local.allocate(JAVA_LONG)));
    return (flags.get(JAVA_LONG, 0) & TENSOR_CORES) == 0;
  }

  private Candidate candidate(Arena local, MemorySegment result) {
    StringBuilder description = new StringBuilder();
    for (Configuration part : Configuration.values()) {
      MemorySegment value = local.allocate(JAVA_INT);
      check(
          "CUBLASLT_ALGO_CONFIG_" + part,
          lt.cublasLtMatmulAlgoConfigGetAttribute(
              result, part.code, value, Integer.BYTES, local.allocate(JAVA_LONG)));
      description
          .append(description.isEmpty() ? "" : " ")
          .append(part.title)
          .append(' ')
          .append(value.get(JAVA_INT, 0));
    }
    byte[] bytes = result.asSlice(0, ALGORITHM_BYTES).toArray(JAVA_BYTE);
    return new Candidate(
        description.toString(),
        HexFormat.of().formatHex(bytes),
        result.get(JAVA_LONG, WORKSPACE_OFFSET));
  }

  /** {@code cublasLtMatmulAlgoConfigAttributes_t}, as far as people are told. */
  enum Configuration {
    ID(0, "algorithm"),
    TILE_ID(1, "tile"),
    SPLITK_NUM(2, "split-k"),
    REDUCTION_SCHEME(3, "reduction"),
    STAGES_ID(6, "stages");

    private final int code;
    private final String title;

    Configuration(int code, String title) {
      this.code = code;
      this.title = title;
    }

    /** The header's value. */
    int code() {
      return code;
    }
  }

  @Override
  public void matmul(
      MatMulProblem problem,
      Epilogue epilogue,
      Candidate candidate,
      Addresses addresses,
      long stream) {
    byte[] bytes = HexFormat.of().parseHex(candidate.algorithm());
    if (bytes.length != ALGORITHM_BYTES
        || addresses.workspaceBytes() < candidate.workspaceBytes()) {
      throw new IllegalArgumentException(
          "an algorithm of "
              + bytes.length
              + " bytes with a workspace of "
              + addresses.workspaceBytes()
              + "; expected "
              + ALGORITHM_BYTES
              + " and at least "
              + candidate.workspaceBytes());
    }
    MemorySegment.copy(bytes, 0, algorithm, JAVA_BYTE, 0, bytes.length);
    MatMulDescriptors descriptors = descriptors(problem, epilogue);
    descriptors.setBias(addresses.bias());
    check(
        problem.toString(),
        lt.cublasLtMatmul(
            handle,
            descriptors.operation,
            descriptors.alpha,
            addresses.b(),
            descriptors.first,
            addresses.a(),
            descriptors.second,
            descriptors.beta,
            addresses.c(),
            descriptors.result,
            addresses.c(),
            descriptors.result,
            algorithm,
            addresses.workspace(),
            addresses.workspaceBytes(),
            stream));
  }

  private MatMulDescriptors descriptors(MatMulProblem problem, Epilogue epilogue) {
    return known.computeIfAbsent(
        new Key(problem, epilogue),
        key -> new MatMulDescriptors(lt, problem, epilogue, this::check));
  }

  private void check(String operation, int status) {
    if (status != BlasStatus.SUCCESS) {
      throw BlasStatus.error(
          status, version, operation, NativeText.at(lt.cublasLtGetStatusName(status)));
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    known.values().forEach(MatMulDescriptors::close);
    lt.cublasLtDestroy(handle);
    arena.close();
  }
}
