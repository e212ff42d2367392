// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * An operand of a case: its type, and how its elements are drawn.
 *
 * @param type element type and shape
 * @param generator draws it
 */
record Input(TensorType type, Function<SplittableRandom, HostTensor> generator) {
  /**
   * Values at which functions, comparisons and conversions change their mind; each stretch of a
   * dozen has a denormal.
   */
  static final float[] SPECIAL = {
    0f,
    -0f,
    1e-40f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    1.5f,
    Float.NaN,
    -1.5f,
    2.5f,
    Float.MIN_VALUE,
    255f,
    256f,
    1e-20f,
    Float.POSITIVE_INFINITY,
    -1e-20f,
    3e10f,
    -3e10f,
    -Float.MIN_VALUE,
    0x1.fffffep-1f,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.NEGATIVE_INFINITY,
  };

  HostTensor draw(SplittableRandom random) {
    return generator.apply(random);
  }

  /** F32, uniform between two numbers. */
  static Input uniform(double low, double high, int... dimensions) {
    return floats(random -> low + (high - low) * random.nextDouble(), dimensions);
  }

  /** F32, uniform on [-1, 1). */
  static Input f32(int... dimensions) {
    return uniform(-1, 1, dimensions);
  }

  /** F32, all different, in random order: odd multiples of a step, so that none is integral. */
  static Input distinct(int... dimensions) {
    return new Input(
        TensorType.f32(dimensions),
        random -> {
          HostTensor tensor = HostTensor.zeros(TensorType.f32(dimensions));
          int count = (int) tensor.type().elementCount();
          float[] values = new float[count];
          for (int i = 0; i < count; i++) {
            values[i] = (2 * i + 1 - count - count % 2 * 0.5f) * (1.75f / count);
          }
          for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            float swapped = values[i];
            values[i] = values[other];
            values[other] = swapped;
          }
          for (int i = 0; i < count; i++) {
            tensor.set(i, values[i]);
          }
          return tensor;
        });
  }

  /** F32, few distinct values, so that ties abound. */
  static Input ties(int... dimensions) {
    return floats(random -> random.nextInt(-1, 2), dimensions);
  }

  /** F32, magnitudes over many orders. */
  static Input wide(double lowExponent, double highExponent, int... dimensions) {
    return floats(
        random -> {
          double exponent = lowExponent + (highExponent - lowExponent) * random.nextDouble();
          return (random.nextBoolean() ? 1 : -1) * Math.pow(10, exponent);
        },
        dimensions);
  }

  private static Input floats(ToDoubleFunction<SplittableRandom> element, int... dimensions) {
    return drawn(
        TensorType.f32(dimensions),
        (tensor, random, i) -> tensor.set(i, (float) element.applyAsDouble(random)));
  }

  /** F32 from a fixed list, row-major. */
  static Input values(Shape shape, float... values) {
    HostTensor tensor = HostTensor.of(shape, values);
    return new Input(tensor.type(), ignored -> tensor.copy());
  }

  /** I32 from a fixed list, row-major. */
  static Input values(Shape shape, int... values) {
    HostTensor tensor = HostTensor.of(shape, values);
    return new Input(tensor.type(), ignored -> tensor.copy());
  }

  /** F32 [26]: the special values. */
  static Input special() {
    return values(Shape.of(SPECIAL.length), SPECIAL);
  }

  /** I32 between {@code low} and {@code high}, both inclusive. */
  static Input i32(int low, int high, int... dimensions) {
    return drawn(
        TensorType.i32(dimensions),
        (tensor, random, i) -> tensor.set(i, (int) random.nextLong(low, high + 1L)));
  }

  /** Any type, all values of it likely; every other element of F32 is a special value. */
  static Input any(DType dtype, int... dimensions) {
    TensorType type = new TensorType(dtype, Shape.of(dimensions));
    return switch (dtype) {
      case F32 ->
          new Input(
              type,
              random -> {
                HostTensor tensor = HostTensor.zeros(type);
                int first = random.nextInt(SPECIAL.length);
                for (int i = 0; i < type.elementCount(); i++) {
                  tensor.set(
                      i,
                      i % 2 == 0
                          ? SPECIAL[(first + i / 2) % SPECIAL.length]
                          : (float) random.nextDouble(-9, 9));
                }
                return tensor;
              });
      case I32 -> drawn(type, (tensor, random, i) -> tensor.set(i, random.nextInt()));
      case U8 -> drawn(type, (tensor, random, i) -> tensor.setByte(i, (byte) random.nextInt(256)));
      case BOOL -> drawn(type, (tensor, random, i) -> tensor.setByte(i, (byte) random.nextInt(2)));
    };
  }

  /** Finite values of any type; F32 on [-1, 1). */
  static Input finite(DType dtype, int... dimensions) {
    return dtype == DType.F32 ? f32(dimensions) : any(dtype, dimensions);
  }

  private interface Element {
    void draw(HostTensor tensor, SplittableRandom random, long index);
  }

  private static Input drawn(TensorType type, Element element) {
    return new Input(
        type,
        random -> {
          HostTensor tensor = HostTensor.zeros(type);
          for (long i = 0; i < type.elementCount(); i++) {
            element.draw(tensor, random, i);
          }
          return tensor;
        });
  }
}
