// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report.plot;

import static dev.colonnade.bench.report.plot.Markup.coordinate;

import dev.colonnade.bench.report.plot.LabelPlacement.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Draws a {@link Plot} as SVG.
 *
 * <p>Our own code, since the plotting library of the bench (XChart) lacks three things that these
 * pictures need: a second horizontal axis with other names of the same places (maps above MACs),
 * colours left to the page's CSS (one drawing for light, dark and paper), and text alternatives
 * inside the drawing ({@code role=img}, title, description, a title for each point).
 */
public final class SvgPlot {

  /** Size classes of a drawing; the page shows the one that fits its window. */
  public enum Size {
    /** For windows of about 700 px and more, and for paper. */
    WIDE(960, 540, 84, 24, 5.5),
    /** For telephones and narrow columns. */
    NARROW(400, 400, 58, 10, 4.5);

    private final double width;
    private final double height;
    private final double left;
    private final double right;
    private final double radius;

    Size(double width, double height, double left, double right, double radius) {
      this.width = width;
      this.height = height;
      this.left = left;
      this.right = right;
      this.radius = radius;
    }
  }

  private static final double SMALL_FONT = 11.5;

  /** Mean advance of a character over the font size, on the wide side for common sans fonts. */
  private static final double ADVANCE = 0.6;

  private final Plot plot;
  private final Size size;
  private final Scale x;
  private final Scale y;
  private final double top;
  private final double bottom;
  private final Markup svg = new Markup();

  private SvgPlot(Plot plot, Size size) {
    this.plot = plot;
    this.size = size;
    List<Plot.Point> points = plot.series().stream().flatMap(s -> s.points().stream()).toList();
    x =
        Scale.logarithmic(
            points.stream().mapToDouble(Plot.Point::x).toArray(), plot.xAxis().format());
    y =
        Scale.logarithmic(
            points.stream()
                .flatMapToDouble(
                    p -> DoubleStream.of(p.y(), p.low().orElse(p.y()), p.high().orElse(p.y())))
                .toArray(),
            plot.yAxis().format());
    top = plot.topTicks().isEmpty() ? 30 : 68;
    bottom = size.height - 52;
  }

  /** Returns the drawing; the two sizes of one plot have different ids. */
  public static Markup draw(Plot plot, Size size) {
    return new SvgPlot(plot, size).draw();
  }

  /** Returns the legend's drawing of a dashed limit, for all of them. */
  public static Markup limitSwatch() {
    return swatch(Plot.Kind.LIMIT, "soft", Marker.CIRCLE, false);
  }

  /** Returns a small drawing of a legend's entry. */
  public static Markup swatch(Plot.Series series) {
    return swatch(
        series.kind(),
        colour(series),
        shape(series),
        series.points().stream().allMatch(Plot.Point::hollow));
  }

  private static Markup swatch(Plot.Kind kind, String colour, Marker shape, boolean hollow) {
    Markup svg = new Markup();
    svg.open(
        "svg",
        "class",
        "swatch",
        "viewBox",
        "0 0 34 16",
        "width",
        "34",
        "height",
        "16",
        "aria-hidden",
        "true");
    if (kind != Plot.Kind.PUBLISHED) {
      String line = kind == Plot.Kind.LIMIT ? "limit " : "line ";
      svg.empty("line", "class", line + colour, "x1", "1", "y1", "8", "x2", "33", "y2", "8");
    }
    if (kind != Plot.Kind.LIMIT) {
      shape.draw(svg, 17, 8, 5, "mark " + colour + (hollow ? " hollow" : ""));
    }
    return svg.close();
  }

  private Markup draw() {
    String id = plot.id() + "-" + (size == Size.WIDE ? "wide" : "narrow");
    svg.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "class",
        "plot " + (size == Size.WIDE ? "wide" : "narrow"),
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-desc",
        "viewBox",
        "0 0 " + coordinate(size.width) + " " + coordinate(size.height));
    svg.element("title", plot.title(), "id", id + "-title");
    svg.element("desc", plot.description(), "id", id + "-desc");
    grid();
    topAxis();
    for (Plot.Series series : plot.series()) {
      if (series.kind() == Plot.Kind.LIMIT) {
        line(series, "limit");
      } else if (series.kind() == Plot.Kind.RANGE) {
        line(series, "range");
      }
    }
    for (Plot.Series series : plot.series()) {
      if (series.kind() == Plot.Kind.MEASURED) {
        line(series, "line");
      }
    }
    points();
    return svg.line().close();
  }

  private double px(double value) {
    return size.left + x.position(value) * (size.width - size.right - size.left);
  }

  private double py(double value) {
    return bottom - y.position(value) * (bottom - top);
  }

  private void grid() {
    double right = size.width - size.right;
    List<Double> ticks =
        plot.xAxis().ticks().isEmpty() ? x.ticks(size == Size.WIDE ? 10 : 5) : plot.xAxis().ticks();
    double free = Double.NEGATIVE_INFINITY;
    for (double tick : ticks) {
      String text = Numbers.tick(plot.xAxis().format().apply(tick));
      double half = text.length() * SMALL_FONT * ADVANCE / 2;
      segment("grid", px(tick), top, px(tick), bottom);
      if (px(tick) - half >= free) {
        text("tick", px(tick), bottom + 18, "middle", text);
        free = px(tick) + half + 6;
      }
    }
    for (double tick : y.ticks(size == Size.WIDE ? 9 : 7)) {
      segment("grid", size.left, py(tick), right, py(tick));
      text(
          "tick",
          size.left - 8,
          py(tick) + 4,
          "end",
          Numbers.tick(plot.yAxis().format().apply(tick)));
    }
    segment("axis", size.left, bottom, right, bottom);
    segment("axis", size.left, top, size.left, bottom);
    text("axis-title", (size.left + right) / 2, size.height - 8, "middle", plot.xAxis().title());
    // Above the axis instead of turned by 90 degrees: it is read without tilting the head.
    text("axis-title", 4, 16, "start", plot.yAxis().title());
  }

  private void topAxis() {
    if (plot.topTicks().isEmpty()) {
      return;
    }
    double right = size.width - size.right;
    segment("axis", size.left, top, right, top);
    text("axis-title", right, 34, "end", plot.topTitle());
    double free = Double.POSITIVE_INFINITY;
    List<Plot.TopTick> fromRight =
        plot.topTicks().stream()
            .sorted(Comparator.comparingDouble(Plot.TopTick::x).reversed())
            .toList();
    for (Plot.TopTick tick : fromRight) {
      double at = px(tick.x());
      segment("axis", at, top, at, top - 5);
      double half = tick.text().length() * SMALL_FONT * ADVANCE / 2;
      if (at + half + 4 <= free) {
        text("tick", at, top - 10, "middle", tick.text());
        free = at - half;
      }
    }
  }

  private void line(Plot.Series series, String kind) {
    if (series.points().size() < 2) {
      return;
    }
    StringBuilder path = new StringBuilder();
    for (Plot.Point point : series.points()) {
      path.append(path.isEmpty() ? "M" : " L")
          .append(coordinate(px(point.x())))
          .append(' ')
          .append(coordinate(py(point.y())));
    }
    svg.line().empty("path", "class", kind + " " + colour(series), "d", path.toString());
  }

  private void points() {
    LabelPlacement labels =
        new LabelPlacement(
            new Box(size.left, top, size.width - size.right - size.left, bottom - top));
    List<Runnable> notes = new ArrayList<>();
    for (Plot.Series series : plot.series()) {
      if (series.kind() == Plot.Kind.LIMIT || series.kind() == Plot.Kind.RANGE) {
        continue;
      }
      for (Plot.Point point : series.points()) {
        double cx = px(point.x());
        double cy = py(point.y());
        mark(series, point, cx, cy);
        double r = size.radius + 1;
        labels.occupy(new Box(cx - r, cy - r, 2 * r, 2 * r));
        if (!point.note().isEmpty()) {
          notes.add(() -> note(labels, series, point, cx, cy));
        }
      }
    }
    notes.forEach(Runnable::run);
  }

  private void mark(Plot.Series series, Plot.Point point, double cx, double cy) {
    svg.line().open("g", "class", "point");
    svg.element("title", point.hover());
    if (point.low().isPresent() && point.high().isPresent()) {
      segment(
          "whisker " + colour(series),
          cx,
          py(point.low().getAsDouble()),
          cx,
          py(point.high().getAsDouble()));
    }
    if (point.ringed()) {
      svg.empty(
          "circle",
          "class",
          "ring " + colour(series),
          "cx",
          coordinate(cx),
          "cy",
          coordinate(cy),
          "r",
          coordinate(size.radius * 1.7));
    }
    shape(series).draw(svg, cx, cy, size.radius, markClass(series, point.hollow()));
    // A generous target for pointers; invisible.
    svg.empty("circle", "class", "target", "cx", coordinate(cx), "cy", coordinate(cy), "r", "11");
    svg.close();
  }

  /** Where no free place is left the ring stays, and the number is in the hover text and table. */
  private void note(
      LabelPlacement labels, Plot.Series series, Plot.Point point, double cx, double cy) {
    double width = point.note().length() * SMALL_FONT * ADVANCE;
    labels
        .near(cx, cy, width, SMALL_FONT + 2, size.radius * 1.9)
        .ifPresent(box ->
            text(
                "note " + colour(series),
                box.x(),
                box.y() + SMALL_FONT - 1,
                "start",
                point.note()));
  }

  /** The page has eight colours; with seven shapes 56 series stay apart. */
  private static String colour(Plot.Series series) {
    return series.kind() == Plot.Kind.PUBLISHED || series.kind() == Plot.Kind.RANGE
        ? "published"
        : "s" + Math.floorMod(series.style(), 8);
  }

  private static Marker shape(Plot.Series series) {
    return series.kind() == Plot.Kind.PUBLISHED ? Marker.STAR : Marker.ofSeries(series.style());
  }

  private static String markClass(Plot.Series series, boolean hollow) {
    return "mark " + colour(series) + (hollow ? " hollow" : "");
  }

  private void segment(String cssClass, double x1, double y1, double x2, double y2) {
    svg.line()
        .empty(
            "line",
            "class",
            cssClass,
            "x1",
            coordinate(x1),
            "y1",
            coordinate(y1),
            "x2",
            coordinate(x2),
            "y2",
            coordinate(y2));
  }

  private void text(String cssClass, double tx, double ty, String anchor, String content) {
    svg.line()
        .element(
            "text",
            content,
            "class",
            cssClass,
            "x",
            coordinate(tx),
            "y",
            coordinate(ty),
            "text-anchor",
            anchor);
  }
}
