// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

/** Told of progress, in the thread that called {@link Conformance#run}. */
public interface ConformanceListener {
  /** Hears nothing. */
  ConformanceListener NONE = new ConformanceListener() {};

  /** The run begins. */
  default void started(int cases) {}

  /** A case has ended. */
  default void finished(CaseResult result) {}
}
