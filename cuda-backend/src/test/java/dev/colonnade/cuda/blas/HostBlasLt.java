// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.blas;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.cuda.driver.Context;
import dev.colonnade.cuda.emulation.Formats;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A cuBLASLt that computes as its documentation defines, column-major, in host memory: at once,
 * with operands of the types and in the precision that the descriptors say.
 */
public final class HostBlasLt implements BlasLtFunctions {
  private final LongConsumer awaited;

  /** On memory that nobody else uses. */
  HostBlasLt() {
    this(stream -> {});
  }

  private HostBlasLt(LongConsumer awaited) {
    this.awaited = awaited;
  }

  /** Our binding on one that computes in the memory of an emulated device. */
  public static BlasLt on(Context context) {
    HostBlasLt host = new HostBlasLt(context::synchronize);
    // Of tensor cores, and of multiply-adds in binary32.
    host.offered = new long[] {0x40202, 0x80201};
    return new ForeignBlasLt(host, "emulated");
  }

  /** Attributes of descriptors, layouts and preferences, by handle and number. */
  final Map<Long, Map<Integer, Long>> objects = new HashMap<>();

  /** What the next listing says of each algorithm: capability flags. */
  long[] offered = {0x20202};

  private static final int ROWS = -2;
  private static final int COLUMNS = -3;
  private static final int LEADING = -4;
  private static final int COMPUTE = -5;
  private static final int TYPE = -6;
  private long next = 1;

  private int create(MemorySegment handle, Map<Integer, Long> attributes) {
    objects.put(next, new HashMap<>(attributes));
    handle.set(JAVA_LONG, 0, next++);
    return 0;
  }

  private int destroy(long handle) {
    return objects.remove(handle) == null ? 7 : 0;
  }

  private int set(long handle, int attribute, MemorySegment value, long bytes) {
    objects
        .get(handle)
        .put(attribute, bytes == 4 ? value.get(JAVA_INT, 0) : value.get(JAVA_LONG, 0));
    return 0;
  }

  @Override
  public int cublasLtCreate(MemorySegment handle) {
    return create(handle, Map.of());
  }

  @Override
  public int cublasLtDestroy(long handle) {
    return destroy(handle);
  }

  @Override
  public long cublasLtGetStatusName(int status) {
    return 0;
  }

  @Override
  public int cublasLtMatmulDescCreate(MemorySegment descriptor, int computeType, int scaleType) {
    return create(descriptor, Map.of(COMPUTE, (long) computeType));
  }

  @Override
  public int cublasLtMatmulDescDestroy(long descriptor) {
    return destroy(descriptor);
  }

  @Override
  public int cublasLtMatmulDescSetAttribute(
      long descriptor, int attribute, MemorySegment value, long bytes) {
    return set(descriptor, attribute, value, bytes);
  }

  @Override
  public int cublasLtMatrixLayoutCreate(
      MemorySegment layout, int type, long rows, long columns, long leadingDimension) {
    return create(
        layout, Map.of(ROWS, rows, COLUMNS, columns, LEADING, leadingDimension, TYPE, (long) type));
  }

  @Override
  public int cublasLtMatrixLayoutDestroy(long layout) {
    return destroy(layout);
  }

  @Override
  public int cublasLtMatrixLayoutSetAttribute(
      long layout, int attribute, MemorySegment value, long bytes) {
    return set(layout, attribute, value, bytes);
  }

  @Override
  public int cublasLtMatmulPreferenceCreate(MemorySegment preference) {
    return create(preference, Map.of());
  }

  @Override
  public int cublasLtMatmulPreferenceDestroy(long preference) {
    return destroy(preference);
  }

  @Override
  public int cublasLtMatmulPreferenceSetAttribute(
      long preference, int attribute, MemorySegment value, long bytes) {
    return set(preference, attribute, value, bytes);
  }

  /** Attributes of the last preference that a listing was given. */
  Map<Integer, Long> preference = Map.of();

  @Override
  public int cublasLtMatmulAlgoGetHeuristic(
      long handle,
      long operation,
      long layoutA,
      long layoutB,
      long layoutC,
      long layoutD,
      long preferenceHandle,
      int requested,
      MemorySegment results,
      MemorySegment returned) {
    preference = Map.copyOf(objects.get(preferenceHandle));
    for (int i = 0; i < offered.length; i++) {
      MemorySegment result = results.asSlice((long) i * ForeignBlasLt.RESULT_BYTES);
      result.set(JAVA_BYTE, 0, (byte) (i + 1));
      result.set(JAVA_LONG, 8, offered[i]);
      result.set(JAVA_LONG, ForeignBlasLt.WORKSPACE_OFFSET, 100L + i);
      result.set(JAVA_INT, ForeignBlasLt.STATE_OFFSET, 0);
    }
    returned.set(JAVA_INT, 0, offered.length);
    return 0;
  }

  @Override
  public int cublasLtMatmulAlgoConfigGetAttribute(
      MemorySegment algorithm,
      int attribute,
      MemorySegment value,
      long bytes,
      MemorySegment written) {
    value.set(JAVA_INT, 0, 10 * algorithm.get(JAVA_BYTE, 0) + attribute);
    return 0;
  }

  @Override
  public int cublasLtMatmulAlgoCapGetAttribute(
      MemorySegment algorithm,
      int attribute,
      MemorySegment value,
      long bytes,
      MemorySegment written) {
    value.set(JAVA_LONG, 0, algorithm.get(JAVA_LONG, 8));
    return 0;
  }

  /** First byte of the algorithm that the last product was computed by. */
  int algorithmUsed;

  @Override
  public int cublasLtMatmul(
      long handle,
      long operation,
      MemorySegment alpha,
      long a,
      long layoutA,
      long b,
      long layoutB,
      MemorySegment beta,
      long c,
      long layoutC,
      long d,
      long layoutD,
      MemorySegment algorithm,
      long workspace,
      long workspaceBytes,
      long stream) {
    algorithmUsed = algorithm.get(JAVA_BYTE, 0);
    awaited.accept(stream);
    Map<Integer, Long> of = objects.get(operation);
    MathMode mode = mode(of.get(COMPUTE));
    boolean transposeA = of.getOrDefault(MatMulDescriptors.TRANSPOSE_A, 0L) == 1;
    boolean transposeB = of.getOrDefault(MatMulDescriptors.TRANSPOSE_B, 0L) == 1;
    long epilogue = of.getOrDefault(MatMulDescriptors.EPILOGUE, 1L);
    Map<Integer, Long> shape = objects.get(layoutD);
    Map<Integer, Long> shapeA = objects.get(layoutA);
    long k = transposeA ? shapeA.get(ROWS) : shapeA.get(COLUMNS);
    for (long one = 0; one < shape.getOrDefault(MatMulDescriptors.BATCH_COUNT, 1L); one++) {
      for (long row = 0; row < shape.get(ROWS); row++) {
        for (long column = 0; column < shape.get(COLUMNS); column++) {
          float sum = 0f;
          for (long i = 0; i < k; i++) {
            sum +=
                operand(a, layoutA, one, transposeA ? i : row, transposeA ? row : i, mode)
                    * operand(
                        b, layoutB, one, transposeB ? column : i, transposeB ? i : column, mode);
          }
          float value = alpha.get(JAVA_FLOAT, 0) * sum;
          float scale = beta.get(JAVA_FLOAT, 0);
          if (scale != 0f) {
            value += scale * cell(c, layoutC, one, row, column).get(JAVA_FLOAT, 0);
          }
          if ((epilogue & 4) != 0) {
            // The bias runs along the rows of a column-major result.
            value +=
                at(of.get(MatMulDescriptors.BIAS_POINTER), row, Float.BYTES).get(JAVA_FLOAT, 0);
          }
          cell(d, layoutD, one, row, column)
              .set(JAVA_FLOAT, 0, (epilogue & 2) != 0 ? Math.max(value, 0f) : value);
        }
      }
    }
    return 0;
  }

  /** What a compute type makes of binary32 operands. */
  private static MathMode mode(long computeType) {
    return computeType == ComputeType.TF32.code()
        ? MathMode.TF32
        : computeType == ComputeType.BFLOAT16.code() ? MathMode.BF16 : MathMode.STRICT_FP32;
  }

  private float operand(long matrix, long layout, long one, long row, long column, MathMode mode) {
    boolean bfloat16 = objects.get(layout).get(TYPE) == OperandType.BFLOAT16.code();
    long element = element(layout, one, row, column);
    return bfloat16
        ? Float.intBitsToFloat(at(matrix, element, Short.BYTES).get(JAVA_SHORT, 0) << 16)
        : Formats.nearest(at(matrix, element, Float.BYTES).get(JAVA_FLOAT, 0), mode);
  }

  private MemorySegment cell(long matrix, long layout, long one, long row, long column) {
    return at(matrix, element(layout, one, row, column), Float.BYTES);
  }

  private long element(long layout, long one, long row, long column) {
    Map<Integer, Long> of = objects.get(layout);
    return one * of.getOrDefault(MatMulDescriptors.BATCH_OFFSET, 0L)
        + row
        + column * of.get(LEADING);
  }

  @SuppressWarnings("restricted")
  private static MemorySegment at(long array, long element, int bytes) {
    return MemorySegment.ofAddress(array + element * bytes).reinterpret(bytes);
  }
}
