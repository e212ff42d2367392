// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.device;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.DeviceConditions;
import dev.colonnade.core.backend.EnergyReading;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Reading;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.runtime.PlanCache;
import dev.colonnade.cuda.compile.KernelChoice;
import dev.colonnade.cuda.driver.DeviceFacts;
import dev.colonnade.cuda.driver.Driver;
import dev.colonnade.cuda.execute.StepLoop;
import dev.colonnade.cuda.kernel.KernelImages;
import dev.colonnade.cuda.kernel.LibraryLoader;
import dev.colonnade.cuda.management.DeviceManagement;
import dev.colonnade.cuda.management.NoManagement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A CUDA device. */
public final class CudaDevice implements Device {
  private final Driver driver;
  private final DeviceFacts facts;
  private final KernelImages images;
  private final LibraryLoader libraries;
  private final Map<String, String> versions;
  private final Optional<PlanCache> plans;
  private final Optional<StepLoop> loop;
  private final Optional<KernelChoice> kernels;
  private final DeviceManagement management;

  /**
   * A device.
   *
   * @param driver the machine's
   * @param facts what it says about this device
   * @param images our kernels for it
   * @param libraries of NVIDIA's
   * @param versions of the driver and of every library in use, which plans are valid for
   * @param plans where plans are kept from one process to the next, if they are
   */
  public CudaDevice(
      Driver driver,
      DeviceFacts facts,
      KernelImages images,
      LibraryLoader libraries,
      Map<String, String> versions,
      Optional<PlanCache> plans) {
    this(driver, facts, images, libraries, versions, plans, Optional.empty(), Optional.empty());
  }

  /** This device with what tells its conditions and its energy. */
  public CudaDevice with(DeviceManagement told) {
    return new CudaDevice(driver, facts, images, libraries, versions, plans, loop, kernels, told);
  }

  /**
   * As above, with choices made beforehand.
   *
   * @param loop the way to run steps of all programs, which is then not measured
   * @param kernels what all programs are made of, which is then not measured
   */
  public CudaDevice(
      Driver driver,
      DeviceFacts facts,
      KernelImages images,
      LibraryLoader libraries,
      Map<String, String> versions,
      Optional<PlanCache> plans,
      Optional<StepLoop> loop,
      Optional<KernelChoice> kernels) {
    this(
        driver,
        facts,
        images,
        libraries,
        versions,
        plans,
        loop,
        kernels,
        new NoManagement("no management library was given to this device"));
  }

  private CudaDevice(
      Driver driver,
      DeviceFacts facts,
      KernelImages images,
      LibraryLoader libraries,
      Map<String, String> versions,
      Optional<PlanCache> plans,
      Optional<StepLoop> loop,
      Optional<KernelChoice> kernels,
      DeviceManagement management) {
    this.management = management;
    this.kernels = kernels;
    this.libraries = libraries;
    this.plans = plans;
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
    properties.put(
        "driver",
        switch (management.driverVersion()) {
          case Reading.Value<String>(String version) -> version;
          case Reading.Unavailable<String> _ -> "version not told, for CUDA " + cudaVersion();
        });
    properties.putAll(versions);
    return properties;
  }

  @Override
  public DeviceConditions conditions() {
    return management.conditions();
  }

  EnergyReading energy() {
    return management.energy();
  }

  Map<String, String> versions() {
    return versions;
  }

  Optional<PlanCache> plans() {
    return plans;
  }

  private String cudaVersion() {
    return driver.version() / 1000 + "." + driver.version() % 1000 / 10;
  }

  Optional<KernelChoice> kernels() {
    return kernels;
  }

  Optional<StepLoop> loop() {
    return loop;
  }

  DeviceFacts facts() {
    return facts;
  }

  @Override
  public List<MathMode> mathModes() {
    return List.of(MathMode.values());
  }

  @Override
  public Session open() {
    return new CudaSession(this, driver.open(facts.ordinal()), images, libraries);
  }
}
