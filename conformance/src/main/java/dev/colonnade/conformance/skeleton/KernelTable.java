// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.skeleton;

import dev.colonnade.core.op.Primitive;
import dev.colonnade.core.tensor.HostTensor;
import java.util.List;

/**
 * This is where the author's kernels go: runs one primitive on tensors in memory. Every primitive
 * but {@code feed}, {@code readVariable} and {@code assign}, which move no data of their own,
 * arrives here.
 */
@FunctionalInterface
public interface KernelTable {
  /**
   * Computes {@code result} from {@code operands}.
   *
   * @param op the operation; a switch over the sealed {@link Primitive} without a default tells you
   *     at compile time what is missing
   * @param operands their memory, row-major; not to be changed
   * @param result where to write; its contents are arbitrary and every element must be written
   */
  void run(Primitive op, List<HostTensor> operands, HostTensor result);
}
