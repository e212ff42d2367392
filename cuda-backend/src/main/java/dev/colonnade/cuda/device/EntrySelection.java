// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.device;

import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.cuda.compile.EntryPlan;
import dev.colonnade.cuda.compile.KernelChoice;
import dev.colonnade.cuda.execute.LoadedProgram;
import dev.colonnade.cuda.execute.LoopMeasurement;
import dev.colonnade.cuda.execute.StepLoop;
import dev.colonnade.cuda.part.Part;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An entry as it will run: of which kernels, and how step follows step. What neither a plan nor the
 * device's settings say is found by running both kinds of kernels in every loop they can run in,
 * and taking the fastest.
 *
 * @param plan its kernels
 * @param kernels which kind they are
 * @param otherKernels the other kind, with its best time or why it was ruled out
 * @param loop how steps run
 * @param otherLoops other ways to run these kernels
 */
record EntrySelection(
    EntryPlan plan,
    KernelChoice kernels,
    List<Plan.Alternative> otherKernels,
    StepLoop loop,
    List<Plan.Alternative> otherLoops) {
  /**
   * What is known before anything is measured.
   *
   * @param kernels from a plan or the device's settings
   * @param loop likewise
   */
  record Known(Optional<KernelChoice> kernels, Optional<StepLoop> loop) {}

  /** Plans an entry and, for a measurement, loads it alone. */
  interface Maker {
    EntryPlan plan(KernelChoice kernels);

    <T> T whileLoaded(EntryPlan plan, Function<LoadedProgram, T> action);
  }

  private record Measured(EntryPlan plan, KernelChoice kernels, LoopMeasurement loop) {}

  /** Chooses; measures only what is not known, and nothing in a guarded run. */
  static EntrySelection of(Graph lowered, Known known, RunMode mode, Maker maker) {
    if (mode == RunMode.GUARDED || (known.kernels.isPresent() && known.loop.isPresent())) {
      KernelChoice kernels = known.kernels.orElse(KernelChoice.SEPARATE);
      return new EntrySelection(
          maker.plan(kernels), kernels, List.of(), known.loop.orElse(StepLoop.GRAPH), List.of());
    }
    String entry = lowered.name();
    KernelChoice first = known.kernels.orElse(KernelChoice.SEPARATE);
    Measured separate = measure(entry, first, maker);
    boolean fusible =
        KernelChoice.FUSED.prepare(lowered).nodes().size()
            < KernelChoice.SEPARATE.prepare(lowered).nodes().size();
    if (known.kernels.isPresent() || !fusible) {
      return selection(separate, List.of(), known);
    }
    if (Part.FUSED_LAYERS.isLeftOut()) {
      return selection(
          separate,
          List.of(
              new Plan.Alternative(
                  KernelChoice.FUSED.algorithm(), -1, Part.FUSED_LAYERS.whyLeftOut())),
          known);
    }
    if (LoopMeasurement.isLong(separate.loop.nanos())) {
      // Fused layers save launches, and are no match for tiles of a product where work is plenty.
      return selection(
          separate,
          List.of(
              new Plan.Alternative(
                  KernelChoice.FUSED.algorithm(),
                  -1,
                  LoopMeasurement.whyLong(separate.loop.nanos()))),
          known);
    }
    Measured fused = measure(entry, KernelChoice.FUSED, maker);
    boolean fusedWins = Part.FUSED_LAYERS.isOnly() || fused.loop.nanos() < separate.loop.nanos();
    Measured winner = fusedWins ? fused : separate;
    Measured loser = fusedWins ? separate : fused;
    return selection(
        winner,
        List.of(
            new Plan.Alternative(
                loser.kernels.algorithm(),
                loser.loop.nanos(),
                "slower, in its best loop (" + loser.loop.chosen().algorithm() + ")")),
        known);
  }

  private static Measured measure(String entry, KernelChoice kernels, Maker maker) {
    EntryPlan plan = maker.plan(kernels);
    return new Measured(
        plan, kernels, maker.whileLoaded(plan, program -> LoopMeasurement.of(program, entry)));
  }

  private static EntrySelection selection(
      Measured measured, List<Plan.Alternative> otherKernels, Known known) {
    // A loop that was asked for is not one of several.
    return new EntrySelection(
        measured.plan,
        measured.kernels,
        otherKernels,
        known.loop.orElse(measured.loop.chosen()),
        known.loop.isPresent() ? List.of() : measured.loop.alternatives());
  }
}
