// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.ResultFile;
import dev.colonnade.bench.record.UnwritableFileException;
import dev.colonnade.bench.study.Studies;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes reports from records.
 *
 * <p>The page is one file: its style and drawings are inside, it loads nothing and runs no script.
 * It reads in light and dark, on telephones and on paper. Every text that comes from records is
 * escaped.
 */
public final class Report {

  /**
   * The files of one report.
   *
   * @param html the page
   * @param csv the same rows as CSV, beside it
   */
  public record Files(Path html, Path csv) {}

  private Report() {}

  /**
   * Writes the page and its CSV.
   *
   * @param input records and what goes with them
   * @param html where the page goes; the CSV gets the same name with {@code .csv}
   * @throws UnwritableFileException if a file cannot be written; a former file is then left as it
   *     was
   */
  public static Files write(ReportInput input, Path html) throws IOException {
    String name = String.valueOf(html.getFileName());
    String csvName = name.replaceFirst("\\.html?$", "") + ".csv";
    Path csv = html.resolveSibling(csvName);
    ResultFile.write(csv, csv(input));
    ResultFile.write(html, html(input, csvName));
    return new Files(html, csv);
  }

  /** Writes the page and its CSV, with the studies and published figures that ship. */
  public static Files write(List<? extends BenchmarkRecord> records, Path html) throws IOException {
    return write(ReportInput.of(records, Studies.shipped()), html);
  }

  /**
   * Returns the table of all measurements and failures for a terminal.
   *
   * @param ansi whether to use colour; only for a terminal that shows it
   */
  public static String terminalTable(List<? extends BenchmarkRecord> records, boolean ansi) {
    ReportInput input = new ReportInput(List.copyOf(records), List.of(), List.of(), List.of());
    return TerminalTable.of(
        SummaryRow.of(input.measurements()), input.trainings(), input.failures(), ansi);
  }

  static String html(ReportInput input, String csvName) {
    return new ReportPage(input, style(), csvName).html();
  }

  static String csv(ReportInput input) {
    return CsvExport.of(SummaryRow.of(input.measurements()), input.failures());
  }

  private static String style() {
    try (InputStream in = Report.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is missing from the build; build again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
