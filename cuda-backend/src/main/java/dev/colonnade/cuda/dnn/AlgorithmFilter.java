// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import dev.colonnade.core.backend.MathMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which algorithms a math mode and a wish for determinism allow.
 *
 * @param mathMode precision of the operands
 * @param deterministic whether every run must give the same bits
 * @param maxWorkspaceBytes most scratch memory
 */
public record AlgorithmFilter(MathMode mathMode, boolean deterministic, long maxWorkspaceBytes) {
  /** Why an algorithm is not allowed; empty if it is. */
  public Optional<String> refusal(Algorithm algorithm) {
    return refusal(
        algorithm.isTransform(),
        algorithm.mathType() != MathType.FMA,
        algorithm.mathType() == MathType.TENSOR_OP_ALLOW_CONVERSION,
        algorithm.deterministic(),
        algorithm.workspaceBytes());
  }

  /** Why an engine is not allowed; empty if it is. */
  public Optional<String> refusal(DnnGraph.Engine engine) {
    List<NumericalNote> notes = engine.notes();
    boolean reduced =
        notes.contains(NumericalNote.REDUCED_PRECISION_REDUCTION)
            // Of binary32 operands, tensor cores take TF32; anything less is marked by this note.
            || (mathMode == MathMode.TF32 && notes.contains(NumericalNote.DOWN_CONVERT_INPUTS));
    return refusal(
        notes.stream().anyMatch(NumericalNote::isTransform),
        notes.contains(NumericalNote.TENSOR_CORE)
            || notes.contains(NumericalNote.DOWN_CONVERT_INPUTS),
        reduced,
        !notes.contains(NumericalNote.NONDETERMINISTIC),
        engine.workspaceBytes());
  }

  private Optional<String> refusal(
      boolean transform, boolean rounds, boolean reduced, boolean same, long workspaceBytes) {
    if (mathMode == MathMode.STRICT_FP32 && transform) {
      return Optional.of("it transforms its operands (Winograd or FFT)");
    }
    if (mathMode == MathMode.STRICT_FP32 && rounds) {
      return Optional.of("it rounds its operands below binary32");
    }
    if (reduced) {
      return Optional.of("it rounds below " + mathMode);
    }
    if (deterministic && !same) {
      return Optional.of("it is not deterministic");
    }
    if (workspaceBytes > maxWorkspaceBytes) {
      return Optional.of(
          "it needs "
              + workspaceBytes
              + " bytes of workspace, more than the "
              + maxWorkspaceBytes
              + " allowed");
    }
    return Optional.empty();
  }

  /** The algorithms that are allowed, in their order. */
  public List<Algorithm> allowed(List<Algorithm> algorithms) {
    List<Algorithm> kept = new ArrayList<>(algorithms);
    kept.removeIf(algorithm -> refusal(algorithm).isPresent());
    return List.copyOf(kept);
  }
}
