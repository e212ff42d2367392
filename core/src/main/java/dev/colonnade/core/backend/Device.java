// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Something that runs programs: a GPU, or the CPU with a team of threads. Thread-safe. */
public interface Device {
  /** Backend name and number, for example {@code cuda:0}: what a user types. */
  String id();

  /** The vendor's name for it, for example {@code NVIDIA H200}. */
  String name();

  /** Bytes of memory that programs can use, if known. */
  OptionalLong memoryBytes();

  /**
   * Facts that belong in a record, as text: driver and library versions, threads, vector bits,
   * compute capability. Stable order; keys in lower camel case.
   */
  Map<String, String> properties();

  /**
   * Its clocks, power, temperature and throttling at this moment. Takes milliseconds at most,
   * disturbs nothing that runs, and may be called at any time, also while sessions are open.
   *
   * @since 1.1
   */
  default DeviceConditions conditions() {
    return DeviceConditions.unavailable("the backend of " + id() + " reads no conditions");
  }

  /**
   * The math modes in which it compiles programs; it refuses the others. {@link
   * MathMode#STRICT_FP32} is always among them.
   *
   * @since 1.1
   */
  default List<MathMode> mathModes() {
    return List.of(MathMode.STRICT_FP32);
  }

  /**
   * Opens a session.
   *
   * @throws BackendException if the device cannot be used now
   */
  Session open();
}
