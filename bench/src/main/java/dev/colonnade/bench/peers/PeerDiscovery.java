// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.record.FailureRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts peers once to hear who they are and what they offer. */
public final class PeerDiscovery {
  private final Duration limit;
  private final Map<String, Integer> names = new HashMap<>();

  /** With the time that a peer has for its answer. */
  public PeerDiscovery(Duration limit) {
    this.limit = limit;
  }

  /**
   * All that a peer offers: each variant on each of its devices.
   *
   * @throws PeerException if it cannot run here
   */
  public List<Participant.Theirs> ask(PeerProgram program)
      throws PeerException, InterruptedException {
    PeerReply.Hello hello;
    try (PeerSession session = PeerSession.start(program.command(), program.environment(), limit)) {
      hello = session.hello();
      session.bye();
    }
    int count = names.merge(hello.name(), 1, Integer::sum);
    String name = count == 1 ? hello.name() : hello.name() + "#" + count;
    List<Participant.Theirs> offered = new ArrayList<>();
    for (PeerReply.OfferedDevice device : hello.devices()) {
      for (String variant : device.variants()) {
        offered.add(new Participant.Theirs(program, name, hello, device, variant));
      }
    }
    if (offered.isEmpty()) {
      throw new PeerException(FailureRecord.Kind.UNSUPPORTED, hello.name() + " offers no variant");
    }
    return offered;
  }
}
