// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import java.util.List;
import java.util.Optional;

/**
 * An algorithm of cuDNN's for a convolution.
 *
 * @param direction what it computes
 * @param code the header's value
 * @param nanos measured time; 0 if it was not measured
 * @param workspaceBytes scratch memory it needs
 * @param deterministic whether every run gives the same bits
 * @param mathType what it does to its operands
 */
public record Algorithm(
    Direction direction,
    int code,
    long nanos,
    long workspaceBytes,
    boolean deterministic,
    MathType mathType) {
  /** {@code cudnnConvolutionFwdAlgo_t}, {@code CUDNN_CONVOLUTION_FWD_ALGO_...}. */
  private static final List<String> FORWARD =
      List.of(
          "IMPLICIT_GEMM",
          "IMPLICIT_PRECOMP_GEMM",
          "GEMM",
          "DIRECT",
          "FFT",
          "FFT_TILING",
          "WINOGRAD",
          "WINOGRAD_NONFUSED");

  /** {@code cudnnConvolutionBwdDataAlgo_t}, {@code CUDNN_CONVOLUTION_BWD_DATA_ALGO_...}. */
  private static final List<String> BACKWARD_DATA =
      List.of("0", "1", "FFT", "FFT_TILING", "WINOGRAD", "WINOGRAD_NONFUSED");

  /** {@code cudnnConvolutionBwdFilterAlgo_t}, {@code CUDNN_CONVOLUTION_BWD_FILTER_ALGO_...}. */
  private static final List<String> BACKWARD_FILTER =
      List.of("0", "1", "FFT", "3", "WINOGRAD", "WINOGRAD_NONFUSED", "FFT_TILING");

  /** The header's name without its beginning, for example {@code IMPLICIT_PRECOMP_GEMM}. */
  public String name() {
    List<String> names = names(direction);
    return code >= 0 && code < names.size() ? names.get(code) : "UNKNOWN_" + code;
  }

  /** What an algorithm is called in plans; {@link #parse} reads it. */
  public String text() {
    return name() + " " + mathType;
  }

  /**
   * The algorithm of a plan, without its time and workspace.
   *
   * @param text from {@link #text}
   * @return empty if this library has no such algorithm
   */
  public static Optional<Algorithm> parse(Direction direction, String text) {
    for (int code = 0; code < names(direction).size(); code++) {
      for (MathType math : MathType.values()) {
        Algorithm algorithm = new Algorithm(direction, code, -1, 0, true, math);
        if (algorithm.text().equals(text)) {
          return Optional.of(algorithm);
        }
      }
    }
    return Optional.empty();
  }

  /** This algorithm with the scratch memory that it needs. */
  public Algorithm withWorkspace(long bytes) {
    return new Algorithm(direction, code, nanos, bytes, deterministic, mathType);
  }

  /** The header's names of a direction, by their values. */
  static List<String> names(Direction direction) {
    return switch (direction) {
      case FORWARD -> FORWARD;
      case BACKWARD_DATA -> BACKWARD_DATA;
      case BACKWARD_FILTER -> BACKWARD_FILTER;
    };
  }

  /** Whether it transforms operands, which loses accuracy that a plain sum keeps. */
  public boolean isTransform() {
    String name = name();
    return name.startsWith("FFT") || name.startsWith("WINOGRAD");
  }
}
