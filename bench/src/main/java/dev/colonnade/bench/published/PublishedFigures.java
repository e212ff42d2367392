// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.published;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.colonnade.models.zoo.Mark;
import dev.colonnade.models.zoo.StrictToml;
import dev.colonnade.models.zoo.ZooException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The published figures that ship with Colonnade, in the order of the project's sheet. */
public final class PublishedFigures {

  private static final String FILE = "published.toml";

  private final Map<String, PublishedFigure> byId = new LinkedHashMap<>();
  private final List<ScalingRow> scalingTable;

  /**
   * A line of the table of scaling results.
   *
   * @param number from 1
   * @param title what it is about
   * @param figures ids of the figures in it
   */
  public record ScalingRow(int number, String title, List<String> figures) {

    /** Copies the list. */
    public ScalingRow {
      figures = figures == null ? List.of() : List.copyOf(figures);
    }
  }

  /** The file as it is read. */
  record Content(
      @JsonProperty("figure") List<PublishedFigure> figures, List<ScalingRow> scalingTable) {

    Content {
      figures = figures == null ? List.of() : List.copyOf(figures);
      scalingTable = scalingTable == null ? List.of() : List.copyOf(scalingTable);
    }
  }

  private PublishedFigures(String file, Content content) {
    for (PublishedFigure figure : content.figures()) {
      if (byId.put(figure.id(), figure) != null) {
        throw new ZooException(file + ": two figures have the id " + figure.id());
      }
    }
    for (ScalingRow row : content.scalingTable()) {
      for (String id : row.figures()) {
        if (!byId.containsKey(id)) {
          throw new ZooException(
              "%s: row %d of the scaling table names the figure %s, which is not there"
                  .formatted(file, row.number(), id));
        }
      }
    }
    scalingTable = content.scalingTable();
  }

  /** The figures that ship. */
  public static PublishedFigures load() {
    return parse(FILE, StrictToml.resource(PublishedFigures.class, FILE));
  }

  /**
   * Figures from a file of the same form.
   *
   * @param file its name, for errors
   * @throws ZooException naming the file and the key that is wrong
   */
  public static PublishedFigures parse(String file, String text) {
    return new PublishedFigures(file, StrictToml.read(file, text, Content.class));
  }

  /** All figures; most of them are not verified, see {@link PublishedFigure#isVerified()}. */
  public List<PublishedFigure> all() {
    return List.copyOf(byId.values());
  }

  /** The figure with that id, if there is one. */
  public Optional<PublishedFigure> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * The figure with that id.
   *
   * @throws ZooException if there is none
   */
  public PublishedFigure get(String id) {
    return find(id)
        .orElseThrow(() -> new ZooException("there is no published figure '%s'".formatted(id)));
  }

  /** The figures that may stand in a headline: those marked {@link Mark#SEEN}, no others. */
  public List<PublishedFigure> headline() {
    return select(PublishedFigure::isVerified);
  }

  /**
   * The figure with that id, to be quoted in a headline.
   *
   * @throws ZooException if there is none, or if it is not verified
   */
  public PublishedFigure headline(String id) {
    PublishedFigure figure = get(id);
    if (!figure.isVerified()) {
      throw new ZooException(
          "the published figure '%s' is marked %s; only figures marked seen may stand in a headline"
              .formatted(id, figure.mark()));
    }
    return figure;
  }

  /** The figures of one net of the zoo. */
  public List<PublishedFigure> ofNet(String net) {
    return select(figure -> figure.net().filter(net::equals).isPresent());
  }

  /** The figures of one table of the sheet, for instance "A5". */
  public List<PublishedFigure> ofTable(String table) {
    return select(figure -> figure.table().equals(table));
  }

  private List<PublishedFigure> select(Predicate<PublishedFigure> wanted) {
    return byId.values().stream().filter(wanted).toList();
  }

  /** The table of scaling results, by number. */
  public List<ScalingRow> scalingTable() {
    return scalingTable;
  }
}
