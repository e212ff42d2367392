// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import java.util.Map;
import java.util.TreeMap;

/**
 * How the C library's allocator of a peer is set. A framework that allocates its tensors anew in
 * each step gets them from the kernel and gives them back each time, unless glibc is told to keep
 * them; who does not know that measures page faults. Other allocators (with LD_PRELOAD) are
 * inherited from the environment, and other C libraries pass over these variables.
 */
public enum PeerMalloc {
  /** Memory is kept, whatever its size. */
  TUNED(
      Map.of(
          "MALLOC_MMAP_THRESHOLD_", "33554432",
          "MALLOC_MMAP_MAX_", "0",
          "MALLOC_TRIM_THRESHOLD_", "17179869184",
          "MALLOC_TOP_PAD_", "67108864")),
  /** As the environment has it. */
  DEFAULT(Map.of());

  private final Map<String, String> environment;

  PeerMalloc(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Variables for a peer; what the user has set keeps its value. */
  public Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>(environment);
    variables.keySet().removeAll(System.getenv().keySet());
    return variables;
  }
}
