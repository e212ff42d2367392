// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

/** A native library that a backend looks for on this machine, and what became of the search. */
public sealed interface BackendLibrary {
  /** The name that people use, for example {@code cuDNN}. */
  String name();

  /** What the backend uses it for, in a few words. */
  String purpose();

  /**
   * It is there and loads.
   *
   * @param name the name that people use
   * @param purpose what it is used for
   * @param version as the library itself says
   * @param location the file, and where the search met it
   */
  record Found(String name, String purpose, String version, String location)
      implements BackendLibrary {}

  /**
   * It is not there, or does not load.
   *
   * @param name the name that people use
   * @param purpose what it would be used for
   * @param reason what is missing or wrong, and where it was looked for, without a full stop
   * @param remedy how to get it, without a full stop
   */
  record Missing(String name, String purpose, String reason, String remedy)
      implements BackendLibrary {}
}
