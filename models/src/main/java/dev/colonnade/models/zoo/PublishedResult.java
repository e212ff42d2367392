// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

import java.util.Optional;

/**
 * A result that a paper reports for a net.
 *
 * @param figure what was measured, for instance "test error"
 * @param value the number
 * @param unit its unit, for instance "%"
 * @param plusMinus the spread the paper prints beside it, if any
 * @param condition under which conditions: epochs, columns, runs, distortion
 * @param where table or section
 * @param mark how well the number is known
 */
public record PublishedResult(
    String figure,
    double value,
    String unit,
    Optional<Double> plusMinus,
    String condition,
    String where,
    Mark mark) {}
