// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.kernel.channelslast;

import dev.colonnade.cpu.execute.FilterPanels;
import dev.colonnade.cpu.kernel.Simd;
import dev.colonnade.cpu.kernel.convolution.ConvolutionShape;
import dev.colonnade.cpu.kernel.gemm.BlockTransposition;
import dev.colonnade.cpu.kernel.gemm.MicroKernel;
import dev.colonnade.cpu.kernel.gemm.Packing;
import dev.colonnade.cpu.team.Task;
import dev.colonnade.cpu.team.WorkerTeam;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of a convolution's input with the channels innermost: the product of the output's
 * gradient (positions x channels) and the filter (channels x taps), lanes over taps, whose tiles
 * are added to the image where the taps lie while they are in cache.
 *
 * <p>The unit of work is some whole images: the result does not depend on the number of threads. A
 * plan holds no results, but it is run by one thread at a time.
 */
public final class ChannelsLastInputGradient {
  private static final VectorSpecies<Float> FLOAT = Simd.FLOAT;
  private static final int LANES = Simd.LANES;
  private static final float[] NOTHING = {};
  private static final int HEIGHT = MicroKernel.MAX_ROWS;
  private static final int WIDTH = MicroKernel.COLUMNS;

  /** Floats of the output's gradient at a time: they stay in the second-level cache. */
  private static final int CHUNK = 192 * 1024;

  private static final long WORTH_A_THREAD = 200_000;

  private final ConvolutionShape shape;
  private final WorkerTeam team;
  private final Windows windows;
  private final int outputs;
  private final int positions;
  private final int groupImages;
  private final int groups;
  private final int parts;

  private final TapPanels panels;

  /** For each position of some images the place of its gradient. */
  private final int[] gradientPlaces;

  private final int tileStride;
  private final int imagesSize;
  private final int partWorkspace;
  private final Task compute = this::compute;

  private float[] dy = NOTHING;
  private int dyOffset;
  private float[] w = NOTHING;
  private int wOffset;
  private float[] dx = NOTHING;
  private int dxOffset;
  private float[] workspace = NOTHING;
  private int workspaceOffset;

  /** Plans gradients of one shape, of one group and without dilation, for a team. */
  public ChannelsLastInputGradient(ConvolutionShape shape, WorkerTeam team) {
    this.shape = shape;
    this.team = team;
    windows = Windows.of(shape);
    outputs = shape.outputChannels();
    positions = shape.outputPositions();
    groupImages =
        Math.max(1, Math.min(shape.batch(), CHUNK / Math.multiplyExact(positions, outputs)));
    groups = Math.ceilDiv(shape.batch(), groupImages);
    int members = (int) Math.max(1, Math.min(team.size(), shape.multiplyAdds() / WORTH_A_THREAD));
    panels = new TapPanels(shape, windows);
    parts = Math.max(1, Math.min(members, groups));
    gradientPlaces = places(Math.multiplyExact(groupImages, positions), outputs);
    tileStride = Simd.roundUp(HEIGHT * outputs + BlockTransposition.SIZE, 16);
    imagesSize =
        shape.padded() ? Simd.roundUp(Math.multiplyExact(groupImages, windows.imageSize()), 16) : 0;
    partWorkspace =
        Math.addExact(
            Math.addExact(
                imagesSize,
                Math.multiplyExact(Math.ceilDiv(groupImages * positions, HEIGHT), tileStride)),
            HEIGHT * WIDTH);
  }

  private static int[] places(int count, int distance) {
    int[] places = new int[count];
    for (int i = 0; i < count; i++) {
      places[i] = Math.multiplyExact(i, distance);
    }
    return places;
  }

  /** Returns how many floats of scratch memory {@link #run} needs. */
  public int workspaceSize() {
    return Math.multiplyExact(partWorkspace, parts);
  }

  /**
   * Computes the gradient.
   *
   * @param dy gradient of the output, N x OH x OW x O
   * @param w filter in {@link FilterPanels}
   * @param dx receives the gradient of the input, N x H x W x C; must not overlap the others
   * @param workspace scratch memory: {@link #workspaceSize} floats from {@code workspaceOffset} on
   */
  public void run(
      float[] dy,
      int dyOffset,
      float[] w,
      int wOffset,
      float[] dx,
      int dxOffset,
      float[] workspace,
      int workspaceOffset) {
    this.dy = dy;
    this.dyOffset = dyOffset;
    this.w = w;
    this.wOffset = wOffset;
    this.dx = dx;
    this.dxOffset = dxOffset;
    this.workspace = workspace;
    this.workspaceOffset = workspaceOffset;
    try {
      team.run(parts, compute);
    } finally {
      this.dy = NOTHING;
      this.w = NOTHING;
      this.dx = NOTHING;
      this.workspace = NOTHING;
    }
  }

  private void compute(int part, int of) {
    int to = (int) ((long) (part + 1) * groups / of);
    for (int group = (int) ((long) part * groups / of); group < to; group++) {
      int firstImage = group * groupImages;
      int images = Math.min(groupImages, shape.batch() - firstImage);
      compute(firstImage, images, workspaceOffset + part * partWorkspace);
    }
  }

  private void compute(int firstImage, int images, int own) {
    float[] target = shape.padded() ? workspace : dx;
    int targetOffset = shape.padded() ? own : dxOffset + firstImage * windows.imageSize();
    int packed = own + imagesSize;
    int tile = packed + Math.ceilDiv(groupImages * positions, HEIGHT) * tileStride;
    Arrays.fill(target, targetOffset, targetOffset + images * windows.imageSize(), 0f);
    int count = images * positions;
    for (int first = 0; first < count; first += HEIGHT) {
      int height = MicroKernel.tileRows(count - first);
      Packing.interleaveAt(
          dy,
          dyOffset + firstImage * positions * outputs,
          gradientPlaces,
          first,
          Math.min(height, count - first),
          outputs,
          workspace,
          packed + first / HEIGHT * tileStride,
          height);
    }
    for (int j = 0; j < panels.count(); j++) {
      int panel = wOffset + j * outputs * WIDTH;
      for (int first = 0; first < count; first += HEIGHT) {
        int height = MicroKernel.tileRows(count - first);
        MicroKernel.multiply(
            height,
            outputs,
            workspace,
            packed + first / HEIGHT * tileStride,
            w,
            panel,
            workspace,
            tile,
            WIDTH,
            false);
        add(j, tile, Math.min(height, count - first), first, target, targetOffset);
      }
    }
    if (shape.padded()) {
      crop(firstImage, images, own);
    }
  }

  /** Adds a tile's rows to the images, run by run. */
  private void add(
      int panel, int tile, int rows, int firstPosition, float[] target, int targetOffset) {
    int firstRun = panels.firstRun(panel);
    for (int s = firstRun; s < firstRun + panels.runs(panel); s++) {
      int column = panels.columns()[s];
      int length = panels.columns()[s + 1] - column;
      int place = targetOffset + panels.imagePlaces()[s];
      int from = tile + column;
      if (length == LANES) {
        addVectors(workspace, from, rows, windows.positions(), firstPosition, target, place);
      } else {
        for (int r = 0; r < rows; r++) {
          int at = place + windows.positions()[firstPosition + r];
          for (int i = 0; i < length; i++) {
            target[at + i] += workspace[from + r * WIDTH + i];
          }
        }
      }
    }
  }

  private static void addVectors(
      float[] tile,
      int tileOffset,
      int rows,
      int[] positions,
      int firstPosition,
      float[] target,
      int targetOffset) {
    for (int r = 0; r < rows; r++) {
      int at = targetOffset + positions[firstPosition + r];
      FloatVector.fromArray(FLOAT, target, at)
          .add(FloatVector.fromArray(FLOAT, tile, tileOffset + r * WIDTH))
          .intoArray(target, at);
    }
  }

  /** Copies images out of their frame of padding. */
  private void crop(int firstImage, int images, int padded) {
    int width = shape.inputWidth() * shape.inputChannels();
    for (int n = 0; n < images; n++) {
      for (int y = 0; y < shape.inputHeight(); y++) {
        int source =
            padded
                + n * windows.imageSize()
                + (y + shape.padTop()) * windows.rowStride()
                + shape.padLeft() * shape.inputChannels();
        int to = dxOffset + ((firstImage + n) * shape.inputHeight() + y) * width;
        System.arraycopy(workspace, source, dx, to, width);
      }
    }
  }
}
