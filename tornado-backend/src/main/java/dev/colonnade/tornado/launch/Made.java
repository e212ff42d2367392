// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.launch;

import java.util.List;

/**
 * What a node became.
 *
 * @param kernel its name in plans
 * @param algorithm what was chosen, or {@code only}
 * @param launches in order
 */
public record Made(String kernel, String algorithm, List<Launch> launches) {
  /** Copies the list. */
  public Made {
    launches = List.copyOf(launches);
  }

  static Made only(String kernel, Launch... launches) {
    return new Made(kernel, "only", List.of(launches));
  }
}
