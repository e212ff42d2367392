// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The peer that ships: a Python program, carried in the jar so that it is there wherever we are.
 */
public final class PyTorchPeer {
  private static final List<String> FILES = List.of("pytorch_peer.py", "colonnade_peer.py");

  private PyTorchPeer() {}

  /**
   * Writes the program into a folder.
   *
   * @param python the Python to run it with
   * @param environment variables for it
   * @throws IOException if the folder cannot be written
   */
  public static PeerProgram install(String python, Map<String, String> environment, Path folder)
      throws IOException {
    Files.createDirectories(folder);
    for (String name : FILES) {
      try (InputStream in = PyTorchPeer.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IOException(name + " is missing from this build; rebuild it");
        }
        Files.copy(in, folder.resolve(name));
      }
    }
    return new PeerProgram(
        List.of(python, folder.resolve(FILES.getFirst()).toAbsolutePath().toString()), environment);
  }
}
