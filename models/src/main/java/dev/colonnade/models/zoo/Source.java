// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

/**
 * Where the structure of a net comes from.
 *
 * @param cite first author, venue and year, for tables
 * @param paper authors, title, venue and year
 * @param where section, table or net string in it
 * @param mark how well the structure is known
 */
public record Source(String cite, String paper, String where, Mark mark) {}
