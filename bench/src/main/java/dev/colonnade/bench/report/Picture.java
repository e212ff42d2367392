// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.Choices;
import dev.colonnade.bench.record.Measured;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.report.plot.Plot;
import dev.colonnade.bench.statistics.Interval;
import dev.colonnade.bench.study.Drawing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Turns the rows of one study into a {@link Plot}. */
final class Picture {

  /** The quantity on the horizontal axis. */
  enum Across {
    MACS("MACs of one forward pass of one image"),
    WEIGHTS("weights"),
    BATCH("images in one step (batch)"),
    THREADS("threads");

    private final String title;

    Across(String title) {
      this.title = title;
    }
  }

  /** Variable of the study files that counts maps; the upper axis shows it. */
  static final String MAPS = "M";

  private final String id;
  private final String title;
  private final List<SummaryRow> rows;
  private final List<ReferencePoint> references;
  private final Styles styles;
  private final Drawing drawing;
  private final Across across;
  private final Drawing.Up up;

  Picture(
      String id,
      String title,
      List<SummaryRow> rows,
      List<ReferencePoint> references,
      Styles styles) {
    this(id, title, rows, references, styles, Drawing.UNSAID);
  }

  /**
   * A picture.
   *
   * @param references published figures; those drawn are of the rows' one pass, since the epoch
   *     contract lets nothing else stand beside them
   * @param drawing what the study says of its picture
   */
  Picture(
      String id,
      String title,
      List<SummaryRow> rows,
      List<ReferencePoint> references,
      Styles styles,
      Drawing drawing) {
    this.id = id;
    this.title = title;
    this.rows = rows;
    Set<Pass> passes = rows.stream().map(r -> r.key().pass()).collect(Collectors.toSet());
    this.references = references.stream().filter(r -> passes.equals(Set.of(r.pass()))).toList();
    this.styles = styles;
    this.drawing = drawing;
    this.across = drawing.across().map(Picture::named).orElseGet(() -> across(rows));
    this.up = drawing.up().orElse(ofNets() ? Drawing.Up.TIME : Drawing.Up.RATE);
  }

  private static Across named(Drawing.Across asked) {
    return switch (asked) {
      case MACS -> Across.MACS;
      case WEIGHTS -> Across.WEIGHTS;
      case BATCH -> Across.BATCH;
      case THREADS -> Across.THREADS;
    };
  }

  /** Whether the axis is a size of the net. */
  private boolean ofNets() {
    return across == Across.MACS || across == Across.WEIGHTS;
  }

  /** What differs between the points decides the axis: nets first, then threads, then batches. */
  static Across across(List<SummaryRow> rows) {
    if (rows.stream().map(r -> r.key().forwardMacs()).distinct().count() > 1) {
      return Across.MACS;
    }
    boolean teams =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.key().setup().host() + " " + r.key().setup().deviceId(),
                    Collectors.mapping(r -> r.key().setup().threads(), Collectors.toSet())))
            .values()
            .stream()
            .anyMatch(threads -> threads.size() > 1);
    if (teams) {
      return Across.THREADS;
    }
    boolean batches = rows.stream().map(r -> r.key().batch()).distinct().count() > 1;
    return batches ? Across.BATCH : Across.MACS;
  }

  Across across() {
    return across;
  }

  /** The measured series: label to rows, in order of the horizontal axis. */
  SequencedMap<String, List<SummaryRow>> series() {
    SeriesLabels labels = new SeriesLabels(rows, across);
    SequencedMap<String, List<SummaryRow>> series = new LinkedHashMap<>();
    rows.stream()
        .filter(this::drawn)
        .forEach(row -> series.computeIfAbsent(labels.of(row), l -> new ArrayList<>()).add(row));
    series.values().forEach(s -> s.sort(Comparator.comparingDouble(this::x)));
    return series;
  }

  /** A device without a number of threads has no place on their axis; the table holds it. */
  private boolean drawn(SummaryRow row) {
    return across != Across.THREADS || !row.key().setup().threads().isEmpty();
  }

  double x(SummaryRow row) {
    return switch (across) {
      case MACS -> row.key().forwardMacs();
      case WEIGHTS -> row.key().weights();
      case BATCH -> row.key().batch();
      case THREADS -> Double.parseDouble(row.key().setup().threads());
    };
  }

  Plot plot() {
    List<Plot.Series> drawn = new ArrayList<>();
    series()
        .forEach((label, members) -> {
          int style = styles.of(label);
          drawn.add(
              new Plot.Series(
                  label,
                  Plot.Kind.MEASURED,
                  style,
                  members.stream().map(row -> point(label, row)).toList()));
          limit(label, style, members, drawn);
        });
    if (across == Across.MACS && up == Drawing.Up.TIME) {
      published(true, drawn);
      published(false, drawn);
      candidates(drawn);
    }
    return new Plot(
        id,
        title,
        description(),
        new Plot.Axis(
            drawing.acrossLabel().orElse(across.title),
            ofNets() ? v -> Numbers.si(v, "") : v -> Numbers.significant(v),
            ofNets()
                ? List.of()
                : rows.stream().filter(this::drawn).map(this::x).distinct().sorted().toList()),
        new Plot.Axis(
            drawing.upLabel().orElse(up.title()),
            up == Drawing.Up.TIME ? Numbers::seconds : v -> Numbers.si(v, ""),
            List.of()),
        drawn,
        topTicks(),
        "maps in each convolution layer");
  }

  private double y(SummaryRow row, double secondsPerImage) {
    return switch (up) {
      case TIME -> secondsPerImage;
      case RATE -> 1 / secondsPerImage;
      case UPDATES -> row.key().weights() / (secondsPerImage * row.key().batch());
    };
  }

  private Plot.Point point(String label, SummaryRow row) {
    double y = y(row, row.secondsPerImage().value());
    Measured<Interval> interval =
        switch (up) {
          case TIME -> row.secondsPerImage().interval();
          case RATE -> row.imagesPerSecond().interval();
          case UPDATES ->
              row.imagesPerSecond()
                  .interval()
                  .map(i -> i.times((double) row.key().weights() / row.key().batch()));
        };
    boolean extrapolated = row.extent().extrapolated();
    return new Plot.Point(
        x(row),
        y,
        end(interval.map(Interval::low)),
        end(interval.map(Interval::high)),
        false,
        extrapolated,
        note(row),
        hover(label, row));
  }

  /** What must not be overlooked stands beside the point. */
  private static String note(SummaryRow row) {
    String extrapolated =
        row.extent().extrapolated() ? "n=" + Numbers.count(row.extent().measured()) : "";
    String throttled = row.throttled() ? "throttled" : "";
    return extrapolated.isEmpty() || throttled.isEmpty()
        ? extrapolated + throttled
        : extrapolated + ", " + throttled;
  }

  private static OptionalDouble end(Measured<Double> value) {
    return value.asOptional().map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
  }

  private static String hover(String label, SummaryRow row) {
    return label
        + "\n"
        + row.netName()
        + ", batch "
        + row.key().batch()
        + "\n"
        + Numbers.si(row.key().forwardMacs(), "MAC")
        + ", "
        + Numbers.seconds(row.secondsPerImage().value())
        + " per image, "
        + Numbers.rate(row.imagesPerSecond().value())
        + " images/s\n"
        + Cells.extent(row.extent())
        + (row.throttled() ? "\n" + Cells.throttling(row.slowdowns()) : "");
  }

  private void limit(String label, int style, List<SummaryRow> members, List<Plot.Series> drawn) {
    List<Plot.Point> points = new ArrayList<>();
    for (SummaryRow row : members) {
      row.secondsAtPeak()
          .asOptional()
          .ifPresent(seconds ->
              points.add(
                  new Plot.Point(
                      x(row),
                      y(row, seconds),
                      OptionalDouble.empty(),
                      OptionalDouble.empty(),
                      false,
                      false,
                      "",
                      label + " at its measured peak")));
    }
    if (points.size() > 1) {
      drawn.add(new Plot.Series(label + " at its measured peak", Plot.Kind.LIMIT, style, points));
    }
  }

  private void published(boolean verified, List<Plot.Series> drawn) {
    List<Plot.Point> points =
        references.stream()
            .filter(r -> r.verified() == verified)
            .sorted(Comparator.comparingDouble(ReferencePoint::forwardMacs))
            .map(r ->
                new Plot.Point(
                    r.forwardMacs(),
                    r.secondsPerImage(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    !r.verified(),
                    false,
                    "",
                    r.source()
                        + ", "
                        + r.device()
                        + "\n"
                        + r.net()
                        + (r.lowMacs() < r.highMacs()
                            ? "\nnets that fit have "
                                + Numbers.si(r.lowMacs(), "MAC")
                                + " to "
                                + Numbers.si(r.highMacs(), "MAC")
                            : "")
                        + "\n"
                        + Numbers.seconds(r.secondsPerImage())
                        + " per image ("
                        + r.timed()
                        + ")\nmark: "
                        + r.mark()))
            .toList();
    if (!points.isEmpty()) {
      drawn.add(
          new Plot.Series(
              verified ? "published, read in the source" : "published, unverified (hollow)",
              Plot.Kind.PUBLISHED,
              0,
              points));
    }
  }

  /** Where kernels are unknown: from the cheapest net that fits to the dearest, at one time. */
  private void candidates(List<Plot.Series> drawn) {
    for (ReferencePoint r : references) {
      if (r.lowMacs() < r.highMacs()) {
        drawn.add(
            new Plot.Series(
                "range of nets that fit",
                Plot.Kind.RANGE,
                0,
                List.of(end(r.lowMacs(), r), end(r.highMacs(), r))));
      }
    }
  }

  private static Plot.Point end(double macs, ReferencePoint r) {
    return new Plot.Point(
        macs,
        r.secondsPerImage(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        true,
        false,
        "",
        "");
  }

  private List<Plot.TopTick> topTicks() {
    if (across != Across.MACS) {
      return List.of();
    }
    Map<Integer, Double> macsOfMaps = new TreeMap<>();
    references.forEach(r -> r.maps().ifPresent(maps -> macsOfMaps.put(maps, r.forwardMacs())));
    for (SummaryRow row : rows) {
      Integer maps = row.key().variables().get(MAPS);
      boolean middle = row.key().choice(Choices.CANDIDATE, Choices.MEDIAN).equals(Choices.MEDIAN);
      if (maps != null && middle) {
        macsOfMaps.put(maps, (double) row.key().forwardMacs());
      }
    }
    return macsOfMaps.entrySet().stream()
        .map(e -> new Plot.TopTick(e.getValue(), String.valueOf(e.getKey())))
        .toList();
  }

  private String description() {
    String passes =
        rows.stream()
            .map(r -> r.key().pass())
            .distinct()
            .map(Pass::description)
            .collect(Collectors.joining("; "));
    StringBuilder text = new StringBuilder("Both axes are logarithmic. Timed: " + passes + ".");
    series()
        .forEach((label, members) ->
            text.append(' ')
                .append(label)
                .append(": ")
                .append(ends(members.getFirst()))
                .append(members.size() == 1 ? "." : " to " + ends(members.getLast()) + "."));
    return text.toString();
  }

  private String ends(SummaryRow row) {
    return switch (across) {
      case MACS ->
          Numbers.seconds(row.secondsPerImage().value())
              + " per image at "
              + Numbers.si(row.key().forwardMacs(), "MAC");
      case WEIGHTS ->
          Numbers.seconds(row.secondsPerImage().value())
              + " per image at "
              + Numbers.si(row.key().weights(), "")
              + " weights";
      case BATCH ->
          Numbers.rate(row.imagesPerSecond().value()) + " images/s at batch " + row.key().batch();
      case THREADS ->
          Numbers.rate(row.imagesPerSecond().value())
              + " images/s with "
              + Numbers.counted(row.key().setup().threads(), "thread");
    };
  }
}
