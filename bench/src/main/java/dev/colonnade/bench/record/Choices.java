// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

/** Keys of what a study varies besides numbers, and the values that they take. */
public final class Choices {
  /**
   * Which of the nets that fit what a paper prints, where it leaves kernels open: {@link #LOW},
   * {@link #MEDIAN} or {@link #HIGH} by their multiply-accumulates.
   */
  public static final String CANDIDATE = "candidate";

  /** The net of fewest multiply-accumulates. */
  public static final String LOW = "low";

  /** The net in the middle. */
  public static final String MEDIAN = "median";

  /** The net of most multiply-accumulates. */
  public static final String HIGH = "high";

  /** How convolutions are computed: {@link #DIRECT} or {@link #UNROLLED}. */
  public static final String CONVOLUTION = "convolution";

  /** By the backend's own kernels, however it likes. */
  public static final String DIRECT = "direct";

  /** As a matrix product of the filters and an image unrolled in memory (im2col). */
  public static final String UNROLLED = "unrolled";

  /** What distorts the images: the net of the zoo whose recipe says so, or {@link #NONE}. */
  public static final String DISTORTION = "distortion";

  /** Nothing. */
  public static final String NONE = "none";

  private Choices() {}
}
