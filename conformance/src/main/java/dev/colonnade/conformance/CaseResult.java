// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance;

import dev.colonnade.core.backend.Support;
import java.util.Optional;

/**
 * A case that was run.
 *
 * @param name the case
 * @param level its level
 * @param operation the operation it is about, if any
 * @param support what the backend answered for that operation, if it was asked
 * @param verdict what came out
 * @param nanos how long it took
 */
public record CaseResult(
    String name,
    Level level,
    Optional<String> operation,
    Optional<Support> support,
    Verdict verdict,
    long nanos) {}
