// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.Support;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What a case is run with: the device, a session to share, and its own random numbers. */
public final class CaseContext {
  private final SharedSession shared;
  private final ConformanceOptions options;
  private final String caseName;
  private @Nullable Support support;

  CaseContext(SharedSession shared, ConformanceOptions options, String caseName) {
    this.shared = shared;
    this.options = options;
    this.caseName = caseName;
  }

  /** The device under test. */
  public Device device() {
    return shared.device();
  }

  /**
   * A session that cases share, so that a device with a slow start is opened once. Cases close the
   * executables they compile in it; cases about sessions open their own.
   */
  public Session session() {
    return shared.get();
  }

  /** Compile options of this run: its math mode, deterministic, normal. */
  public CompileOptions compileOptions() {
    return CompileOptions.DEFAULT.withMath(options.math());
  }

  /** Random numbers that depend on the run's seed and the case's name and nothing else. */
  public SplittableRandom random() {
    return random("");
  }

  /** As {@link #random()}, for the use called {@code purpose}. */
  public SplittableRandom random(String purpose) {
    return new SplittableRandom(mix(options.seed(), caseName + "|" + purpose));
  }

  private static long mix(long seed, String name) {
    long hash = seed;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }

  /** Notes what the backend answered for the case's operation, for the support table. */
  public void note(Support answer) {
    support = answer;
  }

  /** What was noted. */
  Optional<Support> support() {
    return Optional.ofNullable(support);
  }
}
