// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.transform;

import dev.colonnade.core.backend.Support;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;

/** Asks a backend whether it runs an operation: {@code session::support}. */
@FunctionalInterface
public interface SupportQuery {
  /** The backend's answer for this operation on operands of these types. */
  Support of(Op op, List<TensorType> operands);
}
