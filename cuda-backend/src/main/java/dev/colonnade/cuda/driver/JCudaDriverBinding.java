// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.driver;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.cuda.library.NativeLibrary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.JCudaDriver;

/**
 * The driver by JCuda. JCuda's native part needs nothing but {@code libcuda.so.1}, which must be
 * loaded in this process or on the loader's path before this class is used.
 */
public final class JCudaDriverBinding implements Driver {
  private final int version;
  private final List<DeviceFacts> devices;
  private final NativeLibrary library;

  /**
   * Initialises the driver.
   *
   * @param library the same driver, for the functions that JCuda does not have
   * @throws BackendException if it refuses, with its reason
   * @throws LinkageError if JCuda's native part or the driver cannot be loaded
   */
  public JCudaDriverBinding(NativeLibrary library) {
    this.library = library;
    // Status codes are checked one by one: a message that names sizes and kernels helps more than
    // JCuda's exception.
    JCudaDriver.setExceptionsEnabled(false);
    check(JCudaDriver.cuInit(0), "cuInit");
    int[] value = new int[1];
    check(JCudaDriver.cuDriverGetVersion(value), "cuDriverGetVersion");
    version = value[0];
    check(JCudaDriver.cuDeviceGetCount(value), "cuDeviceGetCount");
    List<DeviceFacts> found = new ArrayList<>();
    for (int ordinal = 0; ordinal < value[0]; ordinal++) {
      found.add(facts(ordinal));
    }
    devices = List.copyOf(found);
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public List<DeviceFacts> devices() {
    return devices;
  }

  @Override
  public Context open(int ordinal) {
    return new JCudaContext(device(ordinal), devices.get(ordinal), "cuda:" + ordinal, library);
  }

  private static CUdevice device(int ordinal) {
    CUdevice device = new CUdevice();
    check(JCudaDriver.cuDeviceGet(device, ordinal), "cuDeviceGet " + ordinal);
    return device;
  }

  private static DeviceFacts facts(int ordinal) {
    CUdevice device = device(ordinal);
    byte[] name = new byte[256];
    check(JCudaDriver.cuDeviceGetName(name, name.length, device), "cuDeviceGetName");
    long[] bytes = new long[1];
    check(JCudaDriver.cuDeviceTotalMem(bytes, device), "cuDeviceTotalMem");
    String[] bus = new String[1];
    check(JCudaDriver.cuDeviceGetPCIBusId(bus, 64, device), "cuDeviceGetPCIBusId");
    return new DeviceFacts(
        ordinal,
        text(name),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
        bytes[0],
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_CLOCK_RATE),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE),
        bus[0] == null ? "unknown" : bus[0].trim());
  }

  private static int attribute(CUdevice device, int attribute) {
    int[] value = new int[1];
    check(
        JCudaDriver.cuDeviceGetAttribute(value, attribute, device),
        "cuDeviceGetAttribute " + attribute);
    return value[0];
  }

  private static String text(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private static void check(int status, String operation) {
    check(status, operation, "the CUDA driver");
  }

  /** Throws the error of a status that is not success. */
  static void check(int status, String operation, String device) {
    if (status != DriverStatus.SUCCESS) {
      String[] name = new String[1];
      JCudaDriver.cuGetErrorName(status, name);
      throw DriverStatus.error(status, String.valueOf(name[0]), operation, device);
    }
  }
}
