// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.op;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads an operation's name and attributes off its record: one declaration, no second list. */
final class Attributes {
  private Attributes() {}

  /** The record's simple name with a lower-case first letter. */
  static String nameOf(Op op) {
    String simple = op.getClass().getSimpleName();
    return Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
  }

  static Map<String, Object> of(Op op) {
    RecordComponent[] components = op.getClass().getRecordComponents();
    if (components == null) {
      throw new IllegalStateException(
          op.getClass().getName()
              + " is an operation but not a record: make it one, or override attributes()");
    }
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (RecordComponent component : components) {
      try {
        component.getAccessor().setAccessible(true);
        attributes.put(component.getName(), component.getAccessor().invoke(op));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(
            "cannot read attribute " + component.getName() + " of " + op.getClass().getName(), e);
      }
    }
    return Collections.unmodifiableMap(attributes);
  }
}
