// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Distortions of training images, redrawn each epoch on the device: what they are ({@link
 * dev.colonnade.models.distortion.Distortion}) and the graph that applies them.
 */
@NullMarked
package dev.colonnade.models.distortion;

import org.jspecify.annotations.NullMarked;
