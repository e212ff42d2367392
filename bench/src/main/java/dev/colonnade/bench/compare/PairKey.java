// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import java.util.List;
import java.util.Set;

/**
 * What is equal on both sides of a pair: the values of the fields that tell points apart, without
 * those that the subject lets differ.
 *
 * @param values in the order of the table of roles
 */
record PairKey(List<String> values) {
  static PairKey of(RecordFields fields, Set<String> subjects) {
    return new PairKey(
        FieldRoles.shipped().of(FieldRole.PAIRS).stream()
            .filter(field -> field.subjects().stream().noneMatch(subjects::contains))
            .map(field -> fields.value(field.path()).orElse(""))
            .toList());
  }
}
