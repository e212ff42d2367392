// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Products whose algorithm the caller chooses, by measuring candidates and keeping the best in a
 * plan. One thread at a time, in the context that was current when it was made.
 */
public interface BlasLt extends AutoCloseable {
  /** Name and version of the library. */
  String version();

  /**
   * Algorithms that the library holds for able, its own favourite first. Under {@link
   * dev.colonnade.core.backend.MathMode#STRICT_FP32} only those that multiply by FMA in binary32;
   * where results must be the same from run to run, only those that reduce split sums in a separate
   * step.
   *
   * @param maxWorkspace most scratch bytes that a candidate may need
   * @return at least one
   */
  List<Candidate> candidates(MatMulProblem problem, Epilogue epilogue, long maxWorkspace);

  /**
   * Computes a product in the order of a stream. May be captured.
   *
   * @param candidate from {@link #candidates} for the same problem, epilogue, device and library
   *     version, also if it went through a plan on disk
   * @param addresses operands, all aligned to 16 bytes or better
   */
  void matmul(
      MatMulProblem problem,
      Epilogue epilogue,
      Candidate candidate,
      Addresses addresses,
      long stream);

  /**
   * Device addresses of a product.
   *
   * @param a matrix A
   * @param b matrix B
   * @param c matrix C
   * @param bias vector of n floats, added to every row of C; 0 if the epilogue has none
   * @param workspace scratch memory, aligned to 256 bytes; 0 if the candidate needs none
   * @param workspaceBytes its size, at least the candidate's
   */
  record Addresses(long a, long b, long c, long bias, long workspace, long workspaceBytes) {}

  /**
   * An algorithm with its parameters.
   *
   * @param description its parameters, for people
   * @param algorithm the library's own record of it, in hexadecimal; valid for one version of the
   *     library and one kind of device
   * @param workspaceBytes scratch memory it needs
   */
  record Candidate(String description, String algorithm, long workspaceBytes) {
    private static final Pattern TEXT = Pattern.compile("(.*) \\(([0-9a-f]*), workspace (\\d+)\\)");

    /** As a plan keeps it; {@link #parse} reads it. */
    public String text() {
      // Most of the record is zeros, which are left out at its end.
      return description
          + " ("
          + algorithm.replaceAll("(00)+$", "")
          + ", workspace "
          + workspaceBytes
          + ")";
    }

    /**
     * Reads {@link #text}.
     *
     * @return empty if it is no such text
     */
    public static Optional<Candidate> parse(String text) {
      Matcher parts = TEXT.matcher(text);
      return parts.matches() && parts.group(2).length() <= ALGORITHM_DIGITS
          ? Optional.of(
              new Candidate(
                  parts.group(1),
                  parts.group(2) + "0".repeat(ALGORITHM_DIGITS - parts.group(2).length()),
                  Long.parseLong(parts.group(3))))
          : Optional.empty();
    }

    /** Hexadecimal digits of {@code cublasLtMatmulAlgo_t}. */
    private static final int ALGORITHM_DIGITS = 2 * 64;
  }

  /** What is done to the sums before they are stored. cuBLASLt has no hyperbolic tangent. */
  enum Epilogue {
    /** Nothing ({@code CUBLASLT_EPILOGUE_DEFAULT}). */
    NONE(1),
    /** {@code max(x, 0)} ({@code CUBLASLT_EPILOGUE_RELU}). */
    RELU(2),
    /** {@code x + bias} ({@code CUBLASLT_EPILOGUE_BIAS}). */
    BIAS(4),
    /** {@code max(x + bias, 0)} ({@code CUBLASLT_EPILOGUE_RELU_BIAS}). */
    RELU_BIAS(6);

    private final int code;

    Epilogue(int code) {
      this.code = code;
    }

    /** The header's value. */
    public int code() {
      return code;
    }

    /** Whether it adds a vector. */
    public boolean hasBias() {
      return this == BIAS || this == RELU_BIAS;
    }
  }

  @Override
  void close();
}
