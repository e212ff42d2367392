// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.tornado.launch;

import dev.colonnade.core.runtime.flow.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The numbers that a kernel is given, some of them addresses that are known later. */
public final class Arguments {
  /** The most that a kernel is given. */
  public static final int MOST = 64;

  /** The most axes of a loop nest. */
  public static final int MAX_RANK = 8;

  private sealed interface Item {
    record Value(int value) implements Item {}

    record Address(Buffer buffer, int beyond) implements Item {}

    record Scalar(float value) implements Item {}
  }

  private final List<Item> items = new ArrayList<>();

  /** None yet. */
  public Arguments() {}

  /** A number; it must fit 32 bits. */
  public Arguments value(long value) {
    items.add(new Item.Value(Math.toIntExact(value)));
    return this;
  }

  /** Several numbers. */
  public Arguments values(long... values) {
    for (long value : values) {
      value(value);
    }
    return this;
  }

  /** Where a buffer lies. */
  public Arguments buffer(Buffer buffer) {
    return buffer(buffer, 0);
  }

  /** So many elements behind where a buffer begins. */
  public Arguments buffer(Buffer buffer, long beyond) {
    items.add(new Item.Address(buffer, Math.toIntExact(beyond)));
    return this;
  }

  /** Where a float lies that the kernel reads: kernels are given integers only. */
  public Arguments scalar(float value) {
    items.add(new Item.Scalar(value));
    return this;
  }

  /** Fills up with zeros, so that the next one has this place. */
  public Arguments at(int place) {
    if (items.size() > place) {
      throw new IllegalStateException("argument " + place + " is given already");
    }
    while (items.size() < place) {
      value(0);
    }
    return this;
  }

  /** The floats that are read. */
  public Set<Float> scalars() {
    Set<Float> scalars = new LinkedHashSet<>();
    for (Item item : items) {
      if (item instanceof Item.Scalar(float value)) {
        scalars.add(value);
      }
    }
    return scalars;
  }

  /** Where things lie. */
  public interface Addresses {
    /** Index of a buffer's first element in the memory of its kind. */
    int of(Buffer buffer);

    /** Index of a float that {@link Arguments#scalar} wants. */
    int of(float scalar);
  }

  /**
   * Writes the numbers, with addresses filled in.
   *
   * @param target of at least {@link #MOST} numbers
   * @return how many there are
   */
  public int bind(Addresses addresses, int[] target) {
    int count = items.size();
    for (int i = 0; i < count; i++) {
      target[i] =
          switch (items.get(i)) {
            case Item.Value(int value) -> value;
            case Item.Address(Buffer buffer, int beyond) -> addresses.of(buffer) + beyond;
            case Item.Scalar(float value) -> addresses.of(value);
          };
    }
    return count;
  }
}
