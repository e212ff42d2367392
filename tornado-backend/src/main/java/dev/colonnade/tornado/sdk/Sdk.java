// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.sdk;

import java.nio.file.Path;

/**
 * A TornadoVM SDK that was found.
 *
 * @param home its folder
 * @param version for example {@code 5.2.0-jdk25}
 * @param argumentFile what a JVM must be started with
 */
public record Sdk(Path home, String version, Path argumentFile) {}
