// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.launch;

/**
 * The numbers of a product as {@link dev.colonnade.tornado.kernel.Products} wants them.
 *
 * @param rows of the result, for each group
 * @param columns of the result, for each group
 * @param depth elements of each sum
 * @param rowStride of a
 * @param outerStride of a along k1
 * @param innerStride of a along r and s
 * @param extentR of the depth
 * @param extentS of the depth
 * @param imageStride of b along n
 * @param depthStride of b along k1
 * @param heightStride of b's images
 * @param widthStride of b's images
 * @param extentH of the columns
 * @param extentW of the columns
 * @param vertical where rows of b's images lie
 * @param horizontal where their columns lie
 * @param resultRow stride of c from row to row
 * @param resultImage stride of c along n
 * @param resultPlace stride of c along h and w
 * @param groups products side by side
 * @param groupA step of a from group to group
 * @param groupB step of b from group to group
 * @param groupC step of c from group to group
 * @param biasGroup step of the bias from group to group
 */
record ProductShape(
    int rows,
    int columns,
    long depth,
    long rowStride,
    long outerStride,
    long innerStride,
    int extentR,
    int extentS,
    long imageStride,
    long depthStride,
    long heightStride,
    long widthStride,
    int extentH,
    int extentW,
    Axis vertical,
    Axis horizontal,
    long resultRow,
    long resultImage,
    long resultPlace,
    int groups,
    long groupA,
    long groupB,
    long groupC,
    long biasGroup) {

  /**
   * Where column place p and depth place q meet b's image: {@code (p * multiplier + offset + q *
   * step) / divisor}, below {@code extent}.
   */
  record Axis(int multiplier, int offset, int step, int divisor, int extent) {
    /** For a matrix, which has one place. */
    static final Axis POINT = new Axis(0, 0, 0, 1, 1);

    /** Whether every place that columns and depths of these extents meet is one of b's image. */
    boolean isInside(int columnExtent, int depthExtent) {
      long columns = (long) multiplier * (columnExtent - 1);
      long depths = (long) step * (depthExtent - 1);
      long least = offset + Math.min(0, columns) + Math.min(0, depths);
      long most = offset + Math.max(0, columns) + Math.max(0, depths);
      return divisor == 1 && least >= 0 && most < extent;
    }

    /** In an image with a border, and zeros between its elements if there is a divisor. */
    Axis bordered(int columnExtent, int depthExtent) {
      long columns = (long) multiplier * (columnExtent - 1);
      long depths = (long) step * (depthExtent - 1);
      long least = offset + Math.min(0, columns) + Math.min(0, depths);
      long most = offset + Math.max(0, columns) + Math.max(0, depths);
      return new Axis(
          multiplier, Math.toIntExact(offset - least), step, 1, Math.toIntExact(most - least + 1));
    }
  }

  /** Whether b is asked for nothing outside its images, so that nobody needs to look. */
  boolean isInside() {
    return vertical.isInside(extentH, extentR) && horizontal.isInside(extentW, extentS);
  }

  /** The same product of images with borders so wide that nothing outside is asked for. */
  ProductShape bordered() {
    Axis tall = vertical.bordered(extentH, extentR);
    Axis wide = horizontal.bordered(extentW, extentS);
    long plane = (long) vertical.extent * horizontal.extent;
    long larger = (long) tall.extent * wide.extent;
    return new ProductShape(
        rows,
        columns,
        depth,
        rowStride,
        outerStride,
        innerStride,
        extentR,
        extentS,
        imageStride / plane * larger,
        depthStride / plane * larger,
        wide.extent,
        1,
        extentH,
        extentW,
        tall,
        wide,
        resultRow,
        resultImage,
        resultPlace,
        groups,
        groupA,
        groupB / plane * larger,
        groupC,
        biasGroup);
  }

  /** Whether the result's rows follow each other, group by group, without gaps. */
  boolean isDense() {
    return resultRow == columns
        && resultPlace == 1
        && (columns == extentH * extentW || resultImage == (long) extentH * extentW)
        && (groups == 1 || groupC == (long) rows * columns);
  }
}
