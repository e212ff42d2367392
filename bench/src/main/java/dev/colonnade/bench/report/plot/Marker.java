// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report.plot;

import static dev.colonnade.bench.report.plot.Markup.coordinate;

/** Shapes of points; each series has its own, so that colour is never the only difference. */
public enum Marker {
  CIRCLE,
  SQUARE,
  TRIANGLE,
  DIAMOND,
  TRIANGLE_DOWN,
  PENTAGON,
  HEXAGON,
  /** Kept for published figures. */
  STAR;

  /** Number of shapes for measured series. */
  public static final int SERIES_SHAPES = STAR.ordinal();

  /** Returns the shape of the series with this number. */
  public static Marker ofSeries(int number) {
    return values()[Math.floorMod(number, SERIES_SHAPES)];
  }

  /** Draws the shape with centre and radius in drawing units. */
  public void draw(Markup svg, double x, double y, double radius, String cssClass) {
    switch (this) {
      case CIRCLE ->
          svg.empty(
              "circle",
              "class",
              cssClass,
              "cx",
              coordinate(x),
              "cy",
              coordinate(y),
              "r",
              coordinate(radius * 0.92));
      case SQUARE -> polygon(svg, x, y, radius * 1.15, 4, 45, 1, cssClass);
      case TRIANGLE -> polygon(svg, x, y + radius * 0.15, radius * 1.25, 3, 0, 1, cssClass);
      case DIAMOND -> polygon(svg, x, y, radius * 1.25, 4, 0, 1, cssClass);
      case TRIANGLE_DOWN -> polygon(svg, x, y - radius * 0.15, radius * 1.25, 3, 180, 1, cssClass);
      case PENTAGON -> polygon(svg, x, y, radius * 1.15, 5, 0, 1, cssClass);
      case HEXAGON -> polygon(svg, x, y, radius * 1.15, 6, 0, 1, cssClass);
      case STAR -> polygon(svg, x, y, radius * 1.5, 10, 0, 0.45, cssClass);
    }
  }

  /** Corners alternate between the radius and {@code inner} of it, which makes stars. */
  private static void polygon(
      Markup svg,
      double x,
      double y,
      double radius,
      int corners,
      double degrees,
      double inner,
      String cssClass) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < corners; i++) {
      double angle = Math.toRadians(degrees + 360.0 * i / corners);
      double r = i % 2 == 1 ? radius * inner : radius;
      points
          .append(i == 0 ? "" : " ")
          .append(coordinate(x + r * Math.sin(angle)))
          .append(',')
          .append(coordinate(y - r * Math.cos(angle)));
    }
    svg.empty("polygon", "class", cssClass, "points", points.toString());
  }
}
