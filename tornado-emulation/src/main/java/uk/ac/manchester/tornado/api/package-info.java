// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The part of TornadoVM's API that our kernels and their launches use, written by ourselves: names
 * and signatures are TornadoVM's, so that what is compiled against them runs on any SDK, and it
 * works, so that kernels can be tested on a plain JVM. In a JVM that runs with an SDK the SDK's own
 * module hides these classes. Nothing here is shipped.
 */
package uk.ac.manchester.tornado.api;
