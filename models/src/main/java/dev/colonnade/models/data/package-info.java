// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Labelled images in memory and what every way of getting them shares: the immutable {@link
 * dev.colonnade.models.data.DataSet}, its splits, the geometry a net asks for, and the one
 * exception that says what is wrong with a file and how to mend it.
 *
 * <p>The packages below build on this one and on nothing else of the project: {@code format} reads
 * the official file formats, {@code digits} draws a data set of its own, {@code fetch} downloads,
 * and {@code catalog} finds a data set by its name.
 */
@NullMarked
package dev.colonnade.models.data;

import org.jspecify.annotations.NullMarked;
