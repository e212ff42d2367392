// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.compare.Comparer;
import dev.colonnade.bench.compare.Comparison;
import dev.colonnade.bench.compare.ComparisonJson;
import dev.colonnade.bench.compare.ComparisonText;
import dev.colonnade.bench.compare.FieldRoles;
import dev.colonnade.bench.compare.Side;
import dev.colonnade.bench.compare.Verdict;
import dev.colonnade.bench.record.TrainingRecord;
import dev.colonnade.bench.report.plot.Numbers;
import dev.colonnade.bench.results.RecordSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two sets of records. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "compare",
    sortOptions = false,
    description = {
      "Say whether B is SAME, FASTER or SLOWER than A, or why that is UNCLEAR.",
      "Records that are not alike are refused, but for what --vary names (docs/comparing.md)."
    },
    footer = {
      "",
      "Exit codes: 0 compared; 1 refused, or a verdict named by --fail-on; 2 wrong usage."
    })
final class CompareCommand implements Callable<Integer> {
  /** Verdicts that end the command with 1. */
  enum FailOn {
    SLOWER,
    FASTER,
    UNCLEAR,
    ANY_SLOWER,
    ANY_FASTER
  }

  /** Names of the subjects, for help and completion. */
  static final class Subjects implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return FieldRoles.shipped().subjects().keySet().iterator();
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "File of records, or folder that holds records.jsonl: what is compared with.")
  private Path a;

  @Parameters(index = "1", paramLabel = "B", description = "The same: what is judged.")
  private Path b;

  @Option(
      names = "--vary",
      paramLabel = "SUBJECT[,SUBJECT...]",
      split = ",",
      hideParamSyntax = true,
      completionCandidates = Subjects.class,
      description = "What may differ: ${COMPLETION-CANDIDATES}.")
  private List<String> vary = new ArrayList<>();

  @Option(
      names = "--a",
      paramLabel = "FIELD=VALUE",
      description = "Only these records of A, such as device=cpu:0; may be repeated.")
  private Map<String, String> whereA = new LinkedHashMap<>();

  @Option(names = "--b", paramLabel = "FIELD=VALUE", description = "The same for B.")
  private Map<String, String> whereB = new LinkedHashMap<>();

  @Option(
      names = "--only",
      paramLabel = "FIELD=VALUE",
      description = "The same for both, such as study=maps.")
  private Map<String, String> where = new LinkedHashMap<>();

  @Option(
      names = "--margin",
      paramLabel = "PERCENT",
      defaultValue = "2",
      description = "Difference up to which times count as the same (default: ${DEFAULT-VALUE}).")
  private double percent;

  @Option(
      names = "--fail-on",
      paramLabel = "VERDICT[,VERDICT...]",
      split = ",",
      hideParamSyntax = true,
      description =
          "End with 1 where the whole is slower, faster or unclear, or where any point is:"
              + " ${COMPLETION-CANDIDATES}.")
  private List<FailOn> failOn = new ArrayList<>();

  @Option(names = "--json", description = "Print the comparison as one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets what has no initialiser.
  CompareCommand() {}

  @Override
  public Integer call() throws IOException {
    Comparer comparer;
    try {
      comparer = new Comparer(vary, percent / 100);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
    PrintWriter err = spec.commandLine().getErr();
    Comparison comparison =
        comparer.compare(side(a, whereA, "--a", err), side(b, whereB, "--b", err));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ComparisonJson.of(comparison));
    } else {
      out.print(ComparisonText.of(comparison));
    }
    out.flush();
    return comparison.refused() || failOn.stream().anyMatch(f -> applies(f, comparison)) ? 1 : 0;
  }

  private Side side(Path source, Map<String, String> own, String option, PrintWriter err)
      throws IOException {
    RecordSource read = RecordSource.read(source);
    read.torn().ifPresent(err::println);
    long trainings = read.records().stream().filter(TrainingRecord.class::isInstance).count();
    if (trainings > 0) {
      err.println(
          source
              + ": its "
              + Numbers.counted(trainings, "training")
              + " to an error are not compared; times of steps and epochs are");
    }
    err.flush();
    Side side = new Side(source.toString(), read.measurements());
    if (side.records().isEmpty()) {
      throw CommandFailure.failed(source + " holds no measurement; there is nothing to compare");
    }
    Map<String, String> choices = new LinkedHashMap<>(where);
    choices.putAll(own);
    for (Map.Entry<String, String> choice : choices.entrySet()) {
      String path =
          FieldRoles.shipped()
              .find(choice.getKey())
              .orElseThrow(() ->
                  CommandFailure.usage(
                      "\""
                          + choice.getKey()
                          + "\" is no field of a record that "
                          + option
                          + " could choose by; expected one such as device, math, study, net,"
                          + " batch, threads, commit or run, or a path such as device.name"));
      side = side.where(path, choice.getValue());
      if (side.records().isEmpty()) {
        throw CommandFailure.failed(
            source
                + " holds no measurement with "
                + choice.getKey()
                + "="
                + choice.getValue()
                + "; './colonnade report' lists what it holds");
      }
    }
    return side;
  }

  private static boolean applies(FailOn failOn, Comparison comparison) {
    Verdict overall =
        comparison.overall().map(Comparison.Overall::verdict).asOptional().orElse(Verdict.UNCLEAR);
    return switch (failOn) {
      case SLOWER -> overall == Verdict.SLOWER;
      case FASTER -> overall == Verdict.FASTER;
      case UNCLEAR -> overall == Verdict.UNCLEAR;
      case ANY_SLOWER -> any(comparison, Verdict.SLOWER) || overall == Verdict.SLOWER;
      case ANY_FASTER -> any(comparison, Verdict.FASTER) || overall == Verdict.FASTER;
    };
  }

  private static boolean any(Comparison comparison, Verdict verdict) {
    return comparison.compared().stream().anyMatch(point -> point.verdict() == verdict);
  }
}
