// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/** Finding TornadoVM's SDK, without loading anything of it. */
@NullMarked
package dev.colonnade.tornado.sdk;

import org.jspecify.annotations.NullMarked;
