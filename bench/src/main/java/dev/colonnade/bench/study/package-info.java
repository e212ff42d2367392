// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Studies as files: a question, the nets with their variables, and presets that fix all counts
 * beforehand. The studies that come with Colonnade and a user's own are read by the same code.
 */
@NullMarked
package dev.colonnade.bench.study;

import org.jspecify.annotations.NullMarked;
