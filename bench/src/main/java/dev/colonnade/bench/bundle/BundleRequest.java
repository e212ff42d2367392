// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.bundle;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What goes into a bundle.
 *
 * @param home folder of the checkout: licences, plug-ins, peers
 * @param javaHome the JDK whose jlink makes the runtime
 * @param mainJar our own jar, the first on the class path
 * @param libraries every other jar of the class path
 * @param version version of the program
 * @param commit its commit, or why that is not known
 * @param epochSeconds time stamp of every file, so that equal content gives equal archives
 * @param data the user's folder of data sets
 * @param tornadoSdk a TornadoVM SDK
 */
public record BundleRequest(
    Path home,
    Path javaHome,
    Path mainJar,
    List<Path> libraries,
    String version,
    String commit,
    long epochSeconds,
    Optional<Path> data,
    Optional<Path> tornadoSdk) {
  /** Copies the list. */
  public BundleRequest {
    libraries = List.copyOf(libraries);
  }

  /** Name of the bundle's folder, and of its archive without {@code .tar.xz}. */
  public String name() {
    return "colonnade-" + version + "-linux-x86_64";
  }

  /** Whether nothing was added whose size is the user's own. */
  public boolean plain() {
    return data.isEmpty() && tornadoSdk.isEmpty();
  }
}
