// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

import java.util.Optional;

/**
 * One thing that is asked of a device.
 *
 * @param name unique, for example {@code op/convolution/stride-2}; seeds the case's random numbers
 * @param level the lowest level it belongs to
 * @param operation name of the operation it is about, for the support table; empty for cases about
 *     the protocol
 * @param body returns if the device does what is asked
 */
public record ConformanceCase(String name, Level level, Optional<String> operation, Body body) {
  /** What a case does. */
  @FunctionalInterface
  public interface Body {
    /**
     * Runs the case.
     *
     * @throws CaseFailure if the device does something else than asked
     * @throws CaseUnsupported if the device says that it cannot
     * @throws Exception anything else counts as a failure, too
     */
    void run(CaseContext context) throws Exception;
  }

  /** A case about the protocol rather than one operation. */
  public static ConformanceCase protocol(String name, Level level, Body body) {
    return new ConformanceCase(name, level, Optional.empty(), body);
  }
}
