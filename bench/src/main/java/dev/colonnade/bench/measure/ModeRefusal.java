// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.DeviceLostException;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The math modes that a device does not declare, with its own words. It is asked with a program
 * that it cannot refuse for anything but the mode, so that a refusal is told from a failure; once
 * for each mode.
 */
final class ModeRefusal {
  private final Session session;
  private final Map<MathMode, Optional<String>> refusals = new EnumMap<>(MathMode.class);

  ModeRefusal(Session session) {
    this.session = session;
  }

  /**
   * The device's own words of refusal, or empty if it has the mode. What it declares it may not
   * refuse, and is not asked.
   *
   * @throws BackendException if the device fails otherwise
   */
  Optional<String> of(MathMode mode) {
    return session.device().mathModes().contains(mode)
        ? Optional.empty()
        : refusals.computeIfAbsent(mode, this::ask);
  }

  private Optional<String> ask(MathMode mode) {
    GraphBuilder trivial = new GraphBuilder("trivial");
    trivial.output("one", trivial.constant(1f));
    try {
      session.compile(Program.of(trivial.build()), CompileOptions.DEFAULT.withMath(mode)).close();
      return Optional.empty();
    } catch (DeviceLostException | OutOfDeviceMemoryException e) {
      throw e;
    } catch (BackendException e) {
      String message = e.getMessage();
      return Optional.of(message == null || message.isBlank() ? e.toString() : message);
    }
  }
}
