// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import dev.colonnade.models.notation.LayerSpec.Convolution;
import dev.colonnade.models.notation.LayerSpec.FullyConnected;
import dev.colonnade.models.notation.LayerSpec.Pooling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Sizes and costs of a net, layer by layer, for one example.
 *
 * <p>Weights include biases: one for each map of a convolution, one for each unit. MACs are the
 * multiplications, each with its addition, of the forward pass; biases, activations and pooling are
 * not counted, products with padding are. A training step costs about three times as many. Where a
 * layer has a connection table, <em>effective</em> counts only what the table connects,
 * <em>dense</em> what a backend computes that multiplies by a masked kernel; elsewhere the two
 * agree.
 *
 * @param net the net
 * @param rows one for each layer, input side first
 */
public record LayerTable(NetSpec net, List<Row> rows) {

  /** Copies the rows. */
  public LayerTable {
    rows = List.copyOf(rows);
  }

  /**
   * One layer.
   *
   * @param layer position, from 1
   * @param notation the layer's text
   * @param kind the field's name for it
   * @param maps output maps, or units
   * @param height rows of each output map
   * @param width columns of each output map
   * @param activations output values
   * @param weights weights and biases, those of the connection table only
   * @param denseWeights weights and biases without regard to a connection table
   * @param effectiveMacs multiplications of the connections that exist
   * @param denseMacs multiplications without regard to a connection table
   * @param cumulativeWeights {@code weights} of this and all layers before
   * @param cumulativeMacs {@code denseMacs} of this and all layers before
   */
  public record Row(
      int layer,
      String notation,
      String kind,
      int maps,
      int height,
      int width,
      long activations,
      long weights,
      long denseWeights,
      long effectiveMacs,
      long denseMacs,
      long cumulativeWeights,
      long cumulativeMacs) {}

  /** The table of a net. */
  public static LayerTable of(NetSpec net) {
    List<Row> rows = new ArrayList<>();
    long cumulativeWeights = 0;
    long cumulativeMacs = 0;
    for (int i = 0; i < net.layers().size(); i++) {
      LayerSpec layer = net.layers().get(i);
      MapShape in = net.inputOf(i);
      MapShape out = net.outputs().get(i);
      // Products of each output value: those a dense layer has, those that exist.
      long denseFanIn = 0;
      long fanIn = 0;
      switch (layer) {
        case Convolution convolution -> {
          denseFanIn = in.maps() / convolution.groups() * convolution.kernel().area();
          fanIn =
              convolution.connections() instanceof Connections.Random(int mapsRead, long _)
                  ? mapsRead * convolution.kernel().area()
                  : denseFanIn;
        }
        case FullyConnected _ -> {
          denseFanIn = in.elements();
          fanIn = denseFanIn;
        }
        case Pooling _ -> {}
      }
      boolean trained = denseFanIn > 0;
      long weights = trained ? out.maps() * (fanIn + 1) : 0;
      long denseMacs = out.elements() * denseFanIn;
      cumulativeWeights += weights;
      cumulativeMacs += denseMacs;
      rows.add(
          new Row(
              i + 1,
              layer.notation(),
              layer.kind(),
              out.maps(),
              out.height(),
              out.width(),
              out.elements(),
              weights,
              trained ? out.maps() * (denseFanIn + 1) : 0,
              out.elements() * fanIn,
              denseMacs,
              cumulativeWeights,
              cumulativeMacs));
    }
    return new LayerTable(net, rows);
  }

  /** Weights and biases of the net, those of connection tables only. */
  public long weights() {
    return rows.stream().mapToLong(Row::weights).sum();
  }

  /** Weights and biases of the net without regard to connection tables. */
  public long denseWeights() {
    return rows.stream().mapToLong(Row::denseWeights).sum();
  }

  /** Forward multiplications of one example, of the connections that exist. */
  public long effectiveMacs() {
    return rows.stream().mapToLong(Row::effectiveMacs).sum();
  }

  /** Forward multiplications of one example without regard to connection tables. */
  public long denseMacs() {
    return rows.stream().mapToLong(Row::denseMacs).sum();
  }

  /** Values of all layers after the input. */
  public long activations() {
    return rows.stream().mapToLong(Row::activations).sum();
  }

  /** Whether a connection table makes the effective counts smaller than the dense ones. */
  public boolean isSparse() {
    return effectiveMacs() != denseMacs();
  }

  /** The table as aligned text, a total below it, and the net's notes below that. */
  public String toText() {
    boolean sparse = isSparse();
    List<String> header =
        new ArrayList<>(List.of("", "layer", "kind", "output", "weights", "MACs"));
    if (sparse) {
      header.add("effective MACs");
    }
    header.addAll(List.of("activations", "weights so far", "MACs so far"));
    TextTable table = new TextTable(header, 4);
    table.row(inputRow(header.size()));
    for (Row row : rows) {
      List<String> cells =
          new ArrayList<>(
              List.of(
                  Integer.toString(row.layer()),
                  row.notation(),
                  row.kind(),
                  new MapShape(row.maps(), row.height(), row.width()).toString(),
                  grouped(row.weights()),
                  grouped(row.denseMacs())));
      if (sparse) {
        cells.add(grouped(row.effectiveMacs()));
      }
      cells.add(grouped(row.activations()));
      cells.add(grouped(row.cumulativeWeights()));
      cells.add(grouped(row.cumulativeMacs()));
      table.row(cells);
    }
    List<String> total =
        new ArrayList<>(List.of("", "total", "", "", grouped(weights()), grouped(denseMacs())));
    if (sparse) {
      total.add(grouped(effectiveMacs()));
    }
    total.addAll(List.of(grouped(activations()), "", ""));
    table.rule();
    table.row(total);
    StringBuilder text = new StringBuilder(table.toString());
    net.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
    return text.toString();
  }

  private List<String> inputRow(int columns) {
    List<String> cells = new ArrayList<>(List.of("", "input", "", net.input().toString()));
    while (cells.size() < columns) {
      cells.add("");
    }
    return cells;
  }

  private static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  @Override
  public String toString() {
    return toText();
  }
}
