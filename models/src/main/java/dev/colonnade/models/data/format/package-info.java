// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Readers of the official file formats: IDX (MNIST), CIFAR-10's binary records, and folders or
 * archives of PNG, JPEG, PPM and PGM images, with a writer of IDX for those who compare with other
 * programs.
 *
 * <p>No reader believes a header: nothing is allocated before what the header claims has been
 * compared with the bytes that are there, and every defect is a {@link
 * dev.colonnade.models.data.DataException} that says where, what, and what to do.
 */
@NullMarked
package dev.colonnade.models.data.format;

import org.jspecify.annotations.NullMarked;
