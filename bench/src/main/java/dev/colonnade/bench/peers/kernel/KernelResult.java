// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers.kernel;

import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.statistics.Descriptive;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came of one operation in one process; a line of the results file.
 *
 * @param schema name and version of this form
 * @param run identity of the run
 * @param started when, as an instant in ISO form
 * @param commit of this build, or why there is none
 * @param host identity of the machine, as in records
 * @param cpu the machine's processor
 * @param participant who computed
 * @param ours whether that is a device of ours
 * @param libraries versions and settings, by name
 * @param kernel the operation as text
 * @param operation its name
 * @param flops floating-point operations of one execution, two for a multiply-accumulate
 * @param math math mode
 * @param threads size of the team, or absent
 * @param process which of the processes, from 0
 * @param implementation what ran
 * @param timed what the samples cover
 * @param error normalized mean square error against the first of our devices
 * @param seconds of each sample
 * @param stepsPerSample executions in each
 * @param steady whether the warm-up ended because times were steady
 * @param failure kind of failure; then there are no samples
 * @param reason of the failure
 */
public record KernelResult(
    String schema,
    String run,
    String started,
    String commit,
    String host,
    String cpu,
    String participant,
    boolean ours,
    Map<String, String> libraries,
    String kernel,
    String operation,
    double flops,
    String math,
    @Nullable Integer threads,
    int process,
    @Nullable String implementation,
    @Nullable String timed,
    @Nullable Double error,
    List<Double> seconds,
    int stepsPerSample,
    boolean steady,
    FailureRecord.@Nullable Kind failure,
    @Nullable String reason) {
  /** Version of the form, the first field of each line. */
  public static final String SCHEMA = "colonnade-kernel/1";

  /** Copies the collections. */
  public KernelResult {
    libraries = Map.copyOf(libraries);
    seconds = List.copyOf(seconds);
  }

  /** Seconds of one execution: the median over the samples. */
  double secondsPerExecution() {
    return Descriptive.median(seconds.stream().mapToDouble(Double::doubleValue).toArray())
        / stepsPerSample;
  }
}
