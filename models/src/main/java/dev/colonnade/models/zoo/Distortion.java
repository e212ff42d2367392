// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The random deformation that each training image gets anew in each epoch. All numbers are drawn
 * uniformly; 0 means that the kind of deformation is absent.
 *
 * @param translationPercent shift by at most this much of the image's height and width, either way
 * @param rotationDegrees turn by at most this much, either way
 * @param scalePercent growth by at most this much, height and width drawn apart, either way
 * @param shearDegrees horizontal shear by at most this much, either way
 * @param angleDegreesOfClass for single classes, another bound of rotation and shear: the 1 and 7
 *     of the MLP paper, which a strong shear would turn into each other
 * @param elastic elastic deformation after Simard, Steinkraus and Platt (2003), if any
 * @param fill what is seen beyond the border
 */
public record Distortion(
    double translationPercent,
    double rotationDegrees,
    double scalePercent,
    double shearDegrees,
    Map<Integer, Double> angleDegreesOfClass,
    Optional<Elastic> elastic,
    Fill fill) {

  /** What a distorted image shows where the original has no pixel. */
  public enum Fill {
    /** The value of an empty pixel. */
    @JsonProperty("background")
    BACKGROUND,
    /** The nearest pixel of the border. */
    @JsonProperty("edge")
    EDGE
  }

  /**
   * Elastic deformation: a field of displacements drawn from [-1, 1] in both directions is smoothed
   * by a Gaussian and scaled.
   *
   * @param sigma standard deviation of the Gaussian in pixels
   * @param alpha scale of the smoothed field in pixels
   */
  public record Elastic(Range sigma, Range alpha) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a sigma is not above 0 or an alpha negative
     */
    public Elastic {
      Checks.that(sigma.low() > 0, "sigma must be above 0, but begins at " + sigma.low());
      Checks.that(alpha.low() >= 0, "alpha must not be negative, but begins at " + alpha.low());
    }
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException saying which number is out of range
   */
  public Distortion {
    percent("translation-percent", translationPercent, 100);
    percent("rotation-degrees", rotationDegrees, 180);
    percent("scale-percent", scalePercent, 99);
    percent("shear-degrees", shearDegrees, 89);
    angleDegreesOfClass = Map.copyOf(angleDegreesOfClass == null ? Map.of() : angleDegreesOfClass);
    angleDegreesOfClass.forEach((label, angle) -> {
      Checks.that(label >= 0, "classes are counted from 0, but was " + label);
      percent("angle-degrees-of-class " + label, angle, 89);
    });
  }

  private static void percent(String key, double value, double largest) {
    Checks.that(
        value >= 0 && value <= largest,
        "%s must be from 0 to %s, but was %s".formatted(key, largest, value));
  }

  /** The deformation in words, for listings. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    part(text, translationPercent, "translation up to %s %% of the image");
    part(text, rotationDegrees, "rotation up to %s degrees");
    part(text, scalePercent, "scale up to %s %%");
    part(text, shearDegrees, "horizontal shear up to %s degrees");
    new TreeMap<>(angleDegreesOfClass)
        .forEach((label, angle) -> part(text, angle, "angles up to %s degrees for class " + label));
    elastic.ifPresent(e ->
        text.append(text.isEmpty() ? "" : ", ")
            .append("elastic with sigma ")
            .append(span(e.sigma()))
            .append(" and alpha ")
            .append(span(e.alpha()))
            .append(" pixels"));
    return text + "; beyond the border: " + (fill == Fill.EDGE ? "edge pixels" : "background");
  }

  private static void part(StringBuilder text, double value, String format) {
    if (value != 0) {
      text.append(text.isEmpty() ? "" : ", ").append(format.formatted(number(value)));
    }
  }

  private static String span(Range range) {
    return range.low() == range.high()
        ? number(range.low())
        : number(range.low()) + " to " + number(range.high());
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
