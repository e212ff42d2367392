// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.oracle;

import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Primitive;
import java.util.List;

/** Evaluates operations as they are built: composites run through their decomposition. */
public class OracleBuilder implements OpBuilder<OracleTensor> {
  /** A builder without state. */
  public OracleBuilder() {}

  @Override
  public final List<OracleTensor> apply(Op op, List<OracleTensor> operands) {
    // Inference first, so that what the oracle evaluates is what a graph would accept.
    op.infer(operands.stream().map(OracleTensor::type).toList());
    return switch (op) {
      case Primitive primitive -> List.of(primitive(primitive, operands));
      case Composite composite -> composite.decompose(this, operands);
    };
  }

  /** Evaluates one primitive; a subclass may round or disturb the result. */
  protected OracleTensor primitive(Primitive op, List<OracleTensor> operands) {
    return Oracle.primitive(op, operands);
  }
}
