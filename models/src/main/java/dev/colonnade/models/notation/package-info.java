// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The papers' language for networks, {@code 1x29x29-20C4-MP2-40C5-MP3-150N-10N}: parser, printer,
 * size inference, templates with variables, random connection tables and the table of layers.
 *
 * <p>{@link dev.colonnade.models.notation.NetString} holds the grammar. Nothing here knows the
 * graph IR: a {@link dev.colonnade.models.notation.NetSpec} is plain immutable data.
 */
@NullMarked
package dev.colonnade.models.notation;

import org.jspecify.annotations.NullMarked;
