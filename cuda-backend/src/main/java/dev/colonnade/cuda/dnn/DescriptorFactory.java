// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjIntConsumer;

/**
 * Makes and frees the descriptors of an operation graph and what belongs to it. A descriptor is
 * made, given its attributes, and made final.
 */
final class DescriptorFactory implements AutoCloseable {
  private final DnnGraphFunctions cudnn;
  private final ObjIntConsumer<String> check;
  private final List<Descriptor> made = new ArrayList<>();

  /** With {@code check}, which throws for a status that is not success, given what was tried. */
  DescriptorFactory(DnnGraphFunctions cudnn, ObjIntConsumer<String> check) {
    this.cudnn = cudnn;
    this.check = check;
  }

  /** A new descriptor without attributes. */
  Descriptor create(DescriptorType type) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment created = arena.allocate(JAVA_LONG);
      check.accept(
          "creating a descriptor " + type,
          cudnn.cudnnBackendCreateDescriptor(type.code(), created));
      Descriptor descriptor = new Descriptor(type, created.get(JAVA_LONG, 0));
      made.add(descriptor);
      return descriptor;
    }
  }

  /** Frees all descriptors, the newest first, as they refer to older ones. */
  @Override
  public void close() {
    for (Descriptor descriptor : made.reversed()) {
      cudnn.cudnnBackendDestroyDescriptor(descriptor.address);
    }
    made.clear();
  }

  /** A descriptor. */
  final class Descriptor {
    private final DescriptorType type;
    private final long address;

    private Descriptor(DescriptorType type, long address) {
      this.type = type;
      this.address = address;
    }

    /** The library's own handle. */
    long address() {
      return address;
    }

    Descriptor integers(Attribute attribute, long... values) {
      return longs(attribute, AttributeType.INT64, values);
    }

    /** Sets handles, pointers or integers. */
    Descriptor longs(Attribute attribute, AttributeType as, long... values) {
      try (Arena arena = Arena.ofConfined()) {
        return set(attribute, as, values.length, arena.allocateFrom(JAVA_LONG, values));
      }
    }

    Descriptor code(Attribute attribute, AttributeType as, int value) {
      try (Arena arena = Arena.ofConfined()) {
        return set(attribute, as, 1, arena.allocateFrom(JAVA_INT, value));
      }
    }

    Descriptor type(Attribute attribute, DataType value) {
      return code(attribute, AttributeType.DATA_TYPE, value.code());
    }

    Descriptor real(Attribute attribute, float value) {
      try (Arena arena = Arena.ofConfined()) {
        return set(attribute, AttributeType.FLOAT, 1, arena.allocateFrom(JAVA_FLOAT, value));
      }
    }

    Descriptor truth(Attribute attribute, boolean value) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment one = arena.allocate(JAVA_BOOLEAN);
        one.set(JAVA_BOOLEAN, 0, value);
        return set(attribute, AttributeType.BOOLEAN, 1, one);
      }
    }

    Descriptor descriptors(Attribute attribute, List<Descriptor> values) {
      return longs(
          attribute,
          AttributeType.BACKEND_DESCRIPTOR,
          values.stream().mapToLong(Descriptor::address).toArray());
    }

    Descriptor descriptor(Attribute attribute, Descriptor value) {
      return descriptors(attribute, List.of(value));
    }

    private Descriptor set(
        Attribute attribute, AttributeType as, long count, MemorySegment values) {
      check.accept(
          "setting " + attribute + " of a descriptor " + type,
          cudnn.cudnnBackendSetAttribute(address, attribute.code(), as.code(), count, values));
      return this;
    }

    /** Makes this descriptor final; {@code what} names it in an error. */
    Descriptor finish(String what) {
      check.accept(what, tryFinish());
      return this;
    }

    /** Makes this descriptor final if the library can, and tells the status. */
    int tryFinish() {
      return cudnn.cudnnBackendFinalize(address);
    }

    /** An attribute that is one integer of 64 bits. */
    long integer(Attribute attribute) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment value = arena.allocate(JAVA_LONG);
        get(arena, attribute, AttributeType.INT64, 1, value);
        return value.get(JAVA_LONG, 0);
      }
    }

    /** An attribute that is a list of enum values. */
    int[] codes(Attribute attribute, AttributeType as, int most) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment values = arena.allocate(JAVA_INT, most);
        int count = get(arena, attribute, as, most, values);
        return Arrays.copyOf(values.toArray(JAVA_INT), count);
      }
    }

    /** An attribute that is a list of descriptors, which the library copies into new ones. */
    List<Descriptor> parts(Attribute attribute, DescriptorType of, int most) {
      List<Descriptor> parts = new ArrayList<>();
      for (int i = 0; i < most; i++) {
        parts.add(create(of));
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment addresses =
            arena.allocateFrom(JAVA_LONG, parts.stream().mapToLong(Descriptor::address).toArray());
        int count = get(arena, attribute, AttributeType.BACKEND_DESCRIPTOR, most, addresses);
        return List.copyOf(parts.subList(0, count));
      }
    }

    private int get(
        Arena arena, Attribute attribute, AttributeType as, int most, MemorySegment values) {
      MemorySegment count = arena.allocate(JAVA_LONG);
      check.accept(
          "reading " + attribute + " of a descriptor " + type,
          cudnn.cudnnBackendGetAttribute(
              address, attribute.code(), as.code(), most, count, values));
      return Math.toIntExact(Math.min(most, count.get(JAVA_LONG, 0)));
    }
  }
}
