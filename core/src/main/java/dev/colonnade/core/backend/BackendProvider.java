// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

import java.util.List;

/**
 * Entry point of a backend, found by {@link java.util.ServiceLoader}: on the class path, in {@code
 * plugins/}, or in a jar named by {@code --plugin}.
 *
 * <p>It has a public constructor without arguments and without side effects: loading a provider
 * touches no driver and no native library. What must be known before its JVM starts is declared as
 * data.
 */
public interface BackendProvider {
  /**
   * System property that names parts to leave out, each as {@code backend/part}, separated by
   * commas; see {@link #parts}.
   *
   * @since 1.1
   */
  String WITHOUT = "colonnade.without";

  /**
   * System property that names one part, as {@code backend/part}: all others are left out, and it
   * is taken wherever it can be, be it slower or not. {@code backend/none} leaves out all.
   *
   * @since 1.1
   */
  String ONLY = "colonnade.only";

  /** Short name, in lower case, the first part of its device ids: {@code cpu}, {@code cuda}. */
  String name();

  /** The SPI version it was built for: normally {@code SpiVersion.CURRENT} at compile time. */
  SpiVersion spiVersion();

  /**
   * Options its devices need from the JVM, such as {@code --add-modules=jdk.incubator.vector}.
   * Devices are measured in child JVMs that get just these.
   */
  default List<String> jvmOptions() {
    return List.of();
  }

  /**
   * Looks for devices. Must not throw: what is missing is an {@link ProbeResult.Unavailable}. May
   * be called more than once; a machine may have changed.
   */
  ProbeResult probe();

  /**
   * The native libraries that it uses, each found or missing, in the order of their importance.
   * Asked of by who wants to know what this machine lacks; may load libraries, and must not throw.
   * Empty where it uses none, or where looking is of no use as what they serve is missing.
   *
   * @since 1.1
   */
  default List<BackendLibrary> libraries() {
    return List.of();
  }

  /**
   * Names of the parts that can be left out by {@link #WITHOUT} or taken alone by {@link #ONLY}, to
   * find which of them a fault is in: a library, a way to run steps. Without all of them every
   * program still runs.
   *
   * @since 1.1
   */
  default List<String> parts() {
    return List.of();
  }
}
