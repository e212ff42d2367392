// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api;

/** What an execution gave. */
public final class TornadoExecutionResult {
  TornadoExecutionResult() {}

  /** Whether it is done. */
  public boolean isReady() {
    return true;
  }
}
