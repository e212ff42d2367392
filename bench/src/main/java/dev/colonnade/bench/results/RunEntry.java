// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.results;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.record.MeasurementRecord;
import dev.colonnade.bench.record.TrainingRecord;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run as the index tells it. Everything in it follows from the run's records.
 *
 * @param file the records, from the folder of the index, with slashes
 * @param bytes length of that file
 * @param modifiedMillis when it was written last, in ms since 1970
 * @param runId the run
 * @param started instant of its first record, to the second
 * @param finished instant of its last
 * @param host the machine's name in records
 * @param cpu its processor
 * @param version version of Colonnade
 * @param commit commit of the build
 * @param preset preset
 * @param studies ids of the studies
 * @param devices id and name of each device
 * @param measurements how many measurements and trainings there are
 * @param failures how many failures
 * @param status {@code complete}: every point that was begun has all its processes; {@code
 *     partial}: some are missing; {@code damaged} or {@code missing}, of the file, with the words
 *     in {@code remark}
 * @param remark a sentence, or blank
 */
public record RunEntry(
    String file,
    long bytes,
    long modifiedMillis,
    String runId,
    String started,
    String finished,
    String host,
    String cpu,
    String version,
    String commit,
    String preset,
    List<String> studies,
    List<String> devices,
    long measurements,
    long failures,
    String status,
    String remark) {
  static final String COMPLETE = "complete";
  static final String PARTIAL = "partial";
  static final String DAMAGED = "damaged";
  static final String MISSING = "missing";

  /** Copies the lists. */
  public RunEntry {
    studies = List.copyOf(studies);
    devices = List.copyOf(devices);
  }

  /** The entries of a file: one for each run in it, or one of a file that cannot be read. */
  static List<RunEntry> of(
      String file, long bytes, long modifiedMillis, List<BenchmarkRecord> records, String torn) {
    if (records.isEmpty()) {
      return List.of(
          broken(file, bytes, modifiedMillis, torn.isEmpty() ? "it holds no record" : torn));
    }
    return records.stream().collect(Collectors.groupingBy(r -> r.run().runId())).values().stream()
        .map(run -> ofRun(file, bytes, modifiedMillis, run, torn))
        .sorted(Comparator.comparing(RunEntry::started))
        .toList();
  }

  static RunEntry broken(String file, long bytes, long modifiedMillis, String why) {
    return new RunEntry(
        file,
        bytes,
        modifiedMillis,
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        List.of(),
        List.of(),
        0,
        0,
        DAMAGED,
        why);
  }

  /** The same after its file went away; what was run stays known. */
  RunEntry gone() {
    return new RunEntry(
        file,
        bytes,
        modifiedMillis,
        runId,
        started,
        finished,
        host,
        cpu,
        version,
        commit,
        preset,
        studies,
        devices,
        measurements,
        failures,
        MISSING,
        "its records are no longer there");
  }

  private static RunEntry ofRun(
      String file, long bytes, long modifiedMillis, List<BenchmarkRecord> run, String torn) {
    BenchmarkRecord first =
        run.stream().min(Comparator.comparing(r -> r.run().startedAt())).orElseThrow();
    BenchmarkRecord last =
        run.stream().max(Comparator.comparing(r -> r.run().finishedAt())).orElseThrow();
    long failures = run.stream().filter(FailureRecord.class::isInstance).count();
    long missing = missingProcesses(run);
    return new RunEntry(
        file,
        bytes,
        modifiedMillis,
        first.run().runId(),
        first.run().startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
        last.run().finishedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
        first.machine().hostId(),
        first.machine().cpu().describe(),
        first.run().version(),
        first.run().commit().describe(),
        first.run().preset(),
        distinct(run, RunEntry::study),
        distinct(run, r -> Stream.of(r.device().id() + " (" + r.device().name() + ")")),
        run.size() - failures,
        failures,
        missing == 0 && torn.isEmpty() ? COMPLETE : PARTIAL,
        torn.isEmpty() && missing > 0 ? missing + " processes of its points are missing" : torn);
  }

  private static Stream<String> study(BenchmarkRecord record) {
    return switch (record) {
      case MeasurementRecord m -> Stream.of(m.workload().study());
      case TrainingRecord t -> Stream.of(t.work().study());
      case FailureRecord f -> f.study().asOptional().stream();
    };
  }

  private static List<String> distinct(
      List<BenchmarkRecord> run, Function<BenchmarkRecord, Stream<String>> fact) {
    return run.stream().flatMap(fact).distinct().sorted().toList();
  }

  /** A point's processes are fixed beforehand, so fewer say that the run was ended early. */
  private static long missingProcesses(List<BenchmarkRecord> run) {
    Map<Object, Set<Integer>> seen =
        run.stream()
            .filter(r -> !(r instanceof FailureRecord f && f.net().asOptional().isEmpty()))
            .collect(
                Collectors.groupingBy(
                    RunEntry::point,
                    Collectors.mapping(
                        r -> r.run().processIndex(), Collectors.toCollection(HashSet::new))));
    Map<Object, Integer> asked =
        run.stream()
            .filter(r -> seen.containsKey(point(r)))
            .collect(Collectors.toMap(RunEntry::point, r -> r.run().processes(), Math::max));
    return seen.entrySet().stream()
        .mapToLong(e -> asked.getOrDefault(e.getKey(), 0) - e.getValue().size())
        .sum();
  }

  /** What processes have in common; failures know less than measurements, and count for all. */
  private static Object point(BenchmarkRecord record) {
    return switch (record) {
      case MeasurementRecord m ->
          List.of(
              m.device().id(), m.workload().study(), m.workload().net(), m.workload().mathMode());
      case TrainingRecord t -> List.of(t.device().id(), t.work().study());
      case FailureRecord f ->
          List.of(
              f.device().id(), f.study().describe(), f.net().describe(), f.mathMode().describe());
    };
  }
}
