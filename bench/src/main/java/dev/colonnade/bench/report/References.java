// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.published.PublishedFigure;
import dev.colonnade.bench.published.PublishedFigures;
import dev.colonnade.bench.study.Study;
import dev.colonnade.bench.study.StudyException;
import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.notation.NetTemplate;
import dev.colonnade.models.zoo.Recipe;
import dev.colonnade.models.zoo.Zoo;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** Turns published epoch times that a study names into points of its picture. */
final class References {

  /** Training images of one epoch, by the data sets' own descriptions; GTSRB's [seen-2nd]. */
  private static final Map<String, Integer> TRAINING_IMAGES =
      Map.of("mnist", 60_000, "cifar10", 50_000, "norb", 24_300, "gtsrb", 39_209);

  private References() {}

  static List<ReferencePoint> of(Study study) {
    if (study.published().isEmpty()) {
      return List.of();
    }
    PublishedFigures figures = PublishedFigures.load();
    return study.published().stream()
        .map(id ->
            point(
                study,
                figures
                    .find(id)
                    .orElseThrow(
                        () -> complaint(study, id, "there is no published figure of this id"))))
        .toList();
  }

  private static ReferencePoint point(Study study, PublishedFigure figure) {
    if (!figure.what().equals("time per epoch") || !figure.unit().equals("s")) {
      throw complaint(study, figure.id(), "only figures \"time per epoch\" in s can be drawn");
    }
    Recipe recipe =
        figure
            .net()
            .flatMap(Zoo::find)
            .orElseThrow(() -> complaint(study, figure.id(), "its net is not in the zoo"));
    Integer images = TRAINING_IMAGES.get(recipe.dataSet());
    if (images == null) {
      throw complaint(
          study, figure.id(), "the epoch of the data set " + recipe.dataSet() + " is not known");
    }
    return new ReferencePoint(
        study.id(),
        figure.id(),
        figure.source() + ", " + figure.where(),
        figure.device().orElse("device not known"),
        recipe.net()
            + (recipe.alternatives().isEmpty() ? "" : " (kernel sizes assumed)")
            + ", "
            + figure.condition(),
        maps(study, recipe),
        LayerTable.of(recipe.net()).effectiveMacs(),
        figure.low() / images,
        figure
            .contract()
            .map(contract -> "epoch over its " + images + " training images, " + covers(contract))
            .orElse("epoch over its " + images + " training images; what it covers is not known"),
        figure.mark().toString(),
        figure.isVerified());
  }

  private static String covers(PublishedFigure.Contract contract) {
    return switch (contract) {
      case TRAIN -> "training alone";
      case TRAIN_DISTORT -> "training and distortion";
      case PAPER_EPOCH -> "with distortion, validation, test and transfers";
    };
  }

  /** The count belongs on the upper axis only if the net is the study's own at that count. */
  private static OptionalInt maps(Study study, Recipe recipe) {
    int maps = LayerTable.of(recipe.net()).rows().getFirst().maps();
    boolean same =
        study
            .template()
            .map(NetTemplate::parse)
            .filter(template -> template.variables().equals(Set.of(Picture.MAPS)))
            .map(template -> template.bind(Map.of(Picture.MAPS, maps)).equals(recipe.net()))
            .orElse(false);
    return same ? OptionalInt.of(maps) : OptionalInt.empty();
  }

  private static StudyException complaint(Study study, String id, String reason) {
    return new StudyException(
        study.origin() + ": the published figure \"" + id + "\" cannot be drawn: " + reason);
  }
}
