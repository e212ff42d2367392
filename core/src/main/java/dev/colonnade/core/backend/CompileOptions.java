// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

import java.util.Optional;

/**
 * Everything that decides how a program is compiled, and that a record must name.
 *
 * @param math precision of convolution and matmul operands
 * @param storage format in which activations are kept between kernels
 * @param deterministic whether two runs of the same submissions must agree bit for bit
 * @param run normal, guarded or profiled
 * @param plan choices made earlier; with them nothing is measured. It must be for this program,
 *     device and library versions
 */
public record CompileOptions(
    MathMode math,
    ActivationStorage storage,
    boolean deterministic,
    RunMode run,
    Optional<Plan> plan) {
  /** Strict fp32, fp32 storage, deterministic, normal, nothing planned yet. */
  public static final CompileOptions DEFAULT =
      new CompileOptions(
          MathMode.STRICT_FP32, ActivationStorage.F32, true, RunMode.NORMAL, Optional.empty());

  /** Format in which activations are kept between kernels. */
  public enum ActivationStorage {
    /** Binary32. */
    F32,
    /** bfloat16, rounded to nearest even when stored. */
    BF16
  }

  /** These options with another math mode. */
  public CompileOptions withMath(MathMode other) {
    return new CompileOptions(other, storage, deterministic, run, plan);
  }

  /** These options with determinism asked for or not. */
  public CompileOptions withDeterministic(boolean other) {
    return new CompileOptions(math, storage, other, run, plan);
  }

  /** These options with another run mode. */
  public CompileOptions withRun(RunMode other) {
    return new CompileOptions(math, storage, deterministic, other, plan);
  }

  /** These options with a plan to follow. */
  public CompileOptions withPlan(Plan other) {
    return new CompileOptions(math, storage, deterministic, run, Optional.of(other));
  }
}
