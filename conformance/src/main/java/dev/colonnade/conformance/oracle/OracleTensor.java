// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.oracle;

import dev.colonnade.core.op.Operand;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;

/**
 * A tensor whose elements are doubles, whatever its element type: F32 values are kept unrounded,
 * and every I32, U8 and BOOL value is a double exactly.
 */
public final class OracleTensor implements Operand {
  private final TensorType type;
  private final double[] values;

  private OracleTensor(TensorType type, double[] values) {
    this.type = type;
    this.values = values;
  }

  /** A tensor of zeros. */
  public static OracleTensor zeros(TensorType type) {
    return new OracleTensor(type, new double[Math.toIntExact(type.elementCount())]);
  }

  /** A tensor over {@code values}, row-major, which is not copied. */
  public static OracleTensor of(TensorType type, double[] values) {
    if (values.length != type.elementCount()) {
      throw new IllegalArgumentException(values.length + " values cannot fill " + type);
    }
    return new OracleTensor(type, values);
  }

  /** The elements of a host tensor, exactly. */
  public static OracleTensor of(HostTensor tensor) {
    OracleTensor result = zeros(tensor.type());
    for (int i = 0; i < result.values.length; i++) {
      result.values[i] = tensor.getDouble(i);
    }
    return result;
  }

  /** A host tensor with these elements; F32 ones rounded to nearest. */
  public HostTensor toHost() {
    HostTensor result = HostTensor.zeros(type);
    writeTo(result);
    return result;
  }

  /** Writes the elements into a host tensor of the same type; F32 ones rounded to nearest. */
  public void writeTo(HostTensor destination) {
    if (!destination.type().equals(type)) {
      throw new IllegalArgumentException("cannot write " + type + " into " + destination.type());
    }
    for (int i = 0; i < values.length; i++) {
      switch (type.dtype()) {
        case F32 -> destination.set(i, (float) values[i]);
        case I32 -> destination.set(i, (int) values[i]);
        case U8, BOOL -> destination.setByte(i, (byte) (int) values[i]);
      }
    }
  }

  @Override
  public TensorType type() {
    return type;
  }

  /** Extents. */
  public Shape shape() {
    return type.shape();
  }

  /** Element type. */
  public DType dtype() {
    return type.dtype();
  }

  /** Number of elements. */
  public int size() {
    return values.length;
  }

  /** Element {@code index} in row-major order. */
  public double get(int index) {
    return values[index];
  }

  /** Sets element {@code index} in row-major order. */
  public void set(int index, double value) {
    values[index] = value;
  }

  /** The elements themselves, row-major; shared, not copied. */
  public double[] values() {
    return values;
  }

  /** The same elements with each replaced by its magnitude; the basis of error bounds. */
  public OracleTensor magnitudes() {
    double[] result = new double[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = Math.abs(values[i]);
    }
    return new OracleTensor(type, result);
  }

  /** A copy with memory of its own. */
  public OracleTensor copy() {
    return new OracleTensor(type, values.clone());
  }

  @Override
  public String toString() {
    return type.toString();
  }
}
