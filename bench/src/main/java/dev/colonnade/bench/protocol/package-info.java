// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The peer protocol: messages between the launcher and any program that trains the same nets, one
 * JSON object on each line. {@code docs/peers.md} states it for authors of peers.
 */
@NullMarked
package dev.colonnade.bench.protocol;

import org.jspecify.annotations.NullMarked;
