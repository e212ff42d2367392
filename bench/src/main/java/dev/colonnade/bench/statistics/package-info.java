// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The statistics of the reports: robust location and spread, intervals over processes, and the fits
 * of time against work. Quantiles, regression and distributions are Hipparchus's.
 */
@NullMarked
package dev.colonnade.bench.statistics;

import org.jspecify.annotations.NullMarked;
