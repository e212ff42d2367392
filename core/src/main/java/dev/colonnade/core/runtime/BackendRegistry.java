// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.BackendLibrary;
import dev.colonnade.core.backend.BackendProvider;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.ProbeResult;
import dev.colonnade.core.backend.SpiVersion;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Finds backends by {@link ServiceLoader}: on the class path, and in plug-in jars. A provider that
 * cannot be loaded is kept with its reason; it never hides the others.
 */
public final class BackendRegistry {
  /**
   * A backend that was found.
   *
   * @param provider the provider
   * @param origin where it came from: {@code class path} or the jar
   */
  public record Found(BackendProvider provider, String origin) {}

  /**
   * A backend that could not be loaded.
   *
   * @param origin the jar or {@code class path}
   * @param reason one sentence
   */
  public record Refused(String origin, String reason) {}

  private final Map<String, Found> found = new LinkedHashMap<>();
  private final List<Refused> refused = new ArrayList<>();

  private BackendRegistry() {}

  /** The backends on the class path alone. */
  public static BackendRegistry discover() {
    return discover(List.of());
  }

  /**
   * The backends on the class path and in plug-ins.
   *
   * @param plugins jars, or folders whose jars are taken in alphabetical order; a folder that does
   *     not exist is an empty one
   * @throws BackendException if a jar does not exist
   */
  public static BackendRegistry discover(List<Path> plugins) {
    BackendRegistry registry = new BackendRegistry();
    registry.load(BackendRegistry.class.getClassLoader(), "class path");
    for (Path jar : jars(plugins)) {
      registry.loadJar(jar);
    }
    return registry;
  }

  private static List<Path> jars(List<Path> plugins) {
    List<Path> jars = new ArrayList<>();
    for (Path plugin : plugins) {
      if (plugin.toString().endsWith(".jar")) {
        if (!Files.isRegularFile(plugin)) {
          throw new BackendException(
              "plug-in " + plugin + " does not exist; give the path of a backend's jar");
        }
        jars.add(plugin);
      } else if (Files.isDirectory(plugin)) {
        try (Stream<Path> entries = Files.list(plugin)) {
          entries.filter(path -> path.toString().endsWith(".jar")).sorted().forEach(jars::add);
        } catch (IOException e) {
          throw new BackendException("plug-in folder " + plugin + " cannot be read: " + e, e);
        }
      } else if (Files.exists(plugin)) {
        throw new BackendException(
            "plug-in " + plugin + " is neither a jar nor a folder of jars; give one of these");
      }
    }
    return jars;
  }

  private void loadJar(Path jar) {
    try {
      URL url = jar.toUri().toURL();
      // Stays open for the life of the JVM: its classes are loaded when first used.
      @SuppressWarnings("resource")
      URLClassLoader loader =
          new URLClassLoader(new URL[] {url}, BackendRegistry.class.getClassLoader());
      int before = found.size() + refused.size();
      load(loader, jar.toString());
      if (found.size() + refused.size() == before) {
        refused.add(
            new Refused(
                jar.toString(),
                "it names no backend: META-INF/services/"
                    + BackendProvider.class.getName()
                    + " is missing or empty"));
      }
    } catch (MalformedURLException e) {
      refused.add(
          new Refused(jar.toString(), "its path is not a valid address: " + e.getMessage()));
    }
  }

  private void load(ClassLoader loader, String origin) {
    Iterator<ServiceLoader.Provider<BackendProvider>> providers =
        ServiceLoader.load(BackendProvider.class, loader).stream().iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        ServiceLoader.Provider<BackendProvider> next = providers.next();
        // A plug-in's loader also sees the class path; what came from there is known already.
        if (!origin.equals("class path") && !loader.equals(next.type().getClassLoader())) {
          continue;
        }
        register(next.get(), origin);
      } catch (ServiceConfigurationError | LinkageError e) {
        refused.add(new Refused(origin, "it cannot be loaded: " + e.getMessage()));
        if (e instanceof LinkageError) {
          return;
        }
      }
    }
  }

  private void register(BackendProvider provider, String origin) {
    if (!provider.spiVersion().runsOn(SpiVersion.CURRENT)) {
      refused.add(
          new Refused(
              origin,
              "backend "
                  + provider.name()
                  + " was built for SPI "
                  + provider.spiVersion()
                  + ", this is "
                  + SpiVersion.CURRENT
                  + "; rebuild it against this version"));
      return;
    }
    Found known = found.putIfAbsent(provider.name(), new Found(provider, origin));
    if (known != null) {
      refused.add(
          new Refused(
              origin,
              "a backend named " + provider.name() + " is loaded already from " + known.origin()));
    }
  }

  /** The backends by name, in the order found. */
  public Map<String, Found> found() {
    return Collections.unmodifiableMap(found);
  }

  /** What could not be loaded, with reasons. */
  public List<Refused> refused() {
    return List.copyOf(refused);
  }

  /**
   * Probes the backend {@code name}. A provider that throws, against its contract, is reported as
   * unavailable with what it threw.
   *
   * @throws UnknownDeviceException if there is no such backend
   */
  public ProbeResult probe(String name) {
    Found backend = backend(name);
    try {
      return backend.provider().probe();
    } catch (RuntimeException | LinkageError e) {
      return new ProbeResult.Unavailable(
          "its probe failed, which is a fault of the backend: " + e,
          "report it to the author of " + backend.origin());
    }
  }

  /**
   * The native libraries of the backend {@code name}, found or missing. A provider that throws,
   * against its contract, has one that is missing for what it threw.
   *
   * @throws UnknownDeviceException if there is no such backend
   */
  public List<BackendLibrary> libraries(String name) {
    Found backend = backend(name);
    try {
      return List.copyOf(backend.provider().libraries());
    } catch (RuntimeException | LinkageError e) {
      return List.of(
          new BackendLibrary.Missing(
              "all libraries",
              "not known",
              "looking for them failed, which is a fault of the backend: " + e,
              "report it to the author of " + backend.origin()));
    }
  }

  private Found backend(String name) {
    Found backend = found.get(name);
    if (backend == null) {
      throw new UnknownDeviceException(
          "there is no backend "
              + name
              + "; there are "
              + found.keySet()
              + refused.stream()
                  .map(refusal -> "; " + refusal.origin() + " was refused: " + refusal.reason())
                  .reduce("", String::concat));
    }
    return backend;
  }

  /**
   * The device with an id such as {@code cpu:0}; {@code cpu} alone means its first device.
   *
   * @throws UnknownDeviceException if there is no such backend, or it has no such device; the
   *     message says what there is
   * @throws BackendException if the backend is unavailable
   */
  public Device device(String id) {
    int colon = id.indexOf(':');
    String backend = colon < 0 ? id : id.substring(0, colon);
    switch (probe(backend)) {
      case ProbeResult.Unavailable(String reason, String remedy) ->
          throw new BackendException(
              "device " + id + " is not available: " + reason + "; " + remedy);
      case ProbeResult.Available(List<Device> devices) -> {
        if (colon < 0) {
          return devices.get(0);
        }
        for (Device device : devices) {
          if (device.id().equals(id)) {
            return device;
          }
        }
        throw new UnknownDeviceException(
            "backend "
                + backend
                + " has no device "
                + id
                + "; it has "
                + devices.stream().map(Device::id).toList());
      }
    }
  }
}
