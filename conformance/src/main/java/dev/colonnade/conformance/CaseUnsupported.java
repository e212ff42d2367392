// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

/** The device says that it cannot run what the case needs. */
public final class CaseUnsupported extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With the backend's reason. */
  public CaseUnsupported(String reason) {
    super(reason);
  }
}
