// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Finds data sets: by name in the folders where data lies, or by a path whose content tells what it
 * is; says what is there, what is missing and how to get it.
 */
@NullMarked
package dev.colonnade.models.data.catalog;

import org.jspecify.annotations.NullMarked;
