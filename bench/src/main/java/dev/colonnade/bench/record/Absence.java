// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.record;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A field of a record that holds no value.
 *
 * @param field path of the field, such as {@code device.powerWatts}
 * @param reason why it holds none
 */
public record Absence(String field, String reason) {

  /** Returns all fields of the record without value, in the order of the schema. */
  public static List<Absence> of(BenchmarkRecord record) {
    List<Absence> absences = new ArrayList<>();
    collect("", (Record) record, absences);
    return List.copyOf(absences);
  }

  private static void collect(String prefix, Record record, List<Absence> absences) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      collect(prefix + component.getName(), read(component, record), absences);
    }
  }

  private static void collect(String field, Object value, List<Absence> absences) {
    switch (value) {
      case Measured.Unavailable<?>(String reason) -> absences.add(new Absence(field, reason));
      case Measured.Value<?>(Record inner) -> collect(field + ".", inner, absences);
      case Measured.Value<?> present -> {}
      case Map<?, ?> map ->
          map.forEach((key, held) -> collect(field + "." + key, (Object) held, absences));
      case Record inner -> collect(field + ".", inner, absences);
      default -> {}
    }
  }

  private static Object read(RecordComponent component, Record record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a component of our own record cannot be read", e);
    }
  }
}
