// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package uk.ac.manchester.tornado.api.enums;

/** TornadoVM's drivers. */
public enum TornadoVMBackendType {
  /** Compiled by an OpenCL driver. */
  OPENCL,
  /** NVIDIA's assembly. */
  PTX
}
