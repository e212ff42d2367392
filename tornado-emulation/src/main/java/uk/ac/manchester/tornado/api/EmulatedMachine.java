// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api;

import java.util.List;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/** A driver with one processor and one graphics processor, both of them this JVM. */
final class EmulatedMachine implements TornadoBackend {
  /** Groups of one thread that run at once. */
  static final int COMPUTE_UNITS = 2;

  @Override
  public List<TornadoDevice> getAllDevices() {
    return List.of(new Emulated(TornadoDeviceType.CPU), new Emulated(TornadoDeviceType.GPU));
  }

  @Override
  public TornadoVMBackendType getBackendType() {
    return TornadoVMBackendType.OPENCL;
  }

  private record Emulated(TornadoDeviceType type) implements TornadoDevice, TornadoTargetDevice {
    @Override
    public String getPlatformName() {
      return "emulation";
    }

    @Override
    public TornadoTargetDevice getPhysicalDevice() {
      return this;
    }

    @Override
    public TornadoDeviceType getDeviceType() {
      return type;
    }

    @Override
    public TornadoVMBackendType getTornadoVMBackend() {
      return TornadoVMBackendType.OPENCL;
    }

    @Override
    public String getDeviceName() {
      return "emulated " + type;
    }

    @Override
    public long getDeviceGlobalMemorySize() {
      return Runtime.getRuntime().maxMemory();
    }

    @Override
    public long getDeviceLocalMemorySize() {
      return 48 << 10;
    }

    @Override
    public int getDeviceMaxComputeUnits() {
      return COMPUTE_UNITS;
    }

    @Override
    public long[] getDeviceMaxWorkGroupSize() {
      return new long[] {256};
    }
  }
}
