// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.core.op.MatMul;
import dev.colonnade.core.op.Reduction;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.Shape;
import java.util.List;

/** Sums, maxima, and the matrix product. */
final class ReductionCases {
  private static final float NAN = Float.NaN;
  private static final float INF = Float.POSITIVE_INFINITY;

  private ReductionCases() {}

  static List<ConformanceCase> all() {
    OpCases cases = new OpCases();
    axes(cases);
    values(cases);
    argMax(cases);
    matMul(cases);
    return cases.all();
  }

  private static void axes(OpCases cases) {
    int[][] extents = {
      {4, 9}, {4, 9}, {37}, {3, 4, 5, 2}, {3, 4, 5, 2}, {2, 3, 2, 3, 2}, {1, 1, 7}
    };
    List<List<Integer>> axes =
        List.of(
            List.of(1),
            List.of(0),
            List.of(0),
            List.of(0, 2, 3),
            List.of(1),
            List.of(0, 2, 4),
            List.of(0, 1));
    for (int i = 0; i < extents.length; i++) {
      Level level = i < 4 ? Level.MLP : Level.ALL;
      String name =
          (Shape.of(extents[i]) + "-over-" + axes.get(i))
              .replaceAll("[^0-9a-z,-]", "")
              .replace(',', '-');
      cases.add(level, new Reduction.ReduceSum(axes.get(i)), name, Input.f32(extents[i]));
      cases.add(level, new Reduction.ReduceMax(axes.get(i)), name, Input.f32(extents[i]));
    }
    cases.add(Level.ALL, new Reduction.ReduceSum(List.of()), "no-axis", Input.f32(3, 2));
    cases.add(Level.ALL, new Reduction.ReduceMax(List.of()), "no-axis", Input.f32(3, 2));
    cases.add(Level.ALL, new Reduction.ReduceSum(List.of()), "scalar", Input.f32());
    cases.add(Level.ALL, new Reduction.ReduceSum(List.of(0)), "f32-4099", Input.f32(4099));
    cases.add(
        Level.ALL, new Reduction.ReduceSum(List.of(0)), "positive", Input.uniform(1, 2, 4099));
    cases.add(Level.ALL, new Reduction.ReduceSum(List.of(0)), "tall", Input.f32(1027, 3));
    cases.add(Level.ALL, new Reduction.ReduceMax(List.of(0)), "f32-4099", Input.f32(4099));
  }

  private static void values(OpCases cases) {
    cases.add(
        Level.ALL, new Reduction.ReduceSum(List.of(1)), "i32-wraps", Input.any(DType.I32, 3, 7));
    cases.add(Level.ALL, new Reduction.ReduceMax(List.of(1)), "i32", Input.any(DType.I32, 3, 7));
    Input special =
        Input.values(Shape.of(5, 3), 1, NAN, 2, INF, 1, 0, INF, -INF, 1, -INF, -1, -2, -3, -1, -2);
    cases.add(Level.ALL, new Reduction.ReduceSum(List.of(1)), "nan-and-infinity", special);
    cases.add(Level.ALL, new Reduction.ReduceMax(List.of(1)), "nan-and-infinity", special);
    cases.add(
        Level.ALL,
        new Reduction.ReduceMax(List.of(0)),
        "all-minus-infinity",
        Input.values(Shape.of(3), -INF, -INF, -INF));
  }

  private static void argMax(OpCases cases) {
    cases.add(Level.MLP, new Reduction.ArgMax(1), "rows", Input.f32(6, 10));
    cases.add(Level.ALL, new Reduction.ArgMax(0), "columns", Input.f32(6, 10));
    cases.add(Level.ALL, new Reduction.ArgMax(1), "middle-of-3", Input.f32(2, 5, 3));
    cases.add(Level.ALL, new Reduction.ArgMax(0), "one-element", Input.f32(1));
    cases.add(Level.MLP, new Reduction.ArgMax(1), "first-of-ties", Input.ties(9, 17));
    cases.add(Level.ALL, new Reduction.ArgMax(0), "f32-1031", Input.f32(1031));
    cases.add(Level.ALL, new Reduction.ArgMax(1), "i32", Input.i32(-3, 3, 4, 33));
    cases.add(
        Level.ALL,
        new Reduction.ArgMax(1),
        "first-nan",
        Input.values(
            Shape.of(4, 4),
            1,
            NAN,
            INF,
            NAN,
            -INF,
            -INF,
            -INF,
            -INF,
            -0f,
            0f,
            -1,
            -2,
            NAN,
            1,
            2,
            3));
  }

  private static void matMul(OpCases cases) {
    // {m, n, k}: odd sizes, single rows and columns, sizes around the blocks of fast kernels.
    int[][] sizes = {
      {4, 5, 6},
      {1, 1, 1},
      {1, 10, 33},
      {7, 1, 19},
      {1, 1, 257},
      {13, 33, 1},
      {12, 32, 64},
      {17, 31, 29},
      {33, 65, 17}
    };
    for (int[] size : sizes) {
      for (int flags = 0; flags < 4; flags++) {
        boolean transposeA = (flags & 1) != 0;
        boolean transposeB = (flags & 2) != 0;
        boolean early = size[0] <= 17 && size[2] <= 64;
        int m = size[0];
        int n = size[1];
        int k = size[2];
        cases.add(
            early ? Level.MLP : Level.ALL,
            new MatMul(transposeA, transposeB),
            m + "x" + n + "x" + k + (transposeA ? "-ta" : "") + (transposeB ? "-tb" : ""),
            transposeA ? Input.f32(k, m) : Input.f32(m, k),
            transposeB ? Input.f32(n, k) : Input.f32(k, n));
      }
    }
    cases.add(
        Level.ALL, new MatMul(false, false), "batched", Input.f32(3, 4, 5), Input.f32(3, 5, 6));
    cases.add(
        Level.ALL,
        new MatMul(true, true),
        "batched-rank-4-ta-tb",
        Input.f32(2, 2, 5, 3),
        Input.f32(2, 2, 4, 5));
    cases.add(
        Level.ALL, new MatMul(false, false), "long-k", Input.f32(3, 2053), Input.f32(2053, 2));
    cases.add(
        Level.ALL,
        new MatMul(false, true),
        "magnitudes",
        Input.wide(-3, 3, 9, 40),
        Input.wide(-3, 3, 11, 40));
    cases.add(
        Level.ALL,
        new MatMul(false, false),
        "nan-and-infinity",
        Input.values(Shape.of(3, 2), 1, NAN, INF, 1, 0, 2),
        Input.values(Shape.of(2, 2), 1f, 2f, 3f, 4f));
  }
}
