// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0
package dev.colonnade.bench.scaling;

import dev.colonnade.bench.published.PublishedFigure;
import dev.colonnade.bench.published.PublishedFigures;
import dev.colonnade.bench.report.ReferencePoint;
import dev.colonnade.bench.study.Study;
import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.zoo.Recipe;
import dev.colonnade.models.zoo.Zoo;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Published epoch times as points of a picture: seconds of an epoch over the images of its training set,
 * against the multiply-accumulates of the net as the zoo has it.
 */
public final class References {
  /**
   * Images of the training sets that the papers went through in an epoch: 60,000 of MNIST, 50,000 of
   * CIFAR-10 and 24,300 pairs of NORB by the data sets' own descriptions; 39,209 of GTSRB [seen-2nd].
   */
  private static final Map<String, Integer> IMAGES =
      Map.of("mnist", 60_000, "cifar10", 50_000, "norb", 24_300, "gtsrb", 39_209);

  private static final Pattern MAPS = Pattern.compile("-(\\d+)$");

  private References() {}

  /**
   * The published figures that these studies name.
   *
   * @throws IllegalArgumentException if a study names a figure that does not exist, or one that is no
   *     epoch time of a net in the zoo
   */
  public static List<ReferencePoint> of(List<Study> studies) {
    PublishedFigures figures = PublishedFigures.load();
    Set<String> ids = new LinkedHashSet<>();
    studies.forEach(study -> ids.addAll(study.published()));
    List<ReferencePoint> points = new ArrayList<>();
    for (String id : ids) {
      points.add(point(figures.get(id)));
    }
    return points;
  }

  private static ReferencePoint point(PublishedFigure figure) {
    Recipe recipe =
        figure
            .net()
            .flatMap(Zoo::find)
            .orElseThrow(() -> unusable(figure, "it names no net of the zoo"));
    Integer images = IMAGES.get(recipe.dataSet());
    if (images == null || !figure.unit().equals("s") || figure.contract().isEmpty()) {
      throw unusable(figure, "it is no epoch time on a data set of known size");
    }
    Matcher maps = MAPS.matcher(recipe.name());
    return new ReferencePoint(
        figure.id(),
        figure.source() + ", " + figure.where(),
        figure.device().orElse("not stated"),
        recipe.net().toString(),
        maps.find() ? OptionalInt.of(Integer.parseInt(maps.group(1))) : OptionalInt.empty(),
        LayerTable.of(recipe.net()).effectiveMacs(),
        figure.low() / images,
        figure.contract().get().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
        figure.mark().toString(),
        figure.isVerified());
  }

  private static IllegalArgumentException unusable(PublishedFigure figure, String why) {
    return new IllegalArgumentException(
        "published figure " + figure.id() + " cannot be drawn as time per image: " + why);
  }
}
