// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.plugin;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A plug-in whose device {@code telling:0} tells everything that SPI 1.1 lets a device tell: the
 * kit's skeleton on a machine that is too hot, whose power limit slows it down from the second
 * reading on, which takes 200 W by a counter that moves every 5 ms, and which finds one of the two
 * libraries it looks for. With the property {@code colonnade.telling.breaks} one of its two parts
 * keeps the device from being opened.
 */
public final class TellingBackend {
  private static final String SOURCE =
      """
      package telling;

      import dev.colonnade.conformance.ReferenceBackends;
      import dev.colonnade.core.backend.BackendException;
      import dev.colonnade.core.backend.BackendLibrary;
      import dev.colonnade.core.backend.BackendProvider;
      import dev.colonnade.core.backend.Device;
      import dev.colonnade.core.backend.DeviceConditions;
      import dev.colonnade.core.backend.EnergyReading;
      import dev.colonnade.core.backend.ProbeResult;
      import dev.colonnade.core.backend.Reading;
      import dev.colonnade.core.backend.Session;
      import dev.colonnade.core.backend.SpiVersion;
      import dev.colonnade.core.backend.ThrottleReason;
      import java.lang.reflect.InvocationTargetException;
      import java.lang.reflect.Proxy;
      import java.util.List;
      import java.util.Set;

      public final class Provider implements BackendProvider {
        private static int readings;

        public String name() {
          return "telling";
        }

        public SpiVersion spiVersion() {
          return new SpiVersion(1, 1);
        }

        public ProbeResult probe() {
          Device skeleton = ReferenceBackends.device("skeleton:0").orElseThrow();
          return new ProbeResult.Available(List.of(around(Device.class, skeleton)));
        }

        public List<BackendLibrary> libraries() {
          return List.of(
              new BackendLibrary.Found("libhot", "warmth", "4.2", "/opt/hot/libhot.so (opt)"),
              new BackendLibrary.Missing("libcool", "cold", "it was not found", "install cool"));
        }

        public List<String> parts() {
          return List.of("sound", "broken");
        }

        private static boolean isBroken() {
          String only = System.getProperty(ONLY, "");
          return only.isEmpty()
              ? !System.getProperty(WITHOUT, "").contains("telling/broken")
              : only.equals("telling/broken");
        }

        private static <T> T around(Class<T> type, T real) {
          return type.cast(
              Proxy.newProxyInstance(
                  Provider.class.getClassLoader(),
                  new Class<?>[] {type},
                  (proxy, method, arguments) -> {
                    switch (method.getName()) {
                      case "id":
                        return "telling:0";
                      case "device":
                        return around(Device.class, (Device) method.invoke(real));
                      case "conditions":
                        return conditions(++readings);
                      case "energy":
                        long millis = System.nanoTime() / 5_000_000 * 5;
                        return new EnergyReading.Counter(0.2 * millis, "test bench", 0.005);
                      case "open":
                        if (isBroken() && Boolean.getBoolean("colonnade.telling.breaks")) {
                          throw new BackendException("the broken part takes part");
                        }
                        break;
                      case "warmUpNanos":
                        return 7_000_000L;
                      default:
                        break;
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

        private static DeviceConditions conditions(int reading) {
          return new DeviceConditions(
              new Reading.Value<>(reading == 1 ? 1500.0 : 1200.0),
              new Reading.Value<>(1500.0),
              new Reading.Unavailable<>("its memory has no clock"),
              new Reading.Value<>(200.0),
              new Reading.Value<>(200.0),
              new Reading.Value<>(95.0),
              new Reading.Value<>(reading == 1 ? Set.of() : Set.of(ThrottleReason.POWER_CAP)));
        }
      }
      """;

  private TellingBackend() {}

  /** Compiles the plug-in into a jar in this folder. */
  public static Path jar(Path folder) throws IOException {
    return PluginJar.compile(folder, "telling", SOURCE);
  }
}
