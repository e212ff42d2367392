// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.awkward;

import dev.colonnade.core.backend.BackendProvider;
import dev.colonnade.core.backend.ProbeResult;
import dev.colonnade.core.backend.SpiVersion;
import java.util.List;

/** Provides {@code awkward:0}; not registered as a service, as nobody should measure it. */
public final class AwkwardProvider implements BackendProvider {
  /** Without side effects. */
  public AwkwardProvider() {}

  @Override
  public String name() {
    return "awkward";
  }

  @Override
  public SpiVersion spiVersion() {
    return new SpiVersion(1, 0);
  }

  @Override
  public ProbeResult probe() {
    return new ProbeResult.Available(List.of(new AwkwardDevice()));
  }
}
