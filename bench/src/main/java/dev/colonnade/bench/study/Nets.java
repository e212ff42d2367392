// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a study's nets come from.
 *
 * @param template net string with variables, or empty if the nets come from the zoo
 * @param zoo names of nets in the zoo, or empty if there is a template
 * @param recipe net of the zoo whose recipe the template's nets have; those of the zoo have their
 *     own
 * @param candidates variables of the template whose values the paper leaves open, with all that are
 *     possible; empty where nothing is open
 */
public record Nets(
    Optional<String> template,
    List<String> zoo,
    Optional<String> recipe,
    SortedMap<String, Values> candidates) {

  /** Copies the collections. */
  public Nets {
    zoo = List.copyOf(zoo);
    candidates = Collections.unmodifiableSortedMap(new TreeMap<>(candidates));
  }
}
