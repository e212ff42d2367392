// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import dev.colonnade.bench.record.FailureRecord;

/** Why a peer gave no times. */
public final class PeerException extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureRecord.Kind kind;

  /** With the kind of failure for the record, and a sentence. */
  public PeerException(FailureRecord.Kind kind, String reason) {
    super(reason);
    this.kind = kind;
  }

  /** Kind of failure. */
  public FailureRecord.Kind kind() {
    return kind;
  }

  /** What happened. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
