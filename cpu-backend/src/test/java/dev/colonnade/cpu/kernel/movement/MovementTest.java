// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.movement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.cpu.kernel.KernelTesting;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class MovementTest {

  /** Transposed, reversed, broadcast, sliced and padded views, in every combination. */
  @Property(tries = 600)
  void stridedCopiesAgreeWithTheDefinition(
      @ForAll @IntRange(min = 0, max = 6) int rank, @ForAll long seed) {
    Random random = new Random(seed);
    int[] shape = new int[rank];
    int largest = rank <= 2 ? 50 : rank <= 4 ? 8 : 4;
    for (int i = 0; i < rank; i++) {
      shape[i] = random.nextInt(6) == 0 ? 1 : 1 + random.nextInt(largest);
    }
    int[] sourceStrides = new int[rank];
    int[] targetStrides = new int[rank];
    int sourceOffset = strides(random, shape, sourceStrides, true);
    int targetOffset = strides(random, shape, targetStrides, false);
    int count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    int sourceSize = sourceOffset + 1;
    int targetSize = targetOffset + 1;
    for (int i = 0; i < rank; i++) {
      sourceSize += Math.max(0, sourceStrides[i]) * (shape[i] - 1);
      targetSize += Math.max(0, targetStrides[i]) * (shape[i] - 1);
    }
    float[] source = KernelTesting.random(random, sourceSize);
    float[] target = KernelTesting.random(random, targetSize);
    int[] intSource = new int[sourceSize];
    byte[] byteSource = new byte[sourceSize];
    for (int i = 0; i < sourceSize; i++) {
      intSource[i] = random.nextInt();
      byteSource[i] = (byte) random.nextInt();
    }
    int[] intTarget = new int[targetSize];
    byte[] byteTarget = new byte[targetSize];
    float[] expected = target.clone();
    int[] intExpected = intTarget.clone();
    byte[] byteExpected = byteTarget.clone();
    for (int element = 0; element < count; element++) {
      int from = sourceOffset;
      int to = targetOffset;
      int rest = element;
      for (int i = rank - 1; i >= 0; i--) {
        from += rest % shape[i] * sourceStrides[i];
        to += rest % shape[i] * targetStrides[i];
        rest /= shape[i];
      }
      expected[to] = source[from];
      intExpected[to] = intSource[from];
      byteExpected[to] = byteSource[from];
    }
    StridedCopy plan = new StridedCopy(shape, sourceStrides, targetStrides);
    plan.run(source, sourceOffset, target, targetOffset);
    plan.run(intSource, sourceOffset, intTarget, targetOffset);
    plan.run(byteSource, sourceOffset, byteTarget, targetOffset);
    KernelTesting.assertSameBits(target, expected);
    assertThat(intTarget).isEqualTo(intExpected);
    assertThat(byteTarget).isEqualTo(byteExpected);
  }

  /** Fills in strides of a view without overlap (but for broadcasts); returns its offset. */
  private static int strides(Random random, int[] shape, int[] strides, boolean broadcast) {
    int rank = shape.length;
    Integer[] order = new Integer[rank];
    Arrays.setAll(order, i -> rank - 1 - i);
    if (random.nextBoolean()) {
      Collections.shuffle(Arrays.asList(order), random);
    }
    boolean dense = random.nextBoolean();
    int distance = 1;
    int offset = random.nextInt(3);
    for (int axis : order) {
      int step = dense ? 1 : 1 + random.nextInt(2);
      strides[axis] = distance * step;
      distance *= step * (shape[axis] + (dense ? 0 : random.nextInt(2)));
      if (!dense && random.nextInt(4) == 0) {
        strides[axis] = -strides[axis];
        offset -= strides[axis] * (shape[axis] - 1);
      } else if (broadcast && random.nextInt(5) == 0) {
        strides[axis] = 0;
      }
    }
    return offset;
  }

  @Test
  void emptyCopiesAndWrongRanks() {
    float[] target = {7};
    new StridedCopy(new int[] {3, 0}, new int[] {1, 1}, new int[] {1, 1})
        .run(new float[1], 0, target, 0);
    assertThat(target).containsExactly(7);
    assertThatThrownBy(() -> new StridedCopy(new int[7], new int[7], new int[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 6");
    assertThatThrownBy(() -> new StridedCopy(new int[2], new int[1], new int[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rowsAreGatheredAndIndicesClamped() {
    int[] indices = {99, 2, 0, -5, 3, 1};
    float[] floats = new float[11];
    GatherRows.run(0, 2, new float[] {9, 0, 1, 2, 3, 4, 5, 6, 7}, 1, 4, 2, indices, 1, floats, 1);
    GatherRows.run(2, 5, new float[] {9, 0, 1, 2, 3, 4, 5, 6, 7}, 1, 4, 2, indices, 1, floats, 1);
    assertThat(floats).containsExactly(0, 4, 5, 0, 1, 0, 1, 6, 7, 2, 3);
    int[] ints = new int[2];
    GatherRows.run(0, 1, new int[] {1, 2, 3, 4}, 0, 2, 2, indices, 0, ints, 0);
    assertThat(ints).containsExactly(3, 4);
    byte[] bytes = new byte[2];
    GatherRows.run(0, 1, new byte[] {1, 2, 3, 4}, 0, 2, 2, indices, 0, bytes, 0);
    assertThat(bytes).containsExactly(3, 4);
  }

  @Property(tries = 100)
  void samplingAgreesWithTheDefinition(@ForAll boolean replicate, @ForAll long seed) {
    Random random = new Random(seed);
    int images = 1 + random.nextInt(3);
    int channels = 1 + random.nextInt(3);
    int height = 1 + random.nextInt(8);
    int width = 1 + random.nextInt(8);
    int positions = 1 + random.nextInt(30);
    float[] x = KernelTesting.random(random, images * channels * height * width);
    float[] grid = new float[images * positions * 2];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = random.nextInt(4) == 0 ? random.nextInt(12) - 2 : random.nextFloat() * 14 - 3;
    }
    float[] y = new float[images * channels * positions];
    BilinearSample.run(
        0, images, channels, height, width, positions, replicate, x, 0, grid, 0, y, 0);
    for (int i = 0; i < y.length; i++) {
      int n = i / positions / channels;
      int p = i % positions;
      double column = grid[(n * positions + p) * 2];
      double row = grid[(n * positions + p) * 2 + 1];
      double expected = 0;
      for (int r = 0; r < 2; r++) {
        for (int c = 0; c < 2; c++) {
          int atRow = (int) Math.floor(row) + r;
          int atColumn = (int) Math.floor(column) + c;
          double weight = (1 - Math.abs(row - atRow)) * (1 - Math.abs(column - atColumn));
          boolean inside = atRow >= 0 && atRow < height && atColumn >= 0 && atColumn < width;
          if (inside || replicate) {
            int plane = i / positions * height * width;
            expected +=
                weight
                    * x[
                        plane
                            + Math.clamp(atRow, 0, height - 1) * width
                            + Math.clamp(atColumn, 0, width - 1)];
          }
        }
      }
      assertThat((double) y[i]).isBetween(expected - 2e-6, expected + 2e-6);
    }
  }

  @Test
  void placesOutOfAllBoundsReadNothingOutsideTheImage() {
    float[] grid = {
      Float.NaN,
      0,
      0,
      Float.NaN,
      Float.POSITIVE_INFINITY,
      0,
      0,
      Float.NEGATIVE_INFINITY,
      1e30f,
      -1e30f,
      -1e30f,
      1e30f
    };
    for (boolean replicate : new boolean[] {false, true}) {
      float[] y = new float[6];
      float[] x = {1, 2, 3, 4};
      BilinearSample.run(0, 1, 1, 2, 2, 6, replicate, x, 0, grid, 0, y, 0);
      assertThat(y[2]).isNotNaN();
      assertThat(y[4]).isNotNaN();
    }
  }
}
