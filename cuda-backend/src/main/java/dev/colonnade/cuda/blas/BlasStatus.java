// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;

/** {@code cublasStatus_t} of {@code cublas_api.h}, as far as it is told apart, and its errors. */
final class BlasStatus {
  static final int SUCCESS = 0;
  static final int NOT_INITIALIZED = 1;
  static final int ALLOC_FAILED = 3;
  static final int ARCH_MISMATCH = 8;
  static final int EXECUTION_FAILED = 13;
  static final int NOT_SUPPORTED = 15;

  private BlasStatus() {}

  /**
   * The error of a status that is not success.
   *
   * @param library name and version
   * @param name the library's own name of the status
   */
  static BackendException error(int status, String library, String operation, String name) {
    String message = library + ": " + operation + " failed with " + name + " (" + status + ")";
    return switch (status) {
      case NOT_INITIALIZED ->
          new BackendException(
              message
                  + ": there is no usable NVIDIA GPU or no current CUDA context; ask the driver"
                  + " with nvidia-smi whether it sees the device");
      case ALLOC_FAILED ->
          new OutOfDeviceMemoryException(
              message
                  + ": the device's memory is full; use a smaller batch or net, or end other users");
      case ARCH_MISMATCH ->
          new BackendException(message + ": this version of the library does not know the device");
      case EXECUTION_FAILED ->
          new BackendException(
              message + ": the device refused it, or an earlier kernel has broken the context");
      case NOT_SUPPORTED ->
          new BackendException(message + ": the library has no algorithm for this product");
      default -> new BackendException(message);
    };
  }
}
