// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.core.runtime.BackendRegistry;
import dev.colonnade.models.zoo.Zoo;
import java.util.Iterator;

/** What a shell may offer where an argument is begun; looked up when it is asked for only. */
final class Candidates {
  private Candidates() {}

  /** Names of the zoo; a net string is as good. */
  static final class Nets implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Zoo.names().iterator();
    }
  }

  /**
   * Backends by name, each of which stands for its first device. Which devices there are is only
   * known after probing, which takes seconds.
   */
  static final class Devices implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return BackendRegistry.discover().found().keySet().iterator();
    }
  }
}
