// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.skeleton;

import dev.colonnade.conformance.oracle.Oracle;
import dev.colonnade.conformance.oracle.OracleTensor;
import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.tensor.HostTensor;
import java.util.List;

/**
 * Kernels that copy their operands to double precision, ask the oracle, and round to fp32. They are
 * right by construction and allocate at every call: replace them one by one.
 */
public final class OracleKernels implements KernelTable {
  /** Kernels without state. */
  public OracleKernels() {}

  @Override
  public void run(Primitive op, List<HostTensor> operands, HostTensor result) {
    List<OracleTensor> widened = operands.stream().map(OracleTensor::of).toList();
    Oracle.primitive(op, widened).writeTo(result);
  }
}
