// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.jvmpeers;

import dev.colonnade.bench.protocol.PeerService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Starts one of the peers of this module: {@code djl}, {@code onednn} or {@code openblas}. */
public final class Main {
  private Main() {}

  /** Serves the peer named by the first argument until good bye; exit code 2 for another name. */
  public static void main(String[] arguments) throws IOException {
    Map<String, Supplier<PeerService>> peers =
        Map.of("djl", DjlPeer::new, "onednn", OneDnnPeer::new, "openblas", OpenBlasPeer::new);
    Supplier<PeerService> peer = arguments.length == 1 ? peers.get(arguments[0]) : null;
    if (peer == null) {
      System.err.println("name one peer: " + String.join(", ", new TreeMap<>(peers).keySet()));
      System.exit(2);
      return;
    }
    PrintStream replies = System.out;
    // Whatever a library prints must not get between the messages.
    System.setOut(System.err);
    boolean goodBye;
    try (PeerService service = peer.get()) {
      goodBye =
          service.serve(
              new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
              replies);
    }
    System.exit(goodBye ? 0 : 1);
  }
}
