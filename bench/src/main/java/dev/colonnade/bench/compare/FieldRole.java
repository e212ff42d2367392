// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

/** What a field of a record means to a comparison. */
public enum FieldRole {
  /** Tells the points of a run apart; points of equal values are compared. */
  PAIRS("pairs"),
  /** Must be equal, or nothing is compared. */
  MUST_MATCH("must-match"),
  /** Must be equal, or the point is left out. */
  MUST_MATCH_AT_THE_POINT("must-match-at-the-point"),
  /** Told where it differs. */
  CONTEXT("context"),
  /** A limit of the device or the machine, by which their drift is seen. */
  SENTINEL("sentinel"),
  /** Names the record or is a result of it. */
  OWN("own");

  private final String key;

  FieldRole(String key) {
    this.key = key;
  }

  /** Name in the table of roles. */
  public String key() {
    return key;
  }
}
