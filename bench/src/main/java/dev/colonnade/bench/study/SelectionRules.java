// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import dev.colonnade.bench.record.Pass;
import java.util.List;
import java.util.Optional;

/** What of a selection goes together, and what contradicts itself. */
final class SelectionRules {
  private SelectionRules() {}

  /**
   * A broken rule.
   *
   * @param key the key to change
   * @param expected what is expected of it
   */
  record Broken(String key, String expected) {}

  /** The first rule that is broken, if one is. */
  static Optional<Broken> firstBroken(Selection selection) {
    List<Pass> passes = selection.passes();
    boolean online = selection.batches().equals(new Values.Listed(List.of(1)));
    if (passes.contains(Pass.PAPER_EPOCH) && !online) {
      return Optional.of(
          new Broken(
              "batches",
              "for the pass paper-epoch [1], since the papers' epochs are on-line; give other"
                  + " batches a [[select]] of their own, where [1]"));
    }
    if (!selection.convolutions().isEmpty()
        && !passes.stream().allMatch(pass -> pass == Pass.TRAIN_STEP || pass == Pass.EVALUATE)) {
      return Optional.of(
          new Broken(
              "convolutions", "for the passes train-step and evaluate only, where no such key"));
    }
    boolean trains = passes.stream().anyMatch(Pass::isTraining);
    if (trains && selection.training().isEmpty()) {
      return Optional.of(
          new Broken("training", "for the passes train-to-error and committee a table [training]"));
    }
    boolean target =
        selection.training().map(plan -> plan.targetErrorPercent().isPresent()).orElse(false);
    if (passes.contains(Pass.TRAIN_TO_ERROR) && !target) {
      return Optional.of(
          new Broken(
              "training", "for the pass train-to-error a [training] with target-error-percent"));
    }
    if (passes.contains(Pass.COMMITTEE) && target) {
      return Optional.of(
          new Broken(
              "training", "for the pass committee a [training] without target-error-percent"));
    }
    return Optional.empty();
  }
}
