// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import java.util.Optional;

/**
 * What everybody trains.
 *
 * @param net net string
 * @param zooName its name in the zoo, if it came from there
 * @param batch images in a step
 * @param math math mode
 */
public record PeerCase(String net, Optional<String> zooName, int batch, String math) {
  /** For people. */
  public String describe() {
    return zooName.orElse(net) + ", batch " + batch + ", " + math;
  }
}
