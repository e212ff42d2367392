// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.report.plot.Markup;
import java.util.ArrayList;
import java.util.List;

/** A table of the page, in a region that scrolls by itself where the window is narrow. */
final class HtmlTable {

  /** A column's title and whether it holds numbers. */
  record Column(String title, boolean number) {}

  /** A cell: its text, a second smaller line, and the text under the pointer; both may be empty. */
  record Cell(String text, String detail, String hover) {
    static Cell of(String text) {
      return new Cell(text, "", "");
    }

    static Cell of(String text, String hover) {
      return new Cell(text, "", hover);
    }
  }

  private static final String GROUP = "group";

  private record Row(List<Cell> cells, String cssClass) {}

  private final String caption;
  private final List<Column> columns;
  private final List<Row> rows = new ArrayList<>();

  HtmlTable(String caption, Column... columns) {
    this.caption = caption;
    this.columns = List.of(columns);
  }

  /** The last cell spans what the others leave. */
  void row(String cssClass, List<Cell> cells) {
    rows.add(new Row(List.copyOf(cells), cssClass));
  }

  /** Adds a line across all columns: the rows below it belong to {@code title}. */
  void group(String title, String detail) {
    rows.add(new Row(List.of(new Cell(title, detail, "")), GROUP));
  }

  private boolean groups() {
    return rows.stream().anyMatch(row -> row.cssClass().equals(GROUP));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void write(Markup page) {
    page.open("div", "class", "scroll", "role", "region", "tabindex", "0", "aria-label", caption);
    page.open("table", "class", groups() ? "results" : "plain").element("caption", caption);
    page.open("thead").open("tr");
    for (Column column : columns) {
      page.element(
          "th", column.title(), "scope", "col", "class", column.number() ? "number" : "text");
    }
    page.close().close().line().open("tbody");
    for (Row row : rows) {
      page.open("tr", "class", row.cssClass().isEmpty() ? "row" : row.cssClass());
      for (int i = 0; i < row.cells().size(); i++) {
        cell(page, row, i);
      }
      page.close().line();
    }
    page.close().close().close().line();
  }

  private void cell(Markup page, Row row, int i) {
    Cell cell = row.cells().get(i);
    if (row.cssClass().equals(GROUP)) {
      page.open("th", "scope", "rowgroup", "colspan", String.valueOf(columns.size()));
      page.open("span").text(cell.text() + " ").element("small", cell.detail()).close().close();
      return;
    }
    List<String> attributes = new ArrayList<>();
    boolean last = i == row.cells().size() - 1;
    int span = last ? columns.size() - i : 1;
    attributes.add("class");
    attributes.add(columns.get(i).number() && span == 1 ? "number" : "text");
    if (span > 1) {
      attributes.addAll(List.of("colspan", String.valueOf(span)));
    }
    if (!cell.hover().isEmpty()) {
      attributes.addAll(List.of("title", cell.hover()));
    }
    page.open("td", attributes.toArray(String[]::new)).text(cell.text());
    if (!cell.detail().isEmpty()) {
      page.element("small", cell.detail());
    }
    page.close();
  }
}
