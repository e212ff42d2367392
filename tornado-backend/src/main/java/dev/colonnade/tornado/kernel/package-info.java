// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The kernels: Java methods that TornadoVM compiles for a device. All take the same five
 * parameters: the context, the three memories by kind of element, and up to 64 arguments, which are
 * addresses in these memories, extents and strides. Nothing is baked into the code, so one
 * compilation of a kernel serves every shape, entry and program.
 *
 * <p>What TornadoVM's compiler wants: no exceptions, strings or objects; {@code >>} with a mask
 * where Java has {@code >>>}; casts only of what fits; local variable tables ({@code -g}). It turns
 * conditions round without a thought of NaN, so that {@code x <= y} and {@code x == x} are true of
 * NaN, and gets conditions wrong that join such questions by {@code &&} and {@code ||}: kernels ask
 * {@code <}, {@code >}, {@code ==} and {@code x != x}, each into an integer, and join those.
 */
@NullMarked
package dev.colonnade.tornado.kernel;

import org.jspecify.annotations.NullMarked;
