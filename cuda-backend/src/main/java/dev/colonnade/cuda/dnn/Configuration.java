// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.dnn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An engine of cuDNN's with the settings of its knobs.
 *
 * @param engine its number in the library
 * @param knobs settings by the numbers of the knobs
 * @param notes what it does to numbers; not part of its text
 */
record Configuration(long engine, Map<Integer, Long> knobs, List<NumericalNote> notes) {
  private static final Pattern TEXT = Pattern.compile("\\d+:(\\d+=-?\\d+(,\\d+=-?\\d+)*)?");

  /** As a plan keeps it: {@code engine:knob=setting,...}. */
  String text() {
    return engine
        + ":"
        + knobs.entrySet().stream()
            .map(knob -> knob.getKey() + "=" + knob.getValue())
            .collect(Collectors.joining(","));
  }

  /**
   * Reads {@link #text}.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  static Configuration parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' names no engine of cuDNN; expected engine:knob=setting,knob=setting");
    }
    int colon = text.indexOf(':');
    Map<Integer, Long> knobs = new LinkedHashMap<>();
    for (String knob : text.substring(colon + 1).split(",")) {
      if (!knob.isEmpty()) {
        int equals = knob.indexOf('=');
        knobs.put(
            Integer.parseInt(knob.substring(0, equals)),
            Long.parseLong(knob.substring(equals + 1)));
      }
    }
    return new Configuration(Long.parseLong(text.substring(0, colon)), knobs, List.of());
  }
}
