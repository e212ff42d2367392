// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, aligned: the first few to the left, the rest to the right. */
public final class TextTable {

  private final List<List<String>> rows = new ArrayList<>();
  private final List<Integer> rules = new ArrayList<>();
  private final int leftAligned;

  /**
   * A table with a header.
   *
   * @param header titles of the columns
   * @param leftAligned columns aligned to the left; those after them are aligned to the right
   */
  public TextTable(List<String> header, int leftAligned) {
    this.leftAligned = leftAligned;
    rows.add(List.copyOf(header));
    rule();
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it has not as many cells as the header
   */
  public void row(List<String> cells) {
    if (cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "a row of this table has %d cells, but was given %d"
              .formatted(rows.getFirst().size(), cells.size()));
    }
    rows.add(List.copyOf(cells));
  }

  /** Draws a line below what is there so far. */
  public void rule() {
    rules.add(rows.size());
  }

  @Override
  public String toString() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      if (rules.contains(r)) {
        line(text, widths);
      }
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        String cell = rows.get(r).get(c);
        String fill = " ".repeat(widths[c] - cell.length());
        line.append(c == 0 ? "" : "  ").append(c < leftAligned ? cell + fill : fill + cell);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static void line(StringBuilder text, int[] widths) {
    for (int c = 0; c < widths.length; c++) {
      text.append(c == 0 ? "" : "  ").append("-".repeat(widths[c]));
    }
    text.append('\n');
  }
}
