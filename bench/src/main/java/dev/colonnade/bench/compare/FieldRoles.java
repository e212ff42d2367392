// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * The role of each field, read from {@code roles.toml}, which is the one place where they stand.
 *
 * @param fields the fields by their paths, in the order of the file
 * @param subjects what {@code --vary} takes, with its meaning
 * @param ignored elements of lists that do not count, by the path of the list
 */
public record FieldRoles(
    SequencedMap<String, Field> fields,
    NavigableMap<String, String> subjects,
    Map<String, List<Pattern>> ignored) {
  private static final String RESOURCE = "roles.toml";
  private static final FieldRoles SHIPPED = read();

  /**
   * A field.
   *
   * @param path such as {@code device.driver}
   * @param role its role
   * @param subjects those of {@code --vary} that let it differ
   */
  public record Field(String path, FieldRole role, List<String> subjects) {}

  /** The roles that ship. */
  public static FieldRoles shipped() {
    return SHIPPED;
  }

  /** The fields of one role, in the order of the file. */
  public List<Field> of(FieldRole role) {
    return fields.values().stream().filter(field -> field.role() == role).toList();
  }

  /** The path of a field by that path, by its last part, or by a subject of one field alone. */
  public Optional<String> find(String name) {
    return switch (name) {
      case "device" -> Optional.of("device.id");
      case "math" -> Optional.of("workload.mathMode");
      case "commit" -> Optional.of("run.commit");
      case "driver" -> Optional.of("device.driver");
      case "host" -> Optional.of("machine.hostId");
      case "run" -> Optional.of("run.runId");
      default -> {
        List<String> found =
            fields.keySet().stream()
                .filter(path -> path.equals(name) || path.endsWith("." + name))
                .toList();
        yield found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
      }
    };
  }

  private static FieldRoles read() {
    TomlParseResult toml;
    try (InputStream in = FieldRoles.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the build; build again");
      }
      toml = Toml.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (toml.hasErrors()) {
      throw new IllegalStateException(RESOURCE + " of the build: " + toml.errors());
    }
    SequencedMap<String, Field> fields = new LinkedHashMap<>();
    for (FieldRole role : FieldRole.values()) {
      TomlTable table = table(toml, role.key());
      for (String path : keys(table)) {
        fields.put(path, new Field(path, role, texts(table, path)));
      }
    }
    NavigableMap<String, String> subjects = new TreeMap<>();
    TomlTable meanings = table(toml, "subjects");
    keys(meanings)
        .forEach(name -> subjects.put(name, String.valueOf(meanings.getString(List.of(name)))));
    Map<String, List<Pattern>> ignored = new LinkedHashMap<>();
    TomlTable patterns = table(toml, "ignored");
    keys(patterns)
        .forEach(path ->
            ignored.put(path, texts(patterns, path).stream().map(Pattern::compile).toList()));
    return new FieldRoles(fields, subjects, ignored);
  }

  private static TomlTable table(TomlTable toml, String key) {
    TomlTable table = toml.getTable(List.of(key));
    if (table == null) {
      throw new IllegalStateException(RESOURCE + " of the build has no table " + key);
    }
    return table;
  }

  /** In the order of the file, which the parser's own set does not promise. */
  private static List<String> keys(TomlTable table) {
    return table.keySet().stream()
        .sorted(
            Comparator.comparingInt(
                key -> Objects.requireNonNull(table.inputPositionOf(List.of(key))).line()))
        .toList();
  }

  private static List<String> texts(TomlTable table, String key) {
    TomlArray array = table.getArray(List.of(key));
    List<String> texts = new ArrayList<>();
    for (int i = 0; array != null && i < array.size(); i++) {
      texts.add(array.getString(i));
    }
    return List.copyOf(texts);
  }
}
