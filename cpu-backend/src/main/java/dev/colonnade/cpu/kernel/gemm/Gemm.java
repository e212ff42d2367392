// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.gemm;

import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.team.Task;
import dev.colonnade.cpu.team.WorkerTeam;

/**
 * A plan for matrix products of one shape, C = alpha op(A) op(B) + beta C in fp32, row-major,
 * single or batched.
 *
 * <p>A product with a vector reads the matrix in place, a product of depth 1 is an outer product,
 * and all others are packed and run by {@link MicroKernel}. The algorithm depends on the shape
 * alone and each element of C has one order of summation, so the result does not depend on the
 * number of threads. A beta of 0 overwrites C without reading it. C must not overlap A or B.
 *
 * <p>A plan holds no results, but it is run by one thread at a time.
 */
public final class Gemm {

  private static final float[] NOTHING = {};

  /** Below this many multiply-adds for each member a hand-off costs more than it saves. */
  private static final long WORTH_A_THREAD = 200_000;

  private enum Form {
    /** One column of C: op(A) times a vector. */
    COLUMN,
    /** One row of C: a vector times op(B). */
    ROW,
    OUTER,
    PACKED
  }

  private final GemmShape shape;
  private final WorkerTeam team;
  private final Form form;
  private final int rowParts;
  private final int columnParts;
  private final int batchParts;
  private final int vectorSize;
  private final int partWorkspace;
  private final Task task = this::runPart;

  private float alpha;
  private float[] a = NOTHING;
  private int aOffset;
  private float[] b = NOTHING;
  private int bOffset;
  private float beta;
  private float[] c = NOTHING;
  private int cOffset;
  private float[] workspace = NOTHING;
  private int workspaceOffset;

  /**
   * Plans products of one shape for a team.
   *
   * @param shape the sizes, transpositions and distances
   * @param team the threads that share the work
   */
  public Gemm(GemmShape shape, WorkerTeam team) {
    this.shape = shape;
    this.team = team;
    if (shape.k() == 1) {
      form = Form.OUTER;
    } else if (shape.n() == 1) {
      form = Form.COLUMN;
    } else if (shape.m() == 1) {
      form = Form.ROW;
    } else {
      form = Form.PACKED;
    }
    int members = (int) Math.max(1, Math.min(team.size(), shape.multiplyAdds() / WORTH_A_THREAD));
    batchParts = Math.max(1, Math.min(members, shape.batch()));
    int perProduct = members / batchParts;
    int[] grid = grid(perProduct);
    rowParts = grid[0];
    columnParts = grid[1];
    // Room for both vectors in contiguous form, and slack behind each.
    vectorSize =
        switch (form) {
          case COLUMN -> shape.k() + shape.m() + 2 * Packing.SLACK;
          case ROW, OUTER -> shape.k() + shape.n() + 2 * Packing.SLACK;
          case PACKED -> 0;
        };
    partWorkspace =
        form == Form.PACKED
            ? BlockedGemm.workspaceSize(
                Math.min(shape.m(), share(shape.m(), rowParts, MicroKernel.MAX_ROWS)),
                Math.min(shape.n(), share(shape.n(), columnParts, MicroKernel.COLUMNS)),
                shape.k())
            : vectorSize;
  }

  /**
   * Divides the members over rows and columns so that the packing, done twice where shared, is
   * least.
   */
  private int[] grid(int members) {
    return switch (form) {
      case COLUMN, OUTER -> new int[] {Math.max(1, Math.min(members, shape.m() / 8)), 1};
      case ROW -> new int[] {1, Math.max(1, Math.min(members, shape.n() / Simd.LANES))};
      case PACKED -> {
        int[] best = {1, 1};
        double bestCost = Double.POSITIVE_INFINITY;
        for (int used = members; used >= 1; used--) {
          for (int rows = 1; rows <= used; rows++) {
            if (used % rows != 0) {
              continue;
            }
            int columns = used / rows;
            double tileRows = share(shape.m(), rows, MicroKernel.MAX_ROWS);
            double tileColumns = share(shape.n(), columns, MicroKernel.COLUMNS);
            // Time of the largest share: its multiply-adds, and its packing at a guess of 16
            // apiece.
            double cost = tileRows * tileColumns + 16 * (tileRows + tileColumns);
            if (cost < bestCost * 0.999) {
              bestCost = cost;
              best = new int[] {rows, columns};
            }
          }
        }
        yield best;
      }
    };
  }

  /** The size of the largest share of a dimension divided into parts of whole steps. */
  private static int share(int size, int parts, int step) {
    return Math.ceilDiv(Math.ceilDiv(size, step), parts) * step;
  }

  /** Returns the shape that was planned. */
  public GemmShape shape() {
    return shape;
  }

  /** Returns how many floats of scratch memory {@link #run} needs. */
  public int workspaceSize() {
    return Math.multiplyExact(partWorkspace, batchParts * rowParts * columnParts);
  }

  /**
   * Computes C = alpha op(A) op(B) + beta C for the whole batch.
   *
   * @param workspace scratch memory: {@link #workspaceSize} floats from {@code workspaceOffset} on
   */
  public void run(
      float alpha,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float beta,
      float[] c,
      int cOffset,
      float[] workspace,
      int workspaceOffset) {
    if (shape.batch() == 0 || shape.m() == 0 || shape.n() == 0) {
      return;
    }
    if (shape.k() == 0) {
      for (int i = 0; i < shape.batch(); i++) {
        int at = cOffset + i * shape.strideC();
        Packing.scaleMatrix(c, at, shape.m(), shape.n(), shape.ldc(), beta);
      }
      return;
    }
    this.alpha = alpha;
    this.a = a;
    this.aOffset = aOffset;
    this.b = b;
    this.bOffset = bOffset;
    this.beta = beta;
    this.c = c;
    this.cOffset = cOffset;
    this.workspace = workspace;
    this.workspaceOffset = workspaceOffset;
    try {
      team.run(batchParts * rowParts * columnParts, task);
    } finally {
      this.a = NOTHING;
      this.b = NOTHING;
      this.c = NOTHING;
      this.workspace = NOTHING;
    }
  }

  private void runPart(int part, int parts) {
    int scratch = workspaceOffset + part * partWorkspace;
    int columnPart = part % columnParts;
    int rowPart = part / columnParts % rowParts;
    int batchPart = part / (columnParts * rowParts);
    int batchFrom = (int) ((long) batchPart * shape.batch() / batchParts);
    int batchTo = (int) ((long) (batchPart + 1) * shape.batch() / batchParts);
    int rowStep = form == Form.PACKED ? MicroKernel.MAX_ROWS : 8;
    int columnStep = form == Form.PACKED ? MicroKernel.COLUMNS : Simd.LANES;
    int rowFrom = start(rowPart, rowParts, shape.m(), rowStep);
    int rowTo = start(rowPart + 1, rowParts, shape.m(), rowStep);
    int columnFrom = start(columnPart, columnParts, shape.n(), columnStep);
    int columnTo = start(columnPart + 1, columnParts, shape.n(), columnStep);
    if (rowFrom == rowTo || columnFrom == columnTo) {
      return;
    }
    for (int i = batchFrom; i < batchTo; i++) {
      int aAt = aOffset + i * shape.strideA();
      int bAt = bOffset + i * shape.strideB();
      int cAt = cOffset + i * shape.strideC();
      switch (form) {
        case PACKED ->
            BlockedGemm.multiply(
                shape,
                rowFrom,
                rowTo,
                columnFrom,
                columnTo,
                alpha,
                a,
                aAt,
                b,
                bAt,
                beta,
                c,
                cAt,
                workspace,
                scratch);
        case OUTER -> outer(rowFrom, rowTo, aAt, bAt, cAt, scratch);
        case COLUMN -> column(rowFrom, rowTo, aAt, bAt, cAt, scratch);
        case ROW -> row(columnFrom, columnTo, aAt, bAt, cAt, scratch);
      }
    }
  }

  private static int start(int part, int parts, int size, int step) {
    return (int) Math.min(size, (long) part * Math.ceilDiv(size, step) / parts * step);
  }

  private void outer(int from, int to, int aAt, int bAt, int cAt, int scratch) {
    int aStride = shape.transposeA() ? 1 : shape.lda();
    float[] vector = b;
    int vectorAt = bAt;
    if (shape.transposeB() && shape.ldb() != 1) {
      gather(b, bAt, shape.ldb(), shape.n(), scratch);
      vector = workspace;
      vectorAt = scratch;
    }
    MatrixVector.outerProduct(
        from, to, shape.n(), alpha, a, aAt, aStride, vector, vectorAt, beta, c, cAt, shape.ldc());
  }

  private void column(int from, int to, int aAt, int bAt, int cAt, int scratch) {
    int depth = shape.k();
    float[] x = b;
    int xAt = bAt;
    if (!shape.transposeB() && shape.ldb() != 1) {
      gather(b, bAt, shape.ldb(), depth, scratch);
      x = workspace;
      xAt = scratch;
    }
    boolean strided = shape.ldc() != 1;
    float[] y = strided ? workspace : c;
    int yAt = strided ? scratch + depth + Packing.SLACK : cAt;
    if (strided && beta != 0) {
      for (int i = from; i < to; i++) {
        y[yAt + i] = c[cAt + i * shape.ldc()];
      }
    }
    if (shape.transposeA()) {
      MatrixVector.rowSum(from, to, depth, alpha, a, aAt, shape.lda(), x, xAt, beta, y, yAt);
    } else {
      MatrixVector.rowDots(from, to, depth, alpha, a, aAt, shape.lda(), x, xAt, beta, y, yAt);
    }
    if (strided) {
      for (int i = from; i < to; i++) {
        c[cAt + i * shape.ldc()] = y[yAt + i];
      }
    }
  }

  private void row(int from, int to, int aAt, int bAt, int cAt, int scratch) {
    int depth = shape.k();
    float[] x = a;
    int xAt = aAt;
    if (shape.transposeA() && shape.lda() != 1) {
      gather(a, aAt, shape.lda(), depth, scratch);
      x = workspace;
      xAt = scratch;
    }
    if (shape.transposeB()) {
      MatrixVector.rowDots(from, to, depth, alpha, b, bAt, shape.ldb(), x, xAt, beta, c, cAt);
    } else {
      MatrixVector.rowSum(from, to, depth, alpha, b, bAt, shape.ldb(), x, xAt, beta, c, cAt);
    }
  }

  private void gather(float[] source, int offset, int stride, int length, int target) {
    for (int i = 0; i < length; i++) {
      workspace[target + i] = source[offset + i * stride];
    }
  }
}
