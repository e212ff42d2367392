// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.ConformanceCase;
import dev.colonnade.conformance.Level;
import dev.colonnade.core.op.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects cases about single operations. */
final class OpCases {
  private final List<ConformanceCase> cases = new ArrayList<>();

  /** A case compared within the operation's bounds. */
  void add(Level level, Op op, String variant, Input... operands) {
    add(level, op, variant, Comparing.BOUNDED, operands);
  }

  /** A case about {@code op}; {@code variant} tells it from others about the same operation. */
  void add(Level level, Op op, String variant, Comparing comparing, Input... operands) {
    List<Input> inputs = List.of(operands);
    cases.add(
        new ConformanceCase(
            "op/" + op.name() + "/" + variant,
            level,
            Optional.of(op.name()),
            context -> new OpCheck(context, op, inputs, comparing).run()));
  }

  List<ConformanceCase> all() {
    return cases;
  }
}
