// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

import java.util.List;

/**
 * One operation in the support table.
 *
 * @param operation its name
 * @param support {@code native}, {@code decomposed}, {@code unsupported}, or several of them where
 *     it depends on types and attributes
 * @param passed cases about it that passed
 * @param failed cases about it that failed
 * @param unsupported cases about it that the backend says it cannot run
 * @param reasons why not, each once
 */
public record SupportRow(
    String operation,
    List<String> support,
    int passed,
    int failed,
    int unsupported,
    List<String> reasons) {
  /** Copies the lists. */
  public SupportRow {
    support = List.copyOf(support);
    reasons = List.copyOf(reasons);
  }
}
