// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

/**
 * An operation that every backend must run. The set is closed: adding one is a change of the SPI's
 * minor version, and the compiler then finds every switch that must learn it.
 *
 * <p>All arithmetic on F32 is IEEE 754 binary32 with the bounds that each operation states; sums
 * may be taken in any order. Denormal results may be flushed to zero by a device.
 */
public sealed interface Primitive extends Op
    permits UnaryOp,
        BinaryOp,
        Compare,
        Select,
        Convert,
        ShapeOp,
        Reduction,
        MatMul,
        ConvolutionOp,
        PoolOp,
        GridSample,
        Random,
        StructuralOp {}
