// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A barrier of all groups, which must run at once; the engine tries that before it relies on it.
 * Arguments of the launch: at 3 how often to look before giving up, at 8 a counter that begins at
 * 0, at 11 whether a group gave up.
 */
final class Waiting {
  private Waiting() {}

  /** Waits until so many groups have come here, counted from the launch's beginning. */
  static void forAll(KernelContext context, IntArray arguments, int awaited) {
    context.atomicAdd(arguments, 8, 1);
    int looks = 0;
    int waiting = 1;
    while (waiting == 1) {
      // Adding nothing keeps the compiler from reading the counter only once.
      context.atomicAdd(arguments, 8, 0);
      int come = arguments.get(8);
      looks = looks + 1;
      if (come >= awaited) {
        waiting = 0;
      } else if (looks > arguments.get(3)) {
        waiting = 0;
        arguments.set(11, 1);
      }
    }
  }
}
