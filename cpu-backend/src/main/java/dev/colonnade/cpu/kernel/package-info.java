// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Compute kernels on plain Java arrays. They know nothing of graphs: shapes are fixed when a plan
 * object is made, arrays and offsets are given to {@code run}, and running allocates nothing.
 * Arrays hold tensors in logical layout (row-major, images as NCHW, filters as OIHW). Every result
 * is a function of the operands and shapes alone: it does not depend on the number of threads or on
 * their timing.
 */
@NullMarked
package dev.colonnade.cpu.kernel;

import org.jspecify.annotations.NullMarked;
