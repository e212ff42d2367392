// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.device;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Session;
import dev.colonnade.cuda.driver.DeviceFacts;
import dev.colonnade.cuda.driver.Driver;
import dev.colonnade.cuda.execute.StepLoop;
import dev.colonnade.cuda.kernel.KernelImages;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A CUDA device. */
public final class CudaDevice implements Device {
  private final Driver driver;
  private final DeviceFacts facts;
  private final KernelImages images;
  private final Map<String, String> versions;
  private final Optional<StepLoop> loop;

  /**
   * A device.
   *
   * @param driver the machine's
   * @param facts what it says about this device
   * @param images our kernels for it
   * @param versions of the driver and of every library in use, which plans are valid for
   */
  public CudaDevice(
      Driver driver, DeviceFacts facts, KernelImages images, Map<String, String> versions) {
    this(driver, facts, images, versions, Optional.empty());
  }

  /** As above, with one way to run steps for all programs, which is then not measured. */
  public CudaDevice(
      Driver driver,
      DeviceFacts facts,
      KernelImages images,
      Map<String, String> versions,
      Optional<StepLoop> loop) {
    this.loop = loop;
    this.driver = driver;
    this.facts = facts;
    this.images = images;
    this.versions = new LinkedHashMap<>(versions);
  }

  @Override
  public String id() {
    return "cuda:" + facts.ordinal();
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
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("computeCapability", facts.computeMajor() + "." + facts.computeMinor());
    properties.put("multiprocessors", Integer.toString(facts.multiprocessors()));
    properties.put("clockMegahertz", Integer.toString(facts.clockKilohertz() / 1000));
    properties.put("l2Bytes", Integer.toString(facts.l2Bytes()));
    properties.put("sharedBytesPerBlock", Integer.toString(facts.sharedBytesPerBlock()));
    properties.put("pciBusId", facts.pciBusId());
    properties.putAll(versions);
    return properties;
  }

  Map<String, String> versions() {
    return versions;
  }

  Optional<StepLoop> loop() {
    return loop;
  }

  DeviceFacts facts() {
    return facts;
  }

  @Override
  public Session open() {
    return new CudaSession(this, driver.open(facts.ordinal()), images);
  }
}
