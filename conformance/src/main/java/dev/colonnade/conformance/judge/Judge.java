// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.judge;

import dev.colonnade.conformance.CaseFailure;
import dev.colonnade.conformance.oracle.OracleTensor;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Compares what a device returned with what the oracle says. */
public final class Judge {
  private Judge() {}

  /**
   * Fails unless {@code actual} is within {@code tolerance} of {@code expected}. Integers and truth
   * values must be equal; NaN and infinities must be where they are expected.
   *
   * @param what names the result in the message
   * @throws CaseFailure naming the worst element, or the normalised mean square error
   */
  public static void compare(
      String what, HostTensor actual, OracleTensor expected, Tolerance tolerance) {
    compare(what, actual, List.of(expected), tolerance);
  }

  /**
   * As {@link #compare(String, HostTensor, OracleTensor, Tolerance)}, where each element may agree
   * with any of several answers: the first is the oracle's, others are what flushed denormals give.
   */
  public static void compare(
      String what, HostTensor actual, List<OracleTensor> answers, Tolerance tolerance) {
    OracleTensor expected = answers.get(0);
    if (!actual.type().equals(expected.type())) {
      throw new CaseFailure(
          what + " should be " + expected.type() + "; it came back as " + actual.type());
    }
    int worst = -1;
    double worstExcess = 0;
    int wrong = 0;
    for (int i = 0; i < expected.size(); i++) {
      int element = i;
      double excess =
          answers.stream()
              .mapToDouble(answer -> excess(actual, answer, tolerance, element))
              .min()
              .orElseThrow();
      if (excess > 0) {
        wrong++;
        if (excess > worstExcess) {
          worstExcess = excess;
          worst = i;
        }
      }
    }
    if (worst >= 0) {
      throw new CaseFailure(
          what
              + Arrays.toString(index(expected.shape(), worst))
              + " should be "
              + show(expected, worst)
              + within(expected.dtype(), tolerance.largest(worst))
              + "; it is "
              + show(actual, worst)
              + (wrong == 1 ? "" : " (" + wrong + " of " + expected.size() + " elements are off)"));
    }
    meanSquare(what, actual, answers, tolerance);
  }

  private static String within(DType dtype, double bound) {
    return dtype != DType.F32
        ? ""
        : bound == 0 ? " exactly" : String.format(Locale.ROOT, " within %.3g", bound);
  }

  /**
   * Above 0 if an element is wrong, the more so the larger; infinity if it is of the wrong kind.
   */
  private static double excess(
      HostTensor actual, OracleTensor expected, Tolerance tolerance, int i) {
    double wanted = expected.get(i);
    double found = actual.getDouble(i);
    double bound = tolerance.largest(i);
    if (expected.dtype() != DType.F32) {
      return found == wanted ? 0 : Double.POSITIVE_INFINITY;
    }
    if (Double.isNaN(wanted) || Double.isNaN(found)) {
      return Double.isNaN(wanted) && Double.isNaN(found) ? 0 : Double.POSITIVE_INFINITY;
    }
    if (bound == 0) {
      return found == (float) wanted ? 0 : Math.max(Math.abs(found - wanted), Double.MIN_NORMAL);
    }
    if (Double.isInfinite(found) || Float.isInfinite((float) wanted)) {
      boolean sameInfinity = found == (float) wanted;
      boolean atTheEdge =
          Double.isFinite(wanted)
              && Math.abs(wanted) + bound >= Float.MAX_VALUE
              && Math.abs(wanted) - bound <= Float.MAX_VALUE
              && Math.signum(found) == Math.signum(wanted)
              && Math.abs(found) + bound >= Float.MAX_VALUE;
      return sameInfinity || atTheEdge ? 0 : Double.POSITIVE_INFINITY;
    }
    double error = Math.abs(found - wanted);
    return error <= bound ? 0 : error / bound;
  }

  private static void meanSquare(
      String what, HostTensor actual, List<OracleTensor> answers, Tolerance tolerance) {
    OracleTensor expected = answers.get(0);
    if (expected.dtype() != DType.F32 || answers.size() > 1) {
      return;
    }
    double errors = 0;
    double squares = 0;
    for (int i = 0; i < expected.size(); i++) {
      double wanted = expected.get(i);
      double found = actual.getDouble(i);
      if (Float.isFinite((float) wanted) && Double.isFinite(found)) {
        errors += (found - wanted) * (found - wanted);
        squares += wanted * wanted;
      }
    }
    if (squares > 0 && errors / squares > tolerance.nmse()) {
      throw new CaseFailure(
          String.format(
              Locale.ROOT,
              "%s is imprecise as a whole: its normalised mean square error is %.3g, above %.3g",
              what,
              errors / squares,
              tolerance.nmse()));
    }
  }

  /**
   * Fails unless both tensors agree bit for bit.
   *
   * @throws CaseFailure naming the first element that differs
   */
  public static void identical(String what, HostTensor actual, HostTensor expected) {
    if (!actual.type().equals(expected.type())) {
      throw new CaseFailure(
          what + " should be " + expected.type() + "; it came back as " + actual.type());
    }
    long mismatch = actual.segment().mismatch(expected.segment());
    if (mismatch >= 0) {
      int element = (int) (mismatch / expected.type().dtype().byteSize());
      throw new CaseFailure(
          what
              + Arrays.toString(index(expected.type().shape(), element))
              + " should be "
              + show(expected, element)
              + " bit for bit; it is "
              + show(actual, element));
    }
  }

  /**
   * Fails unless the elements are moved unchanged: as {@link #identical}, but any NaN stands for
   * any other.
   */
  public static void moved(String what, HostTensor actual, HostTensor expected) {
    if (!actual.type().equals(expected.type()) || expected.type().dtype() != DType.F32) {
      identical(what, actual, expected);
      return;
    }
    for (int i = 0; i < expected.type().elementCount(); i++) {
      // floatToIntBits, not its raw form: it takes all NaNs to one.
      if (Float.floatToIntBits(actual.getFloat(i)) != Float.floatToIntBits(expected.getFloat(i))) {
        throw new CaseFailure(
            what
                + Arrays.toString(index(expected.type().shape(), i))
                + " should be "
                + show(expected, i)
                + " unchanged, sign of zero and denormals included; it is "
                + show(actual, i));
      }
    }
  }

  private static int[] index(Shape shape, int element) {
    int[] index = new int[shape.rank()];
    int rest = element;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.dimension(axis);
      rest /= shape.dimension(axis);
    }
    return index;
  }

  private static String show(OracleTensor tensor, int element) {
    double value = tensor.get(element);
    return tensor.dtype() == DType.F32 ? Double.toString(value) : Long.toString((long) value);
  }

  private static String show(HostTensor tensor, int element) {
    return tensor.type().dtype() == DType.F32
        ? Float.toString(tensor.getFloat(element))
        : Long.toString((long) tensor.getDouble(element));
  }
}
