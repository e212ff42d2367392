// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import dev.colonnade.models.notation.LayerSpec.Convolution;
import dev.colonnade.models.notation.LayerSpec.FullyConnected;
import dev.colonnade.models.notation.LayerSpec.Pooling;
import dev.colonnade.models.notation.LayerSpec.Rounding;
import java.util.ArrayList;
import java.util.List;

/** Sizes after each layer, with the checks and notes that depend on them. */
final class SizeInference {

  /** Largest number of activations or weights of one layer: they are indexed by int. */
  private static final long LIMIT = Integer.MAX_VALUE;

  private final SourceMap source;
  private final List<MapShape> outputs = new ArrayList<>();
  private final List<NetNote> notes = new ArrayList<>();
  private long totalMacs;

  private SizeInference(SourceMap source) {
    this.source = source;
  }

  static SizeInference run(MapShape input, List<LayerSpec> layers, SourceMap source) {
    SizeInference inference = new SizeInference(source);
    inference.limit(
        0, "the input has", "values", product(input.maps(), input.height(), input.width()));
    if (layers.isEmpty()) {
      throw source.error(
          0, "a net needs at least one layer after its input", "Add one, as in -10N.");
    }
    MapShape shape = input;
    for (int index = 1; index <= layers.size(); index++) {
      shape = inference.layer(index, layers.get(index - 1), shape);
      inference.outputs.add(shape);
    }
    return inference;
  }

  List<MapShape> outputs() {
    return List.copyOf(outputs);
  }

  List<NetNote> notes() {
    return List.copyOf(notes);
  }

  private MapShape layer(int index, LayerSpec layer, MapShape input) {
    return switch (layer) {
      case Convolution convolution -> convolution(index, convolution, input);
      case Pooling pooling -> pooling(index, pooling, input);
      case FullyConnected(int units) -> {
        long weights = product(units, input.elements() + 1, 1);
        limit(index, "the layer has", "weights", weights);
        macs(index, product(units, input.elements(), 1));
        yield MapShape.vector(units);
      }
    };
  }

  private MapShape convolution(int index, Convolution layer, MapShape input) {
    Extent kernel = layer.kernel();
    Extent padding = layer.padding();
    long paddedHeight = input.height() + 2L * padding.height();
    long paddedWidth = input.width() + 2L * padding.width();
    if (kernel.height() > paddedHeight || kernel.width() > paddedWidth) {
      throw source.error(
          index,
          "kernel %s is larger than its %s input"
              .formatted(kernel.full(), sizeOf(input) + padded(padding)),
          "The largest that fits is %dx%d."
              .formatted(
                  Math.min(kernel.height(), paddedHeight), Math.min(kernel.width(), paddedWidth)));
    }
    groups(index, layer, input);
    long height = (paddedHeight - kernel.height()) / layer.stride().height() + 1;
    long width = (paddedWidth - kernel.width()) / layer.stride().width() + 1;
    long activations = product(layer.maps(), height, width);
    limit(index, "the layer has", "activations", activations);
    long fanIn = product(input.maps() / layer.groups(), kernel.height(), kernel.width());
    limit(index, "the layer has", "weights", product(layer.maps(), Math.min(fanIn, LIMIT) + 1, 1));
    macs(index, product(activations, fanIn, 1));
    long lostRows = (paddedHeight - kernel.height()) % layer.stride().height();
    long lostColumns = (paddedWidth - kernel.width()) % layer.stride().width();
    if (lostRows > 0 || lostColumns > 0) {
      note(
          index,
          NetNote.Kind.CONVOLUTION_DROPS_BORDER,
          "stride %s does not divide %s minus the kernel: %s never read"
              .formatted(
                  layer.stride().full(),
                  sizeOf(input) + padded(padding),
                  rowsAndColumns(lostRows, lostColumns)));
    }
    return new MapShape(layer.maps(), (int) height, (int) width);
  }

  private void groups(int index, Convolution layer, MapShape input) {
    if (input.maps() % layer.groups() != 0 || layer.maps() % layer.groups() != 0) {
      throw source.error(
          index,
          "%d groups do not divide both the %d input maps and the %d output maps"
              .formatted(layer.groups(), input.maps(), layer.maps()),
          "Choose a number of groups that divides both.");
    }
    if (layer.connections() instanceof Connections.Random(int fanIn, long _)
        && fanIn > input.maps()) {
      throw source.error(
          index,
          "the connection table reads %d maps but its input has only %d"
              .formatted(fanIn, input.maps()),
          "Write at most t%d.".formatted(input.maps()));
    }
  }

  private MapShape pooling(int index, Pooling layer, MapShape input) {
    Extent window = layer.window();
    if (window.height() > input.height() || window.width() > input.width()) {
      throw source.error(
          index,
          "pooling window %s is larger than its %s input".formatted(window.full(), sizeOf(input)),
          input.isVector()
              ? "There is nothing left to pool; drop the layer."
              : "Pool less before.");
    }
    int height = pooled(input.height(), window.height(), layer.stride().height(), layer.rounding());
    int width = pooled(input.width(), window.width(), layer.stride().width(), layer.rounding());
    // Above 0: pixels that no full window reaches; below: how far the last window sticks out.
    long rows = input.height() - ((height - 1L) * layer.stride().height() + window.height());
    long columns = input.width() - ((width - 1L) * layer.stride().width() + window.width());
    if (rows > 0 || columns > 0) {
      note(
          index,
          NetNote.Kind.POOLING_DROPS_BORDER,
          "windows do not tile %s: rounded down to %dx%d, %s dropped"
              .formatted(
                  sizeOf(input),
                  height,
                  width,
                  rowsAndColumns(Math.max(0, rows), Math.max(0, columns))));
    } else if (rows < 0 || columns < 0) {
      note(
          index,
          NetNote.Kind.POOLING_ROUNDS_UP,
          "windows do not tile %s: rounded up to %dx%d, the last ones are clipped at the border"
              .formatted(sizeOf(input), height, width));
    }
    return new MapShape(input.maps(), height, width);
  }

  /** Number of windows along one side; a window that would start outside the input is left out. */
  private static int pooled(int size, int window, int stride, Rounding rounding) {
    int steps = (size - window) / stride;
    boolean more = (size - window) % stride != 0;
    if (rounding == Rounding.CEIL && more && (steps + 1L) * stride < size) {
      steps++;
    }
    return steps + 1;
  }

  private void macs(int index, long macs) {
    totalMacs += macs;
    if (macs < 0 || totalMacs < 0 || macs == Long.MAX_VALUE) {
      throw source.error(
          index,
          "the net needs more than 2^63 multiplications for one example",
          "Make it smaller.");
    }
  }

  private void limit(int index, String subject, String what, long value) {
    if (value > LIMIT) {
      throw source.error(
          index,
          "%s more than 2147483647 %s".formatted(subject, what),
          "Make it smaller: every tensor is limited to 2^31 - 1 values.");
    }
  }

  private void note(int index, NetNote.Kind kind, String message) {
    notes.add(new NetNote(index, source.item(index), kind, message));
  }

  /** The product, or Long.MAX_VALUE where it does not fit. */
  private static long product(long a, long b, long c) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    if (high != 0 || low < 0) {
      return Long.MAX_VALUE;
    }
    high = Math.multiplyHigh(low, c);
    long all = low * c;
    return high != 0 || all < 0 ? Long.MAX_VALUE : all;
  }

  private static String sizeOf(MapShape shape) {
    return shape.height() + "x" + shape.width();
  }

  private static String padded(Extent padding) {
    return padding.equals(Extent.ZERO) ? "" : " (padded by " + padding + ")";
  }

  private static String rowsAndColumns(long rows, long columns) {
    if (rows == 0 || columns == 0) {
      String what = rows > 0 ? "row" : "column";
      long count = Math.max(rows, columns);
      return count == 1
          ? "the last %s is".formatted(what)
          : "the last %d %ss are".formatted(count, what);
    }
    return "the last %d row(s) and %d column(s) are".formatted(rows, columns);
  }
}
