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
}
