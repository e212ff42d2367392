// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.OutOfDeviceMemoryException;

/** {@code cudnnStatus_t} of cuDNN 9's {@code cudnn_graph.h}, where told apart, and its errors. */
final class DnnStatus {
  static final int SUCCESS = 0;
  static final int NOT_INITIALIZED = 1001;
  static final int SUBLIBRARY_LOADING_FAILED = 1008;

  /** CUDNN_STATUS_NOT_SUPPORTED; the codes up to the next thousand say in which respect. */
  static final int NOT_SUPPORTED = 3000;

  static final int INTERNAL_ERROR = 4000;
  static final int DEVICE_ALLOCATION_FAILED = 4004;
  static final int EXECUTION_FAILED = 5000;

  private DnnStatus() {}

  /**
   * The error of a status that is not success.
   *
   * @param library name and version
   * @param name the library's own name of the status
   * @param detail the library's last message, possibly empty
   */
  static BackendException error(
      int status, String library, String operation, String name, String detail) {
    String message = library + ": " + operation + " failed with " + name + " (" + status + ")";
    String because = detail.isBlank() ? "" : ": " + detail.strip();
    if (status == NOT_INITIALIZED) {
      return new BackendException(
          message
              + ": there is no usable NVIDIA GPU or no current CUDA context; ask the driver with"
              + " nvidia-smi whether it sees the device");
    }
    if (status == SUBLIBRARY_LOADING_FAILED) {
      return new BackendException(
          message
              + because
              + "; all of cuDNN's files (libcudnn_*.so.9) must lie in the folder of libcudnn.so.9");
    }
    if (status == DEVICE_ALLOCATION_FAILED) {
      return new OutOfDeviceMemoryException(
          message
              + because
              + ": the device's memory is full; use a smaller batch or net, or end other users");
    }
    if (isNotSupported(status)) {
      return new BackendException(message + because + ": cuDNN has no kernel for it");
    }
    return new BackendException(message + because);
  }

  /** Whether a status only says that there is no kernel for what was asked. */
  static boolean isNotSupported(int status) {
    return status >= NOT_SUPPORTED && status < INTERNAL_ERROR;
  }
}
