// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.process.ForegroundJvm;
import dev.colonnade.bench.process.JavaCommand;
import dev.colonnade.bench.process.ParentWatch;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.runtime.BackendRegistry;
import java.io.IOException;
import java.util.List;

/** Runs a command in a JVM that has the options its device's provider declares. */
final class DeviceJvm {
  /** A command's work on its device. */
  @FunctionalInterface
  interface Body {
    /** Does the work and returns the exit code. */
    int run(Device device) throws Exception;
  }

  private DeviceJvm() {}

  /**
   * Runs {@code body} here if this JVM suits the device, else the whole command in a child JVM.
   *
   * @param colonnade the top-level command, for arguments and plug-ins
   * @param deviceId what the user typed, such as {@code cpu:0}
   */
  static int run(Colonnade colonnade, String deviceId, Body body) throws Exception {
    BackendRegistry registry = colonnade.registry();
    List<String> options = options(registry, deviceId);
    if (!Main.isChild() && !JavaCommand.inForce(options)) {
      return inChild(options, colonnade.arguments());
    }
    if (Main.isChild()) {
      ParentWatch.start();
    }
    return body.run(registry.device(deviceId));
  }

  /** The JVM options of a device's provider; wrong usage if there is no such backend. */
  static List<String> options(BackendRegistry registry, String deviceId) {
    int colon = deviceId.indexOf(':');
    String backend = colon < 0 ? deviceId : deviceId.substring(0, colon);
    BackendRegistry.Found found = registry.found().get(backend);
    if (found == null && registry.found().isEmpty()) {
      throw CommandFailure.failed(
          "no backend was found on the class path or in plugins/; rebuild with './mvnw -Dfast package'");
    }
    if (found == null) {
      throw CommandFailure.usage(
          "there is no backend "
              + backend
              + " for device "
              + deviceId
              + "; there are "
              + String.join(", ", registry.found().keySet())
              + " ('colonnade devices' lists their devices)");
    }
    return found.provider().jvmOptions();
  }

  private static int inChild(List<String> options, List<String> arguments)
      throws IOException, InterruptedException {
    return ForegroundJvm.run(options, arguments);
  }
}
