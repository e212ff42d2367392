// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

/**
 * One line of a results file: a measurement of one point on one device by one process, a training
 * to its end, or the failure of either.
 *
 * <p>All kinds carry where and when they were made, so that a device that crashed, hung or was not
 * there stands in the report beside the others, with its reason.
 */
public sealed interface BenchmarkRecord permits MeasurementRecord, TrainingRecord, FailureRecord {

  /** Version of the schema, the first field of each line; older ones are read too. */
  String SCHEMA = "colonnade-record/4";

  /** Identity of this record, unique among the records of all runs. */
  String id();

  /** The run (one call of a measuring command) that made this record. */
  RunInfo run();

  /** The computer and the Java machine. */
  Machine machine();

  /** The device that was measured or that was tried. */
  DeviceInfo device();
}
