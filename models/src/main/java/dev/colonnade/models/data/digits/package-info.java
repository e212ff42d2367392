// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A data set of handwritten-looking digits, drawn stroke by stroke by this package, so that
 * everything runs on a machine that has no data. No font and no image file is involved. The same
 * options give the same bytes on every machine.
 */
@NullMarked
package dev.colonnade.models.data.digits;

import org.jspecify.annotations.NullMarked;
