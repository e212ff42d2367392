// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The networks of the field's history that the project names, each with its recipe, its sources and
 * what in it is assumed.
 *
 * <p>{@link dev.colonnade.models.zoo.Zoo} is the way in. Every net is a TOML file beside this
 * package; {@link dev.colonnade.models.zoo.Recipe} is what is read from it.
 */
@NullMarked
package dev.colonnade.models.zoo;

import org.jspecify.annotations.NullMarked;
