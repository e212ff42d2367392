// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.published;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.models.zoo.Mark;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One figure that somebody published, or that we computed from published ones.
 *
 * @param id names it in study files and reports
 * @param table group in the project's sheet of published results, for instance "A5"
 * @param what the quantity: "test error", "time per epoch", "speed-up of the GPU over the CPU"
 * @param kind how the values are meant
 * @param values one number, or for a range its two ends in ascending order
 * @param plusMinus the spread printed beside it, if any
 * @param unit unit of the values
 * @param net the zoo's name of the net, where the zoo has it
 * @param condition what the figure holds for
 * @param contract what a time covers, where that is known
 * @param device on what it was measured, where that is known
 * @param source authors, venue and year
 * @param where section or table
 * @param mark how well the figure is known
 */
public record PublishedFigure(
    String id,
    String table,
    String what,
    Optional<Kind> kind,
    List<Double> values,
    Optional<Double> plusMinus,
    String unit,
    Optional<String> net,
    String condition,
    Optional<Contract> contract,
    Optional<String> device,
    String source,
    String where,
    Mark mark) {

  /** How values are meant. */
  public enum Kind {
    /** The number as published; the kind of a figure that states none. */
    @JsonProperty("exact")
    EXACT(""),
    /** Rounded by its authors. */
    @JsonProperty("about")
    ABOUT("about "),
    /** A lower bound. */
    @JsonProperty("more-than")
    MORE_THAN("> "),
    /** The largest case. */
    @JsonProperty("up-to")
    UP_TO("up to "),
    /** From one value to another. */
    @JsonProperty("range")
    RANGE("");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  /** What the time of an epoch covers. */
  public enum Contract {
    /** Training steps alone. */
    @JsonProperty("train")
    TRAIN(Pass.TRAIN_STEP),
    /** Training steps and distortion. */
    @JsonProperty("train+distort")
    TRAIN_DISTORT(Pass.TRAIN_DISTORT),
    /** On-line training, distortion, validation on the undistorted set, test and transfers. */
    @JsonProperty("paper-epoch")
    PAPER_EPOCH(Pass.PAPER_EPOCH);

    private final Pass pass;

    Contract(Pass pass) {
      this.pass = pass;
    }

    /** The only pass of ours that it may stand beside. */
    public Pass pass() {
      return pass;
    }
  }

  /**
   * Checks the values against the kind.
   *
   * @throws IllegalArgumentException if their number or order is wrong, or one is not above 0
   */
  public PublishedFigure {
    values = values == null ? List.of() : List.copyOf(values);
    boolean range = kind.orElse(Kind.EXACT) == Kind.RANGE;
    if (values.size() != (range ? 2 : 1)) {
      throw new IllegalArgumentException(
          "figure %s needs %s, but has %s"
              .formatted(id, range ? "two values for its range" : "one value", values));
    }
    if (values.stream().anyMatch(v -> !(v > 0) || v.isInfinite())) {
      throw new IllegalArgumentException(
          "the values of figure %s must be above 0, but are %s".formatted(id, values));
    }
    if (values.getFirst() > values.getLast()) {
      throw new IllegalArgumentException(
          "the range of figure %s must ascend, but is %s".formatted(id, values));
    }
  }

  /** The number, or the lower end of a range. */
  public double low() {
    return values.getFirst();
  }

  /** The number, or the upper end of a range. */
  public double high() {
    return values.getLast();
  }

  /** Whether it may stand in a headline or be drawn as a solid point. */
  public boolean isVerified() {
    return mark.isVerified();
  }

  /**
   * The value as text, with its mark: {@code > 60 x [seen]}, {@code 111 s [memory, unverified]}.
   */
  public String valueText() {
    StringBuilder text = new StringBuilder(kind.orElse(Kind.EXACT).prefix).append(number(low()));
    if (values.size() > 1) {
      text.append(" to ").append(number(high()));
    }
    plusMinus.ifPresent(spread -> text.append(" +- ").append(number(spread)));
    return text.append(' ')
        .append(unit)
        .append(" [")
        .append(mark)
        .append(isVerified() ? "]" : ", unverified]")
        .toString();
  }

  private static String number(double value) {
    if (value >= 1e7) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
