// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.bundle;

/** A bundle cannot be made; the message says why and what to do. */
public final class BundleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the whole sentence. */
  public BundleException(String message) {
    super(message);
  }
}
