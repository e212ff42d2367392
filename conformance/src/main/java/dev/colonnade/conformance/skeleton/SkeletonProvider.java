// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.skeleton;

import dev.colonnade.core.backend.BackendProvider;
import dev.colonnade.core.backend.ProbeResult;
import dev.colonnade.core.backend.SpiVersion;
import java.util.List;

/**
 * Entry point: the class named in {@code
 * META-INF/services/dev.colonnade.core.backend.BackendProvider} of a backend's jar. The skeleton's
 * own jar does not name it, so that it never appears among the devices a user measures; the tests
 * and {@code ReferenceBackends} make it by hand.
 */
public final class SkeletonProvider implements BackendProvider {
  /** Without side effects: no driver is touched, no library loaded. */
  public SkeletonProvider() {}

  @Override
  public String name() {
    return "skeleton";
  }

  @Override
  public SpiVersion spiVersion() {
    // Written out: SpiVersion.CURRENT would be that of the core it runs with, not of the one it was
    // built against.
    return new SpiVersion(1, 0);
  }

  @Override
  public ProbeResult probe() {
    // A real backend looks for its driver here and answers Unavailable, with what is missing and
    // what to do about it, instead of throwing.
    return new ProbeResult.Available(List.of(new SkeletonDevice()));
  }
}
