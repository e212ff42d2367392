// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import dev.colonnade.bench.record.Choices;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.models.notation.NetTemplate;
import dev.colonnade.models.notation.NotationException;
import dev.colonnade.models.zoo.Zoo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/** Reads the text of a study file. */
final class StudyReader {
  private static final String VARIABLES = "variables";
  private static final String ZOO = "zoo";
  private static final String CANDIDATES = "candidates";
  private static final String PASSES = "passes";
  private static final String BATCHES = "batches";
  private static final String THREADS = "threads";
  private static final String CONVOLUTIONS = "convolutions";
  private static final String MATH = "math";
  private static final String TRAINING = "training";
  private static final String SELECT = "select";
  private static final List<String> ROLES = List.of(Choices.LOW, Choices.MEDIAN, Choices.HIGH);
  private static final List<String> WAYS = List.of(Choices.DIRECT, Choices.UNROLLED);

  private final String file;
  private final StudyTable root;

  /**
   * Reads the TOML.
   *
   * @throws StudyException if it is none
   */
  StudyReader(String file, String text) {
    TomlParseResult toml = Toml.parse(text);
    if (toml.hasErrors()) {
      TomlParseError error = toml.errors().getFirst();
      throw new StudyException(
          file + ", line " + error.position().line() + ": this is not TOML: " + error.getMessage());
    }
    this.file = file;
    this.root = new StudyTable(file, "", toml);
  }

  /**
   * Reads the study.
   *
   * @throws StudyException naming file, line, key and what is expected
   */
  Study read() {
    if (!Study.SCHEMA.equals(root.optionalText("schema").orElse(""))) {
      throw root.complaint("schema", "\"" + Study.SCHEMA + "\"");
    }
    SortedMap<String, Values> open = values(root.optionalSection("open"));
    SortedMap<String, Values> variables = values(root.optionalSection(VARIABLES));
    Nets nets = nets(open, variables);
    Selection defaults =
        new Selection(
            variables,
            nets.zoo(),
            roles(root, open.isEmpty() ? List.of() : ROLES, open),
            passes(root),
            root.values(BATCHES),
            root.has(THREADS) ? Optional.of(root.values(THREADS)) : Optional.empty(),
            root.has(CONVOLUTIONS) ? root.texts(CONVOLUTIONS, WAYS) : List.of(),
            root.has(MATH) ? modes(root) : List.of(MathMode.STRICT_FP32),
            root.optionalSection(TRAINING).map(StudyReader::training));
    Study study =
        new Study(
            root.text("id"),
            root.text("title"),
            root.text("question"),
            file,
            nets,
            root.texts("devices"),
            root.has("published") ? root.texts("published") : List.of(),
            root.optionalSection("plot").map(StudyReader::drawing).orElse(Drawing.UNSAID),
            root.has("one-thread") && root.flag("one-thread"),
            presets(root.section("presets"), nets, defaults));
    if (!study.id().matches("[a-z0-9][a-z0-9-]*")) {
      throw root.complaint("id", "small letters, digits and hyphens");
    }
    if (study.devices().isEmpty()) {
      throw root.complaint("devices", "a list of at least one pattern, such as [\"*\"]");
    }
    root.refuseOthers();
    return study;
  }

  private Nets nets(SortedMap<String, Values> open, SortedMap<String, Values> variables) {
    StudyTable net = root.section("net");
    Optional<String> template = net.optionalText("template");
    List<String> zoo = net.has(ZOO) ? net.texts(ZOO) : List.of();
    Optional<String> recipe = net.optionalText("recipe");
    net.refuseOthers();
    if (template.isPresent() == !zoo.isEmpty()) {
      throw root.complaint("net", "a table with either \"template\" or \"zoo\"");
    }
    template.ifPresent(text -> checkVariables(net, text, open, variables));
    if (template.isEmpty() && !variables.isEmpty()) {
      throw root.complaint(VARIABLES, "no variables where the nets come from the zoo");
    }
    if (template.isEmpty() && !open.isEmpty()) {
      throw root.complaint("open", "no open variables where the nets come from the zoo");
    }
    if (template.isEmpty() && recipe.isPresent()) {
      throw net.complaint(
          "recipe", "no recipe where the nets come from the zoo, each with its own");
    }
    recipe.ifPresent(name -> {
      if (Zoo.find(name).isEmpty()) {
        net.known("recipe", name, Zoo.names());
      }
    });
    return new Nets(template, zoo, recipe, open);
  }

  private static void checkVariables(
      StudyTable net,
      String template,
      SortedMap<String, Values> open,
      SortedMap<String, Values> variables) {
    Set<String> given = new TreeSet<>(variables.keySet());
    given.addAll(open.keySet());
    try {
      NetTemplate parsed = NetTemplate.parse(template);
      if (!parsed.variables().equals(given) || given.size() < open.size() + variables.size()) {
        throw net.complaint(
            "template",
            "a net string with just the variables of [variables] and [open], each in one of them,"
                + " which are "
                + given);
      }
    } catch (NotationException e) {
      throw net.complaint("template", String.valueOf(e.getMessage()), e);
    }
  }

  private static List<String> roles(
      StudyTable table, List<String> otherwise, SortedMap<String, Values> open) {
    if (!table.has(CANDIDATES)) {
      return otherwise;
    }
    if (open.isEmpty()) {
      throw table.complaint(CANDIDATES, "no candidates without a table [open]");
    }
    return table.texts(CANDIDATES, ROLES);
  }

  private static List<Pass> passes(StudyTable table) {
    return table.texts(PASSES, Arrays.stream(Pass.values()).map(Pass::key).toList()).stream()
        .map(Pass::of)
        .toList();
  }

  private static List<MathMode> modes(StudyTable table) {
    return table.texts(MATH, Arrays.stream(MathMode.values()).map(Enum::name).toList()).stream()
        .map(MathMode::valueOf)
        .toList();
  }

  private static Drawing drawing(StudyTable table) {
    Optional<Drawing.Across> across =
        table
            .optionalText("x")
            .map(key -> table.known("x", key, keys(Drawing.Across.values(), Drawing.Across::key)))
            .flatMap(key ->
                Arrays.stream(Drawing.Across.values())
                    .filter(a -> a.key().equals(key))
                    .findFirst());
    Optional<Drawing.Up> up =
        table
            .optionalText("y")
            .map(key -> table.known("y", key, keys(Drawing.Up.values(), Drawing.Up::key)))
            .flatMap(key ->
                Arrays.stream(Drawing.Up.values()).filter(u -> u.key().equals(key)).findFirst());
    Drawing drawing =
        new Drawing(across, up, table.optionalText("x-label"), table.optionalText("y-label"));
    table.refuseOthers();
    return drawing;
  }

  private static <T> List<String> keys(T[] values, Function<T, String> key) {
    return Arrays.stream(values).map(key).toList();
  }

  private static TrainingPlan training(StudyTable table) {
    TrainingPlan plan =
        new TrainingPlan(
            table.text("data"),
            table.positive("images"),
            table.positive("tests"),
            table.positive("epochs"),
            table.has("columns") ? table.positive("columns") : 1,
            target(table, OptionalDouble.empty()),
            table.numbers("rates"),
            table.has("rate-factor") ? table.number("rate-factor") : 1,
            table.positive("tuning-images"),
            table.positive("tuning-epochs"),
            table.has("distortion") && table.flag("distortion"));
    table.refuseOthers();
    return plan;
  }

  /** A preset's own keys before those of the study. */
  private static TrainingPlan training(StudyTable table, TrainingPlan or) {
    TrainingPlan plan =
        new TrainingPlan(
            table.has("data") ? table.text("data") : or.data(),
            table.has("images") ? table.positive("images") : or.images(),
            table.has("tests") ? table.positive("tests") : or.tests(),
            table.has("epochs") ? table.positive("epochs") : or.epochs(),
            table.has("columns") ? table.positive("columns") : or.columns(),
            target(table, or.targetErrorPercent()),
            table.has("rates") ? table.numbers("rates") : or.rates(),
            table.has("rate-factor") ? table.number("rate-factor") : or.rateFactor(),
            table.has("tuning-images") ? table.positive("tuning-images") : or.tuningImages(),
            table.has("tuning-epochs") ? table.positive("tuning-epochs") : or.tuningEpochs(),
            table.has("distortion") ? table.flag("distortion") : or.distortion());
    table.refuseOthers();
    return plan;
  }

  private static OptionalDouble target(StudyTable table, OptionalDouble otherwise) {
    return table.has("target-error-percent")
        ? OptionalDouble.of(table.number("target-error-percent"))
        : otherwise;
  }

  private static SortedMap<String, Values> values(Optional<StudyTable> table) {
    SortedMap<String, Values> values = new TreeMap<>();
    table.ifPresent(t -> t.keys().forEach(key -> values.put(key, t.values(key))));
    return values;
  }

  private static SequencedMap<String, Preset> presets(
      StudyTable table, Nets nets, Selection defaults) {
    SequencedMap<String, Preset> presets = new LinkedHashMap<>();
    for (String name : table.keys()) {
      presets.put(name, preset(table.section(name), nets, defaults));
    }
    if (!presets.containsKey("default")) {
      throw table.complaint("default", "a table [presets.default] with the counts");
    }
    return presets;
  }

  private static Preset preset(StudyTable table, Nets nets, Selection defaults) {
    Budget budget =
        new Budget(
            table.positive("processes"),
            table.positive("samples"),
            Duration.ofMillis(table.positive("sample-milliseconds")),
            Duration.ofMillis(table.positive("warm-up-milliseconds")),
            Duration.ofSeconds(table.positive("cap-seconds")));
    Selection own = selection(table, nets, defaults);
    List<Selection> selections = new ArrayList<>();
    if (table.has(SELECT)) {
      for (StudyTable part : table.sections(SELECT)) {
        Selection selection = selection(part, nets, own);
        part.refuseOthers();
        check(part, selection);
        selections.add(selection);
      }
    } else {
      check(table, own);
      selections.add(own);
    }
    table.refuseOthers();
    return new Preset(budget, selections);
  }

  private static Selection selection(StudyTable table, Nets nets, Selection defaults) {
    SortedMap<String, Values> variables = new TreeMap<>(defaults.variables());
    SortedMap<String, Values> own = values(table.optionalSection(VARIABLES));
    for (String name : own.keySet()) {
      if (!variables.containsKey(name)) {
        throw table.complaint(
            VARIABLES, "values for the variables " + variables.keySet() + " only");
      }
    }
    variables.putAll(own);
    List<String> zoo = table.has(ZOO) ? table.texts(ZOO) : defaults.zoo();
    if (!nets.zoo().containsAll(zoo) || zoo.isEmpty() != nets.zoo().isEmpty()) {
      throw table.complaint(ZOO, "a choice from the nets of [net]");
    }
    Optional<StudyTable> training = table.optionalSection(TRAINING);
    if (training.isPresent() && defaults.training().isEmpty()) {
      throw table.complaint(TRAINING, "a table [training] of the whole study beside it");
    }
    return new Selection(
        variables,
        zoo,
        roles(table, defaults.candidates(), nets.candidates()),
        table.has(PASSES) ? passes(table) : defaults.passes(),
        table.has(BATCHES) ? table.values(BATCHES) : defaults.batches(),
        table.has(THREADS) ? Optional.of(table.values(THREADS)) : defaults.threads(),
        table.has(CONVOLUTIONS) ? table.texts(CONVOLUTIONS, WAYS) : defaults.convolutions(),
        table.has(MATH) ? modes(table) : defaults.math(),
        training
            .flatMap(t -> defaults.training().map(plan -> training(t, plan)))
            .or(defaults::training));
  }

  /** What goes together; a rule that is broken is told at the key that can mend it. */
  private static void check(StudyTable table, Selection selection) {
    SelectionRules.firstBroken(selection)
        .ifPresent(broken -> {
          throw table.complaint(broken.key(), broken.expected());
        });
  }
}
