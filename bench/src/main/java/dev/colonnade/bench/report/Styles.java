// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report;

import java.util.HashMap;
import java.util.Map;

/** Gives each series one colour and shape over all pictures of a page. */
final class Styles {

  private final Map<String, Integer> numbers = new HashMap<>();

  int of(String label) {
    return numbers.computeIfAbsent(label, l -> numbers.size());
  }
}
