// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.measure.DevicePeer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Run in a child JVM by {@code peers}: one of our devices, speaking the peer protocol. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "peer-device",
    hidden = true,
    description = "Answer requests of the peer protocol on standard input, for one device.")
final class PeerDeviceCommand implements Callable<Integer> {
  @ParentCommand private Colonnade colonnade;

  @Parameters(paramLabel = "DEVICE", description = "The device.")
  private String device;

  @SuppressWarnings("NullAway.Init") // picocli sets both before the command runs.
  PeerDeviceCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintStream replies = System.out;
    // Whatever a backend's library prints must not get between the messages.
    System.setOut(System.err);
    try (DevicePeer peer = new DevicePeer(colonnade.registry().device(device))) {
      BufferedReader requests =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      return peer.serve(requests, replies) ? 0 : 1;
    } finally {
      System.setOut(replies);
    }
  }
}
