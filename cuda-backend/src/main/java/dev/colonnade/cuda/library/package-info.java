// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Finds NVIDIA's libraries on this machine and binds their functions by {@code java.lang.foreign}.
 * {@link dev.colonnade.cuda.library.LibrarySearch} says for each library what was found or what is
 * missing and how to get it; {@link dev.colonnade.cuda.library.ForeignFunctions} turns an interface
 * whose methods carry the names of a C header into calls of those functions.
 */
@NullMarked
package dev.colonnade.cuda.library;

import org.jspecify.annotations.NullMarked;
