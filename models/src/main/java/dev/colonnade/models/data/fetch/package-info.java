// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Downloads data sets when the user asks for it, and never otherwise: official files from a list of
 * addresses, checked by SHA-256, resumed after a break, in place only when whole.
 */
@NullMarked
package dev.colonnade.models.data.fetch;

import org.jspecify.annotations.NullMarked;
