// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.bench.study.TrainingPlan;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a measuring process is asked to do, as the one line of JSON on its standard input.
 *
 * @param device id of the device
 * @param runId the run that asks
 * @param preset name of the preset
 * @param processIndex number of this process among those that measure the same points
 * @param points what to measure, in this order
 * @param capMillis time for all points together; what one leaves goes to those behind it
 * @param sentinel whether the device's limits are measured as well
 */
public record MeasureTask(
    String device,
    String runId,
    String preset,
    int processIndex,
    List<PointTask> points,
    long capMillis,
    boolean sentinel) {
  /** Copies the list. */
  public MeasureTask {
    points = List.copyOf(points);
  }

  /**
   * One point.
   *
   * @param study id of the study
   * @param variables the study's variables at this point
   * @param choices what else the study varies
   * @param net the net in the papers' notation
   * @param zooName its name in the zoo, if it came from there
   * @param recipe net of the zoo whose recipe says what is distorted, and how large an epoch is
   * @param batch images in a step
   * @param pass key of a {@link dev.colonnade.bench.record.Pass}
   * @param math math mode
   * @param processes how many processes measure this point
   * @param samples how many samples to take
   * @param sampleMillis least duration of a sample; steps are added until it is reached
   * @param warmUpMillis least duration of warm-up
   * @param oracleMacs forward multiply-accumulates of a step above which it is not compared with
   *     the oracle, whose naive loops would take longer than the measurement
   * @param training what is trained, if the pass trains to the end
   */
  public record PointTask(
      String study,
      SortedMap<String, Integer> variables,
      SortedMap<String, String> choices,
      String net,
      @Nullable String zooName,
      @Nullable String recipe,
      int batch,
      String pass,
      String math,
      int processes,
      int samples,
      long sampleMillis,
      long warmUpMillis,
      long oracleMacs,
      @Nullable TrainingPlan training) {}
}
