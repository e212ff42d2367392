// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import dev.colonnade.models.zoo.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * Strict access to one table of a study file. Every complaint names file, line, key and what is
 * expected; keys that nobody asked for are complaints too, since they are mostly misspelt.
 */
final class StudyTable {

  private static final String NUMBERS = "a list of numbers above 0, such as [0.001, 0.003]";

  private final String file;
  private final String path;
  private final TomlTable table;
  private final Set<String> asked = new TreeSet<>();

  StudyTable(String file, String path, TomlTable table) {
    this.file = file;
    this.path = path;
    this.table = table;
  }

  Set<String> keys() {
    return new TreeSet<>(table.keySet());
  }

  boolean has(String key) {
    asked.add(key);
    return table.contains(List.of(key));
  }

  String text(String key) {
    if (get(key) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw complaint(key, "a string that is not blank");
  }

  Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  int positive(String key) {
    if (get(key) instanceof Long value && value > 0 && value <= Integer.MAX_VALUE) {
      return value.intValue();
    }
    throw complaint(key, "a whole number of at least 1");
  }

  /** A number above 0, with or without a decimal point. */
  double number(String key) {
    double value =
        switch (get(key)) {
          case Long whole -> whole;
          case Double real -> real;
          case null, default -> Double.NaN;
        };
    if (value > 0 && Double.isFinite(value)) {
      return value;
    }
    throw complaint(key, "a number above 0");
  }

  List<Double> numbers(String key) {
    List<Double> numbers = new ArrayList<>();
    if (get(key) instanceof TomlArray array && array.size() > 0) {
      for (int i = 0; i < array.size(); i++) {
        if (!(array.get(i) instanceof Number number)
            || !(number.doubleValue() > 0 && Double.isFinite(number.doubleValue()))) {
          throw complaint(key, NUMBERS);
        }
        numbers.add(number.doubleValue());
      }
      return numbers;
    }
    throw complaint(key, NUMBERS);
  }

  boolean flag(String key) {
    if (get(key) instanceof Boolean flag) {
      return flag;
    }
    throw complaint(key, "true or false");
  }

  /** Strings that are each one of a few. */
  List<String> texts(String key, Collection<String> known) {
    List<String> texts = texts(key);
    for (String text : texts) {
      known(key, text, known);
    }
    if (texts.isEmpty()) {
      throw complaint(key, "a list of at least one of " + String.join(", ", known));
    }
    return texts;
  }

  /** A string that is one of a few. */
  String known(String key, String text, Collection<String> known) {
    if (known.contains(text)) {
      return text;
    }
    throw new StudyException(
        where(key)
            + " has \""
            + text
            + "\"; "
            + Nearest.of(text, known)
                .map(name -> "did you mean \"" + name + "\"? There are ")
                .orElse("expected one of ")
            + String.join(", ", known));
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    String expected = "a list of strings, such as [\"cpu:0\"]";
    if (!(get(key) instanceof TomlArray array)) {
      throw complaint(key, expected);
    }
    for (int i = 0; i < array.size(); i++) {
      if (!(array.get(i) instanceof String text) || text.isBlank()) {
        throw complaint(key, expected);
      }
      texts.add(text);
    }
    return texts;
  }

  /** A list of whole numbers, or a range such as {@code {from = 1, to = 256, factor = 2}}. */
  Values values(String key) {
    String expected =
        "a list of whole numbers from 1 on, or a range such as {from = 1, to = 256, factor = 2}";
    Object found = get(key);
    if (found instanceof TomlTable range) {
      return range(new StudyTable(file, path + key + ".", range), key);
    }
    if (!(found instanceof TomlArray array) || array.size() == 0) {
      throw complaint(key, expected);
    }
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      if (!(array.get(i) instanceof Long value) || value < 1 || value > Integer.MAX_VALUE) {
        throw complaint(key, expected);
      }
      values.add(value.intValue());
    }
    return new Values.Listed(values);
  }

  private Values range(StudyTable range, String key) {
    int from = range.positive("from");
    boolean cores = range.has("to") && "cores".equals(range.get("to"));
    int to = cores ? from : range.positive("to");
    int step = range.has("step") ? range.positive("step") : 0;
    int factor = range.has("factor") ? range.positive("factor") : 0;
    range.refuseOthers();
    if (to < from) {
      throw complaint(key, "a range whose \"to\" is not below its \"from\"");
    }
    if ((step == 0) == (factor == 0) || factor == 1) {
      throw complaint(key, "a range with either \"step\", or \"factor\" of at least 2");
    }
    return new Values.Range(from, to, cores, step, factor);
  }

  StudyTable section(String key) {
    if (get(key) instanceof TomlTable section) {
      return new StudyTable(file, path + key + ".", section);
    }
    throw complaint(key, "a table [" + path + key + "]");
  }

  /** The tables of a list of tables, {@code [[presets.default.select]]}. */
  List<StudyTable> sections(String key) {
    String expected = "a list of tables [[" + path + key + "]]";
    if (!(get(key) instanceof TomlArray array) || array.size() == 0) {
      throw complaint(key, expected);
    }
    List<StudyTable> sections = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      if (!(array.get(i) instanceof TomlTable section)) {
        throw complaint(key, expected);
      }
      sections.add(new StudyTable(file, path + key + "[" + (i + 1) + "].", section));
    }
    return sections;
  }

  Optional<StudyTable> optionalSection(String key) {
    return has(key) ? Optional.of(section(key)) : Optional.empty();
  }

  /** Complains about the first key that was not asked for. */
  void refuseOthers() {
    for (String key : table.keySet()) {
      if (!asked.contains(key)) {
        throw new StudyException(
            where(key)
                + " is unknown here; known are "
                + String.join(", ", asked)
                + Nearest.of(key, asked)
                    .map(known -> "; did you mean " + known + "?")
                    .orElse(", so correct or remove it"));
      }
    }
  }

  StudyException complaint(String key, String expected) {
    asked.add(key);
    Object found = table.get(List.of(key));
    return new StudyException(
        found == null
            ? file
                + line(null)
                + ": key "
                + path
                + key
                + " is missing; "
                + expected
                + " is expected"
                + misspelt(key)
            : where(key) + " is " + shown(found) + "; " + expected + " is expected");
  }

  /** The key that is there instead of one that is missing. */
  private String misspelt(String missing) {
    List<String> others = table.keySet().stream().filter(key -> !asked.contains(key)).toList();
    return Nearest.of(missing, others)
        .map(key -> "; is it meant by " + key + line(table.inputPositionOf(List.of(key))) + "?")
        .orElse("");
  }

  StudyException complaint(String key, String message, Throwable cause) {
    return new StudyException(where(key) + ": " + message, cause);
  }

  private String where(String key) {
    return file + line(table.inputPositionOf(List.of(key))) + ": key " + path + key;
  }

  private static String line(@Nullable TomlPosition position) {
    return position == null ? "" : ", line " + position.line();
  }

  private static String shown(Object found) {
    return switch (found) {
      case String text -> '"' + text + '"';
      case TomlArray array ->
          array.toJson().replaceAll("\\s+", " ").replace("[ ", "[").replace(" ]", "]").strip();
      case TomlTable table -> "a table";
      default -> found.toString();
    };
  }

  private @Nullable Object get(String key) {
    asked.add(key);
    return table.get(List.of(key));
  }
}
