// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.library;

import java.util.List;

/** The libraries of NVIDIA's that this backend binds. */
public enum CudaLibrary {
  /** The driver's user part. */
  DRIVER(
      "CUDA driver",
      "devices, memory, launches",
      List.of("libcuda.so.1"),
      "cuDriverGetVersion",
      "install NVIDIA's driver (it comes with the driver, not with the CUDA toolkit)"),
  /** The compiler of CUDA C++ at run time. */
  NVRTC(
      "NVRTC",
      "compiles our kernels for the device",
      List.of("libnvrtc.so.13", "libnvrtc.so.12"),
      "nvrtcVersion",
      "install the CUDA toolkit, or in a Python environment: pip install nvidia-cuda-nvrtc"
          + " (nvidia-cuda-nvrtc-cu12 for a driver older than CUDA 13)"),
  /** The matrix products that also choose among algorithms and fuse epilogues. */
  CUBLAS_LT(
      "cuBLASLt",
      "matrix products with fused epilogues",
      List.of("libcublasLt.so.13", "libcublasLt.so.12"),
      "cublasLtGetProperty",
      "install the CUDA toolkit, or in a Python environment: pip install nvidia-cublas"
          + " (nvidia-cublas-cu12 for a driver older than CUDA 13)"),
  /** Linear algebra. */
  CUBLAS(
      "cuBLAS",
      "matrix products",
      List.of("libcublas.so.13", "libcublas.so.12"),
      "cublasGetProperty",
      "install the CUDA toolkit, or in a Python environment: pip install nvidia-cublas"
          + " (nvidia-cublas-cu12 for a driver older than CUDA 13)"),
  /** Convolutions. */
  CUDNN(
      "cuDNN",
      "convolutions",
      List.of("libcudnn.so.9"),
      "cudnnGetVersion",
      "install cuDNN 9, or in a Python environment: pip install nvidia-cudnn-cu13"
          + " (nvidia-cudnn-cu12 for a driver older than CUDA 13)"),
  /** Clocks, power, temperature and energy. */
  NVML(
      "NVML",
      "clocks, power, temperature, throttling, energy",
      List.of("libnvidia-ml.so.1"),
      "nvmlSystemGetNVMLVersion",
      "install NVIDIA's driver with its management library (in a container: add the utility"
          + " capability)");

  private final String title;
  private final String purpose;
  private final List<String> sonames;
  private final String landmark;
  private final String remedy;

  CudaLibrary(String title, String purpose, List<String> sonames, String landmark, String remedy) {
    this.title = title;
    this.purpose = purpose;
    this.sonames = sonames;
    this.landmark = landmark;
    this.remedy = remedy;
  }

  /** The name that people use. */
  public String title() {
    return title;
  }

  /** What this backend uses it for, in a few words. */
  public String purpose() {
    return purpose;
  }

  /** The file names it goes by, the newest first. */
  public List<String> sonames() {
    return sonames;
  }

  /**
   * The file names that a driver can run: libraries of a newer CUDA major version than the driver's
   * load and then fail at their first call.
   *
   * @param driverVersion as {@code cuDriverGetVersion} gives it, for example 12040; 0 if unknown
   */
  public List<String> sonames(int driverVersion) {
    if (driverVersion == 0 || sonames.size() == 1) {
      return sonames;
    }
    int major = driverVersion / 1000;
    return sonames.stream()
        .filter(name -> Integer.parseInt(name.substring(name.lastIndexOf('.') + 1)) <= major)
        .toList();
  }

  /** How to get it, to follow "to get it, ". */
  public String remedy() {
    return remedy;
  }

  /** A function that tells the version and works without a GPU. */
  String landmark() {
    return landmark;
  }
}
