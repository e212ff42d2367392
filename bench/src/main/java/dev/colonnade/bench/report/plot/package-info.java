// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Plots as SVG text: scales, markers, label placement and the drawing, styled by the page's CSS so
 * that one drawing serves light, dark and paper.
 */
@NullMarked
package dev.colonnade.bench.report.plot;

import org.jspecify.annotations.NullMarked;
