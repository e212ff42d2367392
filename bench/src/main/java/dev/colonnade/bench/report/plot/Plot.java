// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report.plot;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/**
 * What a plot shows, without any drawing.
 *
 * @param id unique in the page; letters, digits and hyphens
 * @param title one line
 * @param description the picture in words, for those who do not see it
 * @param xAxis horizontal axis
 * @param yAxis vertical axis
 * @param series lines with their points, in the order of the legend
 * @param topTicks second horizontal axis: other names of some x values
 * @param topTitle title of that axis
 */
public record Plot(
    String id,
    String title,
    String description,
    Axis xAxis,
    Axis yAxis,
    List<Series> series,
    List<TopTick> topTicks,
    String topTitle) {

  /** Copies the lists. */
  public Plot {
    series = List.copyOf(series);
    topTicks = List.copyOf(topTicks);
  }

  /**
   * An axis; all axes of the reports are logarithmic, since work and time span decades.
   *
   * @param title quantity and unit
   * @param format text of a tick
   * @param ticks where the ticks are; none to let the drawing choose round numbers
   */
  public record Axis(String title, DoubleFunction<String> format, List<Double> ticks) {
    /** Copies the list. */
    public Axis {
      ticks = List.copyOf(ticks);
    }
  }

  /**
   * A tick of the upper axis.
   *
   * @param x its place on the horizontal axis
   * @param text its text
   */
  public record TopTick(double x, String text) {}

  /** How a series is drawn. */
  public enum Kind {
    /** Points joined by a line. */
    MEASURED,
    /** A dashed line without points: a measured limit. */
    LIMIT,
    /** Points alone, in the colour of the text: published figures. */
    PUBLISHED,
    /** A thin line without points, in the colour of the text: a published figure's range. */
    RANGE
  }

  /**
   * One series.
   *
   * @param label name in the legend
   * @param kind how it is drawn
   * @param style number of colour and shape; a limit shares its device's
   * @param points points in order of x
   */
  public record Series(String label, Kind kind, int style, List<Point> points) {
    /** Copies the list. */
    public Series {
      points = List.copyOf(points);
    }
  }

  /**
   * One point.
   *
   * @param x horizontal value, positive
   * @param y vertical value, positive
   * @param low lower end of its interval, if it has one
   * @param high upper end
   * @param hollow drawn as an outline: not verified
   * @param ringed drawn with a ring and {@code note} beside it: extrapolated
   * @param note short text beside the point; may be empty
   * @param hover full text that appears under the pointer
   */
  public record Point(
      double x,
      double y,
      OptionalDouble low,
      OptionalDouble high,
      boolean hollow,
      boolean ringed,
      String note,
      String hover) {}
}
