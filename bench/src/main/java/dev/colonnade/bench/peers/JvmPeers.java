// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Peers written in Java that a checkout can build, in a profile of their own. */
public final class JvmPeers {
  /** Libraries of single operations. */
  public static final List<String> OF_KERNELS = List.of("onednn", "openblas");

  private static final Set<String> NAMES = Set.of("djl", "onednn", "openblas");
  private static final String BUILD =
      "./mvnw -Pjvm-peers -Dfast -Dmaven.test.skip=true -pl bench/jvm-peers -am package";
  private static final String MAIN = "dev.colonnade.jvmpeers.Main";
  private static final Path BUILT = Path.of("bench", "jvm-peers", "target");

  private JvmPeers() {}

  /** Whether a peer of this name is one of these. */
  public static boolean has(String name) {
    return NAMES.contains(name);
  }

  /** Their names. */
  public static Set<String> names() {
    return new TreeSet<>(NAMES);
  }

  /**
   * How one is started.
   *
   * @param environment variables for it
   * @throws IllegalStateException if it was not built; the message says how that is done
   */
  public static PeerProgram program(String name, Map<String, String> environment) {
    Path home = Path.of(System.getProperty("colonnade.home", "."));
    Path jars =
        Stream.of(home.resolve(BUILT).resolve("fast/peers"), home.resolve(BUILT).resolve("peers"))
            .filter(Files::isDirectory)
            .findFirst()
            .orElseThrow(() ->
                new IllegalStateException(
                    "the peer "
                        + name
                        + " is not built, because its libraries are 160 MB; build it in a checkout"
                        + " with "
                        + BUILD));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(jars.toAbsolutePath().resolve("*").toString());
    command.add(MAIN);
    command.add(name);
    return new PeerProgram(command, environment);
  }
}
