// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Nets as graphs: the layers of a {@link dev.colonnade.models.notation.NetSpec} become a forward
 * pass over variables, and a program with the entries that training and evaluation submit.
 */
@NullMarked
package dev.colonnade.models.network;

import org.jspecify.annotations.NullMarked;
