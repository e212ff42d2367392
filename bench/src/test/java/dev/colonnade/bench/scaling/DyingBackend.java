// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.scaling;

import dev.colonnade.bench.plugin.PluginJar;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A plug-in whose device {@code dying:0} takes its process with it, as a driver does that crashes:
 * the kit's skeleton, but it halts the JVM when the device is opened ({@code -Ddying.at=0}) or at
 * the n-th program compiled on it.
 */
final class DyingBackend {
  private static final String SOURCE =
      """
      package dying;

      import dev.colonnade.conformance.ReferenceBackends;
      import dev.colonnade.core.backend.BackendProvider;
      import dev.colonnade.core.backend.Device;
      import dev.colonnade.core.backend.ProbeResult;
      import dev.colonnade.core.backend.Session;
      import dev.colonnade.core.backend.SpiVersion;
      import java.lang.reflect.InvocationTargetException;
      import java.lang.reflect.Proxy;
      import java.util.List;

      public final class Provider implements BackendProvider {
        private static int programs;

        public String name() {
          return "dying";
        }

        public SpiVersion spiVersion() {
          return SpiVersion.CURRENT;
        }

        public ProbeResult probe() {
          Device skeleton = ReferenceBackends.device("skeleton:0").orElseThrow();
          return new ProbeResult.Available(List.of(around(Device.class, skeleton)));
        }

        private static <T> T around(Class<T> type, T real) {
          return type.cast(
              Proxy.newProxyInstance(
                  Provider.class.getClassLoader(),
                  new Class<?>[] {type},
                  (proxy, method, arguments) -> {
                    if (method.getName().equals("id")) {
                      return "dying:0";
                    }
                    if (method.getName().equals("open")) {
                      dieAt(0);
                    }
                    if (method.getName().equals("compile")) {
                      dieAt(++programs);
                    }
                    try {
                      Object result = method.invoke(real, arguments);
                      return result instanceof Session session
                          ? around(Session.class, session)
                          : result;
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  }));
        }

        private static void dieAt(int moment) {
          if (moment == Integer.getInteger("dying.at", -1)) {
            System.err.println("the driver crashed");
            Runtime.getRuntime().halt(134);
          }
        }
      }
      """;

  private DyingBackend() {}

  /** Compiles the plug-in into a jar in this folder. */
  static Path jar(Path folder) throws IOException {
    return PluginJar.compile(folder, "dying", SOURCE);
  }
}
