// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.device;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Session;
import dev.colonnade.tornado.engine.Engine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** A device that TornadoVM compiles for. */
public final class TornadoVmDevice implements Device {
  /**
   * What is known of a device.
   *
   * @param id for example {@code tornado:0}
   * @param name the vendor's
   * @param memoryBytes of the device
   * @param cores of the device
   * @param properties that belong in records, and that plans are valid for
   */
  public record Facts(
      String id, String name, long memoryBytes, int cores, Map<String, String> properties) {
    /** Copies the map, in its order. */
    public Facts {
      properties = new LinkedHashMap<>(properties);
    }
  }

  private final Facts facts;
  private final Engine engine;

  /**
   * A device.
   *
   * @param engine what runs kernels on it, shared by all its sessions
   */
  public TornadoVmDevice(Facts facts, Engine engine) {
    this.facts = facts;
    this.engine = engine;
  }

  @Override
  public String id() {
    return facts.id();
  }

  @Override
  public String name() {
    return facts.name();
  }

  @Override
  public OptionalLong memoryBytes() {
    return OptionalLong.of(facts.memoryBytes());
  }

  @Override
  public Map<String, String> properties() {
    return new LinkedHashMap<>(facts.properties());
  }

  int cores() {
    return facts.cores();
  }

  @Override
  public Session open() {
    return new TornadoVmSession(this, engine);
  }
}
