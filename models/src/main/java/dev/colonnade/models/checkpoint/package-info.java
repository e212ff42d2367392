// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Checkpoint files: named tensors and text, in the safetensors format with a checksum, written so
 * that a crash at any moment leaves a whole file. What the entries mean is the trainer's business.
 */
@NullMarked
package dev.colonnade.models.checkpoint;

import org.jspecify.annotations.NullMarked;
