// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The backend SPI and nothing else: read {@link dev.colonnade.core.backend.BackendProvider} first,
 * then {@link dev.colonnade.core.backend.Device}, {@link dev.colonnade.core.backend.Session},
 * {@link dev.colonnade.core.backend.Executable}, {@link dev.colonnade.core.backend.Ticket}.
 *
 * <pre>
 * ServiceLoader -> BackendProvider.probe() -> Device -> open() -> Session
 *   -> compile(Program, CompileOptions) -> Executable -> newState() -> State
 *   -> submit(state, entry, feeds, steps) -> Ticket -> await() -> Outputs
 * </pre>
 *
 * <p>Rules for callers: one thread at a time per session; sessions are independent and concurrent;
 * what a session gave out is closed with it. After a device is lost only {@code close} works.
 *
 * <p>Rules for backends: plan everything in {@code compile}; allocate nothing in {@code submit};
 * submissions of a session take effect in order; never fall back in silence.
 */
@NullMarked
package dev.colonnade.core.backend;

import org.jspecify.annotations.NullMarked;
