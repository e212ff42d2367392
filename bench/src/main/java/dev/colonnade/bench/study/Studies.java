// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import dev.colonnade.bench.record.Pass;
import dev.colonnade.models.notation.NetTemplate;
import dev.colonnade.models.notation.NotationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/** Finds and reads studies: those that come with Colonnade, by id, and a user's own, by path. */
public final class Studies {

  private static final List<String> SHIPPED = List.of("maps", "nets", "batch", "threads");

  private Studies() {}

  /** Returns the ids of the studies that come with Colonnade. */
  public static List<String> shippedIds() {
    return SHIPPED;
  }

  /** Returns the studies that come with Colonnade. */
  public static List<Study> shipped() {
    return SHIPPED.stream().map(Studies::resource).toList();
  }

  /**
   * Returns the study with this id, or the one in the file of this path.
   *
   * @throws UnknownStudyException if it is neither
   * @throws StudyException if the file is missing or wrong
   */
  public static Study find(String idOrPath) {
    if (SHIPPED.contains(idOrPath)) {
      return resource(idOrPath);
    }
    Path file = Path.of(idOrPath);
    if (!Files.exists(file) && (file.isAbsolute() || file.getNameCount() > 1)) {
      throw new StudyException(idOrPath + " does not exist; check the path of the study file");
    }
    if (Files.isRegularFile(file)) {
      try {
        return parse(idOrPath, Files.readString(file));
      } catch (IOException e) {
        throw new StudyException(
            idOrPath + " cannot be read: " + e.getMessage() + "; check its permissions", e);
      }
    }
    throw new UnknownStudyException(
        "\""
            + idOrPath
            + "\" is neither a study ("
            + String.join(", ", SHIPPED)
            + ") nor a file; name one of them or the path of a study file");
  }

  private static Study resource(String id) {
    String name = id + ".toml";
    try (InputStream in = Studies.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new StudyException("study " + id + " is missing from the build; build again");
      }
      return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new StudyException("study " + id + " cannot be read from the build", e);
    }
  }

  /**
   * Reads a study from text.
   *
   * @param file its name in messages
   * @throws StudyException if the text is not a study; the message names line and key
   */
  public static Study parse(String file, String text) {
    TomlParseResult toml = Toml.parse(text);
    if (toml.hasErrors()) {
      TomlParseError error = toml.errors().getFirst();
      throw new StudyException(
          file + ", line " + error.position().line() + ": this is not TOML: " + error.getMessage());
    }
    StudyTable root = new StudyTable(file, "", toml);
    if (!Study.SCHEMA.equals(root.optionalText("schema").orElse(""))) {
      throw root.complaint("schema", "\"" + Study.SCHEMA + "\"");
    }
    StudyTable net = root.section("net");
    Optional<String> template = net.optionalText("template");
    List<String> zoo = net.has("zoo") ? net.texts("zoo") : List.of();
    net.refuseOthers();
    if (template.isPresent() == !zoo.isEmpty()) {
      throw root.complaint("net", "a table with either \"template\" or \"zoo\"");
    }
    SortedMap<String, Values> variables = values(root.optionalSection("variables"));
    template.ifPresent(t -> checkVariables(net, t, variables));
    if (template.isEmpty() && !variables.isEmpty()) {
      throw root.complaint("variables", "no variables where the nets come from the zoo");
    }
    Study.Selection defaults =
        new Study.Selection(
            new Budget(1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO),
            variables,
            zoo,
            passes(root),
            root.values("batches"),
            root.has("threads") ? Optional.of(root.values("threads")) : Optional.empty());
    Study study =
        new Study(
            root.text("id"),
            root.text("title"),
            root.text("question"),
            file,
            template,
            zoo,
            root.texts("devices"),
            root.has("published") ? root.texts("published") : List.of(),
            presets(root.section("presets"), defaults));
    if (!study.id().matches("[a-z0-9][a-z0-9-]*")) {
      throw root.complaint("id", "small letters, digits and hyphens");
    }
    if (study.devices().isEmpty()) {
      throw root.complaint("devices", "a list of at least one pattern, such as [\"*\"]");
    }
    root.refuseOthers();
    return study;
  }

  private static void checkVariables(
      StudyTable net, String template, SortedMap<String, Values> variables) {
    try {
      NetTemplate parsed = NetTemplate.parse(template);
      if (!parsed.variables().equals(new TreeSet<>(variables.keySet()))) {
        throw net.complaint(
            "template",
            "a net string with just the variables of [variables], which are " + variables.keySet());
      }
    } catch (NotationException e) {
      throw net.complaint("template", String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Pass> passes(StudyTable table) {
    List<Pass> passes = new ArrayList<>();
    for (String key : table.texts("passes")) {
      try {
        passes.add(Pass.of(key));
      } catch (IllegalArgumentException e) {
        throw table.complaint("passes", String.valueOf(e.getMessage()), e);
      }
    }
    if (passes.isEmpty()) {
      throw table.complaint("passes", "a list of at least one pass, such as [\"train-step\"]");
    }
    return passes;
  }

  private static SortedMap<String, Values> values(Optional<StudyTable> table) {
    SortedMap<String, Values> values = new TreeMap<>();
    table.ifPresent(t -> t.keys().forEach(key -> values.put(key, t.values(key))));
    return values;
  }

  private static SequencedMap<String, Study.Selection> presets(
      StudyTable table, Study.Selection defaults) {
    SequencedMap<String, Study.Selection> presets = new LinkedHashMap<>();
    for (String name : table.keys()) {
      presets.put(name, selection(table.section(name), defaults));
    }
    if (!presets.containsKey("default")) {
      throw table.complaint("default", "a table [presets.default] with the counts");
    }
    return presets;
  }

  private static Study.Selection selection(StudyTable table, Study.Selection defaults) {
    Budget budget =
        new Budget(
            table.positive("processes"),
            table.positive("samples"),
            Duration.ofMillis(table.positive("sample-milliseconds")),
            Duration.ofMillis(table.positive("warm-up-milliseconds")),
            Duration.ofSeconds(table.positive("cap-seconds")));
    SortedMap<String, Values> variables = new TreeMap<>(defaults.variables());
    SortedMap<String, Values> own = values(table.optionalSection("variables"));
    for (String name : own.keySet()) {
      if (!variables.containsKey(name)) {
        throw table.complaint(
            "variables", "values for the variables " + variables.keySet() + " only");
      }
    }
    variables.putAll(own);
    List<String> zoo = table.has("zoo") ? table.texts("zoo") : defaults.zoo();
    if (!defaults.zoo().containsAll(zoo) || zoo.isEmpty() != defaults.zoo().isEmpty()) {
      throw table.complaint("zoo", "a choice from the nets of [net]");
    }
    Study.Selection selection =
        new Study.Selection(
            budget,
            variables,
            zoo,
            table.has("passes") ? passes(table) : defaults.passes(),
            table.has("batches") ? table.values("batches") : defaults.batches(),
            table.has("threads") ? Optional.of(table.values("threads")) : defaults.threads());
    table.refuseOthers();
    return selection;
  }
}
