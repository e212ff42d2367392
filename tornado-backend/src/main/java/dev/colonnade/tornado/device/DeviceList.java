// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.device;

import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.ProbeResult;
import dev.colonnade.tornado.engine.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uk.ac.manchester.tornado.api.TornadoBackend;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoTargetDevice;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;

/** The devices that TornadoVM's drivers find on this machine. */
public final class DeviceList {
  private static final String LAUNCHES = "colonnade.tornado.launches";

  private DeviceList() {}

  /**
   * Asks all drivers.
   *
   * @param sdkVersion for records
   */
  public static ProbeResult find(String sdkVersion) {
    List<Device> devices = new ArrayList<>();
    try {
      for (TornadoBackend driver : TornadoExecutionPlan.getTornadoDeviceMap().getAllBackends()) {
        for (TornadoDevice device : driver.getAllDevices()) {
          devices.add(device("tornado:" + devices.size(), device, sdkVersion));
        }
      }
    } catch (RuntimeException | LinkageError | InternalError e) {
      return new ProbeResult.Unavailable(
          "TornadoVM " + sdkVersion + " does not start: " + e,
          "look at the SDK's own tornado --devices, and whether a driver (libOpenCL, libcuda) is"
              + " installed");
    }
    return devices.isEmpty()
        ? new ProbeResult.Unavailable(
            "TornadoVM " + sdkVersion + " is there, and its drivers find no device",
            "install a driver, such as Debian's pocl-opencl-icd for OpenCL on a processor")
        : new ProbeResult.Available(devices);
  }

  /**
   * Whether a device's threads are cores, for which many kernels run in one launch. The system
   * property {@code colonnade.tornado.launches} says otherwise: {@code lists} or {@code separate},
   * which is how the kernels of graphics processors are tested on a processor.
   */
  private static boolean runsLists(TornadoDevice device) {
    return switch (System.getProperty(LAUNCHES, "")) {
      case "lists" -> true;
      case "separate" -> false;
      case "" -> device.getDeviceType() == TornadoDeviceType.CPU;
      case String other ->
          throw new IllegalArgumentException(LAUNCHES + " is lists or separate, not " + other);
    };
  }

  /** A device of TornadoVM's as one of ours. */
  public static TornadoVmDevice device(String id, TornadoDevice device, String sdkVersion) {
    TornadoTargetDevice target = device.getPhysicalDevice();
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("tornadoVm", sdkVersion);
    properties.put("driver", device.getTornadoVMBackend().name());
    properties.put("platform", device.getPlatformName());
    properties.put("deviceType", device.getDeviceType().name());
    properties.put("computeUnits", Integer.toString(target.getDeviceMaxComputeUnits()));
    properties.put("localMemoryBytes", Long.toString(target.getDeviceLocalMemorySize()));
    properties.put("openClCompilerFlags", Engine.OPENCL_FLAGS);
    boolean lists = runsLists(device);
    properties.put("launches", lists ? "lists" : "separate");
    return new TornadoVmDevice(
        new TornadoVmDevice.Facts(
            id,
            target.getDeviceName(),
            target.getDeviceGlobalMemorySize(),
            target.getDeviceMaxComputeUnits(),
            properties),
        new Engine(id, device, lists));
  }
}
