// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.kernel;

import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Where kernels find an element. TornadoVM compiles these methods into the kernels that call. */
final class Places {
  private Places() {}

  /**
   * The place of an element in an operand that is read through strides. Extents are arguments from
   * 8 on.
   *
   * @param rank of the result; 0 if element i is at place i
   * @param strides the argument with which the operand's strides begin
   */
  static int strided(IntArray list, int base, int rank, int element, int strides) {
    if (rank == 0) {
      return element;
    }
    int at = 0;
    int rest = element;
    for (int axis = rank - 1; axis >= 0; axis--) {
      int extent = list.get(base + 8 + axis);
      int quotient = rest / extent;
      at += (rest - quotient * extent) * list.get(base + strides + axis);
      rest = quotient;
    }
    return at;
  }

  /**
   * The first place of a slice whose starts are computed: integers from argument 5 on, as many as
   * argument 6, held between 0 and the arguments from 32 on, with strides from 40 on.
   */
  static int sliced(IntArray ints, IntArray list, int base) {
    int at = 0;
    int axes = list.get(base + 6);
    for (int axis = 0; axis < axes; axis++) {
      int start = ints.get(list.get(base + 5) + axis);
      int last = list.get(base + 32 + axis);
      start = start < 0 ? 0 : (start > last ? last : start);
      at += start * list.get(base + 40 + axis);
    }
    return at;
  }
}
