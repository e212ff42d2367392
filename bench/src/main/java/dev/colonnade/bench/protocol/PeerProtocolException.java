// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.protocol;

/** A line that is no message of the protocol. */
public final class PeerProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a sentence that says what is wrong with the line. */
  public PeerProtocolException(String message) {
    super(message);
  }
}
