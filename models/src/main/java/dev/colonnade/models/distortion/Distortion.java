// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.distortion;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How training images are distorted. Everything is drawn uniformly, anew for each image and epoch,
 * from counters (epoch, example), so that an image's distortion depends neither on the batch nor on
 * the device.
 *
 * <p>A point q of the original, measured from the image's centre with x to the right and y down,
 * moves to {@code R K S q + t}: scaled by S = diag(sx, sy), sheared by K = [1 tan(shear); 0 1],
 * turned by R (clockwise on the screen for a positive angle), then moved by t. Images are sampled
 * bilinearly at the inverse of that; elastic displacements are added to the places sampled.
 *
 * <p>Sources: affine and elastic distortions of Ciresan et al. 2010 (arXiv:1003.0358) and IJCAI
 * 2011 [memory]; elastic ones after Simard, Steinkraus and Platt, ICDAR 2003.
 *
 * @param translationX largest move to either side, in image widths (0.05 is 5 %)
 * @param translationY largest move up or down, in image heights
 * @param rotation largest angle, in degrees, either way; at most 180
 * @param scaleX largest relative change of the width: factors are from 1 - scaleX to 1 + scaleX;
 *     below 1
 * @param scaleY largest relative change of the height, drawn on its own; below 1
 * @param shear largest angle of horizontal shear, in degrees, either way: a row moves sideways by
 *     tan(shear) times its height above the centre; below 90
 * @param elastic displacement fields, if any
 * @param fill what lies outside the original
 * @param anglesOfClass for single classes another bound, in degrees, of rotation and shear where
 *     there is any (digits 1 and 7 in arXiv:1003.0358 [memory])
 */
public record Distortion(
    float translationX,
    float translationY,
    float rotation,
    float scaleX,
    float scaleY,
    float shear,
    Optional<Elastic> elastic,
    Fill fill,
    SortedMap<Integer, Float> anglesOfClass) {
  /** What lies outside the original image. */
  public enum Fill {
    /** Black, byte 0: the background of the digit sets. */
    BACKGROUND,
    /** The nearest pixel of the border, repeated. */
    REPLICATE
  }

  /**
   * Elastic displacements: for each axis a field of independent uniform numbers on [-1, 1), one for
   * each pixel, zero outside the image, smoothed by a Gaussian of unit sum and scaled. In the
   * middle of a large image the displacement has a standard deviation of {@code alpha / (sigma *
   * sqrt(12 pi))} pixels along each axis; within about sigma of a border it is smaller, by up to a
   * half in a corner. Fields are drawn at full resolution.
   *
   * @param sigma standard deviation of the Gaussian in pixels, above 0; drawn once for each epoch
   * @param alpha scale in pixels, at least 0; drawn for each image
   */
  public record Elastic(Range sigma, Range alpha) {
    /** Checks the ranges. */
    public Elastic {
      if (sigma.low() <= 0) {
        throw new IllegalArgumentException(
            "sigma of an elastic distortion must be above 0, but was " + sigma);
      }
      if (alpha.low() < 0) {
        throw new IllegalArgumentException(
            "alpha of an elastic distortion must be at least 0, but was " + alpha);
      }
    }
  }

  /** Nothing at all. */
  public static final Distortion NONE =
      new Distortion(0, 0, 0, 0, 0, 0, Optional.empty(), Fill.BACKGROUND, new TreeMap<>());

  /** Checks the ranges. */
  public Distortion {
    require("translationX", translationX, 10);
    require("translationY", translationY, 10);
    require("rotation", rotation, 180);
    require("scaleX", scaleX, 0.999f);
    require("scaleY", scaleY, 0.999f);
    require("shear", shear, 89);
    anglesOfClass = Collections.unmodifiableSortedMap(new TreeMap<>(anglesOfClass));
    for (float angle : anglesOfClass.values()) {
      require("the angle of a class", angle, 89);
    }
  }

  /** Whether images stay as they are. */
  public boolean isIdentity() {
    return !isAffine() && elastic.isEmpty();
  }

  /** Whether anything but the elastic part moves pixels. */
  public boolean isAffine() {
    return translationX > 0
        || translationY > 0
        || rotation > 0
        || scaleX > 0
        || scaleY > 0
        || shear > 0;
  }

  /** These ranges with moves of at most this part of the image. */
  public Distortion withTranslation(float x, float y) {
    return new Distortion(x, y, rotation, scaleX, scaleY, shear, elastic, fill, anglesOfClass);
  }

  /** These ranges with this largest rotation in degrees. */
  public Distortion withRotation(float degrees) {
    return new Distortion(
        translationX, translationY, degrees, scaleX, scaleY, shear, elastic, fill, anglesOfClass);
  }

  /** These ranges with these largest relative changes of size. */
  public Distortion withScale(float x, float y) {
    return new Distortion(
        translationX, translationY, rotation, x, y, shear, elastic, fill, anglesOfClass);
  }

  /** These ranges with this largest horizontal shear in degrees. */
  public Distortion withShear(float degrees) {
    return new Distortion(
        translationX,
        translationY,
        rotation,
        scaleX,
        scaleY,
        degrees,
        elastic,
        fill,
        anglesOfClass);
  }

  /** These ranges with these displacement fields. */
  public Distortion withElastic(Elastic fields) {
    return new Distortion(
        translationX,
        translationY,
        rotation,
        scaleX,
        scaleY,
        shear,
        Optional.of(fields),
        fill,
        anglesOfClass);
  }

  /** These ranges with another fill. */
  public Distortion withFill(Fill other) {
    return new Distortion(
        translationX, translationY, rotation, scaleX, scaleY, shear, elastic, other, anglesOfClass);
  }

  /** These ranges with other bounds of rotation and shear, in degrees, for these classes. */
  public Distortion withAnglesOfClass(SortedMap<Integer, Float> classes) {
    return new Distortion(
        translationX, translationY, rotation, scaleX, scaleY, shear, elastic, fill, classes);
  }

  private static void require(String what, float value, float limit) {
    if (!(value >= 0 && value <= limit)) {
      throw new IllegalArgumentException(
          what + " of a distortion must be from 0 to " + limit + ", but was " + value);
    }
  }
}
