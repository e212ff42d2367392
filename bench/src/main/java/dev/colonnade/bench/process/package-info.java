// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Child JVMs. Devices run in a JVM that was started with the options their provider declares;
 * measuring processes are separate, so that one backend's crash or hang is a reported result and
 * JIT profiles do not mix.
 */
@NullMarked
package dev.colonnade.bench.process;

import org.jspecify.annotations.NullMarked;
