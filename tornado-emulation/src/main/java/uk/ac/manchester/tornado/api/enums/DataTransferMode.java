// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api.enums;

/** When arrays are transferred. */
public class DataTransferMode {
  /** Before the first execution. */
  public static final int FIRST_EXECUTION = 0;

  /** Before or after each execution. */
  public static final int EVERY_EXECUTION = 1;

  /** When asked for. */
  public static final int UNDER_DEMAND = 2;

  private DataTransferMode() {}
}
