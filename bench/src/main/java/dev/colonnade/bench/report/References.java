// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.published.EpochImages;
import dev.colonnade.bench.published.PublishedFigure;
import dev.colonnade.bench.published.PublishedFigures;
import dev.colonnade.bench.record.Choices;
import dev.colonnade.bench.study.Study;
import dev.colonnade.bench.study.StudyException;
import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.notation.NetSpec;
import dev.colonnade.models.notation.NetTemplate;
import dev.colonnade.models.zoo.Recipe;
import dev.colonnade.models.zoo.Zoo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Turns published epoch times that a study names into points of its picture. */
final class References {

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
    int images =
        EpochImages.of(recipe.dataSet())
            .map(EpochImages::train)
            .orElseThrow(() ->
                complaint(
                    study,
                    figure.id(),
                    "the epoch of the data set " + recipe.dataSet() + " is not known"));
    PublishedFigure.Contract contract =
        figure
            .contract()
            .orElseThrow(() ->
                complaint(
                    study,
                    figure.id(),
                    "what its time covers is not known, so nothing may stand beside it"));
    OptionalInt maps = maps(study, recipe);
    long macs = LayerTable.of(recipe.net()).effectiveMacs();
    Map<String, NetSpec> candidates =
        maps.isPresent() ? study.candidateNets(Map.of(Picture.MAPS, maps.getAsInt())) : Map.of();
    return new ReferencePoint(
        study.id(),
        figure.id(),
        figure.source() + ", " + figure.where(),
        figure.device().orElse("device not known"),
        recipe.net()
            + (recipe.alternatives().isEmpty() ? "" : " (kernel sizes assumed)")
            + ", "
            + figure.condition(),
        maps,
        macs(candidates, Choices.MEDIAN, macs),
        macs(candidates, Choices.LOW, macs),
        macs(candidates, Choices.HIGH, macs),
        contract.pass(),
        figure.low() / images,
        "epoch over its " + images + " training images, " + covers(contract),
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

  private static double macs(Map<String, NetSpec> candidates, String role, long otherwise) {
    NetSpec net = candidates.get(role);
    return net == null ? otherwise : LayerTable.of(net).effectiveMacs();
  }

  /**
   * The count belongs on the upper axis only if the net is the study's own at that count, or, where
   * the study leaves kernels open, its recipe is.
   */
  private static OptionalInt maps(Study study, Recipe recipe) {
    int maps = LayerTable.of(recipe.net()).rows().getFirst().maps();
    Optional<NetTemplate> template = study.nets().template().map(NetTemplate::parse);
    boolean same =
        study.nets().candidates().isEmpty()
            ? template
                .filter(own -> own.variables().equals(Set.of(Picture.MAPS)))
                .map(own -> own.bind(Map.of(Picture.MAPS, maps)).equals(recipe.net()))
                .orElse(false)
            : sameFamily(study, recipe) && openIsAllBut(study, template);
    return same ? OptionalInt.of(maps) : OptionalInt.empty();
  }

  /** Of the series that the study's recipe belongs to: nets of one assumed structure. */
  private static boolean sameFamily(Study study, Recipe recipe) {
    return study
        .nets()
        .recipe()
        .flatMap(Zoo::find)
        .map(own ->
            own.dataSet().equals(recipe.dataSet())
                && own.net().layers().size() == recipe.net().layers().size())
        .orElse(false);
  }

  private static boolean openIsAllBut(Study study, Optional<NetTemplate> template) {
    Set<String> closed =
        new TreeSet<>(template.map(NetTemplate::variables).orElse(new TreeSet<>()));
    closed.removeAll(study.nets().candidates().keySet());
    return closed.equals(Set.of(Picture.MAPS));
  }

  private static StudyException complaint(Study study, String id, String reason) {
    return new StudyException(
        study.origin() + ": the published figure \"" + id + "\" cannot be drawn: " + reason);
  }
}
