// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.scaling;

import dev.colonnade.bench.plugin.PluginJar;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A plug-in whose device {@code dying:0} takes its process with it, as a driver does that crashes:
 * the kit's skeleton, but it halts the JVM when the device is opened ({@code -Ddying.at=0}) or at
 * the n-th program compiled on it. With {@code -Ddying.how=hang} it does not come back from there
 * instead, with {@code memory} it says that its memory does not suffice. Its device {@code dying:1}
 * is well.
 */
final class DyingBackend {
  private static final String SOURCE =
      """
      package dying;

      import dev.colonnade.conformance.ReferenceBackends;
      import dev.colonnade.core.backend.BackendProvider;
      import dev.colonnade.core.backend.Device;
      import dev.colonnade.core.backend.OutOfDeviceMemoryException;
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
          return new ProbeResult.Available(
              List.of(
                  around(Device.class, skeleton, "dying:0"),
                  around(Device.class, skeleton, "dying:1")));
        }

        private static <T> T around(Class<T> type, T real, String id) {
          return type.cast(
              Proxy.newProxyInstance(
                  Provider.class.getClassLoader(),
                  new Class<?>[] {type},
                  (proxy, method, arguments) -> {
                    if (method.getName().equals("id")) {
                      return id;
                    }
                    if (method.getName().equals("open")) {
                      dieAt(0, id);
                    }
                    if (method.getName().equals("compile")) {
                      dieAt(++programs, id);
                    }
                    try {
                      Object result = method.invoke(real, arguments);
                      return result instanceof Session session
                          ? around(Session.class, session, id)
                          : result;
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  }));
        }

        private static void dieAt(int moment, String id) throws InterruptedException {
          if (moment != Integer.getInteger("dying.at", -1) || !id.equals("dying:0")) {
            return;
          }
          switch (System.getProperty("dying.how", "halt")) {
            case "hang" -> Thread.sleep(Long.MAX_VALUE);
            case "memory" ->
                throw new OutOfDeviceMemoryException("16 GiB are needed, 4 GiB are free");
            default -> {
              System.err.println("the driver crashed");
              Runtime.getRuntime().halt(134);
            }
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
