// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The TornadoVM backend: kernels written in Java, compiled at run time for whatever device a driver
 * of TornadoVM reaches. Start at {@link dev.colonnade.tornado.TornadoBackendProvider}.
 */
@NullMarked
package dev.colonnade.tornado;

import org.jspecify.annotations.NullMarked;
