// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.notation.NetNote;
import dev.colonnade.models.notation.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The zoo as people and programs read it: a table of all nets, and one net in full. */
public final class ModelListing {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.LOWER_CAMEL_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private ModelListing() {}

  /**
   * One net of the list.
   *
   * @param name its name
   * @param aliases further names
   * @param title one line about it
   * @param net the net string
   * @param dataSet what it was published for
   * @param weights weights and biases
   * @param macs multiplications of a forward pass of one example, connection tables disregarded
   * @param effectiveMacs the same, of the connections that exist
   * @param source first author, venue and year
   * @param mark how well the structure is known
   */
  public record Entry(
      String name,
      List<String> aliases,
      String title,
      String net,
      String dataSet,
      long weights,
      long macs,
      long effectiveMacs,
      String source,
      String mark) {}

  /**
   * One net in full.
   *
   * @param entry what the list says about it
   * @param layers the table of layers
   * @param notes layers that round or lose pixels
   * @param input how images are brought to the net
   * @param training the recipe
   * @param published results of papers
   * @param alternatives further net strings that fit what is published, by role
   * @param assumed what no source says
   */
  public record Description(
      Entry entry,
      List<LayerTable.Row> layers,
      List<String> notes,
      Map<String, Object> input,
      Training training,
      List<PublishedResult> published,
      List<Map<String, String>> alternatives,
      List<String> assumed) {}

  /** All nets, in the zoo's order. */
  public static List<Entry> entries() {
    return Zoo.all().stream().map(recipe -> entry(recipe, LayerTable.of(recipe.net()))).toList();
  }

  private static Entry entry(Recipe recipe, LayerTable table) {
    return new Entry(
        recipe.name(),
        recipe.aliases(),
        recipe.title(),
        recipe.net().toString(),
        recipe.dataSet(),
        table.weights(),
        table.denseMacs(),
        table.effectiveMacs(),
        recipe.source().cite(),
        recipe.source().mark().toString());
  }

  /** All nets as an aligned table. */
  public static String text() {
    TextTable table =
        new TextTable(List.of("name", "net", "structure", "weights", "MACs", "source"), 3);
    for (Entry entry : entries()) {
      table.row(
          List.of(
              entry.name(),
              entry.net(),
              entry.mark(),
              grouped(entry.weights()),
              millions(entry.macs()),
              entry.source()));
    }
    return table
        + """

        structure: how well it is known. seen and seen-2nd were read, memory and memory? were not,
        assumed means that kernel sizes were chosen by us; describe a net to see what and why.
        """;
  }

  /** All nets as a JSON array. */
  public static String json() {
    return JSON.writeValueAsString(entries());
  }

  /**
   * One net as data.
   *
   * @throws ZooException if there is no net of that name
   */
  public static Description description(String name) {
    Recipe recipe = Zoo.get(name);
    LayerTable table = LayerTable.of(recipe.net());
    InputPreparation input = recipe.input();
    return new Description(
        entry(recipe, table),
        table.rows(),
        recipe.net().notes().stream().map(NetNote::toString).toList(),
        Map.of(
            "geometry", input.geometry().toString(),
            "low", input.low(),
            "high", input.high(),
            "preprocessing", input.preprocessing()),
        recipe.training(),
        recipe.published(),
        recipe.alternatives().stream()
            .map(other ->
                Map.of(
                    "role", other.role().name().toLowerCase(Locale.ROOT),
                    "net", other.net().toString(),
                    "why", other.why()))
            .toList(),
        recipe.assumed());
  }

  /**
   * One net as a JSON object.
   *
   * @throws ZooException if there is no net of that name
   */
  public static String describeJson(String name) {
    return JSON.writeValueAsString(description(name));
  }

  /**
   * One net as text: structure, layers, recipe, published results, and what is assumed.
   *
   * @throws ZooException if there is no net of that name
   */
  public static String describe(String name) {
    Recipe recipe = Zoo.get(name);
    List<String> lines = new ArrayList<>();
    lines.add(recipe.name() + ": " + recipe.title());
    lines.add(recipe.net().toString());
    lines.add(
        "from %s, %s [%s]"
            .formatted(recipe.source().paper(), recipe.source().where(), recipe.source().mark()));
    lines.add("");
    lines.add(LayerTable.of(recipe.net()).toText());
    training(recipe, lines);
    if (!recipe.published().isEmpty()) {
      lines.add("");
      lines.add("Published");
      recipe.published().forEach(result -> lines.add("  " + line(result)));
    }
    if (!recipe.alternatives().isEmpty()) {
      lines.add("");
      lines.add("Other structures that fit what is published");
      for (Recipe.Alternative other : recipe.alternatives()) {
        String role = other.role() == Recipe.Alternative.Role.LOW ? "cheaper" : "dearer";
        lines.add("  %s, %s: %s".formatted(other.net(), role, other.why()));
      }
    }
    if (!recipe.assumed().isEmpty()) {
      lines.add("");
      lines.add("Assumed by us");
      recipe.assumed().forEach(item -> lines.add("  - " + item));
    }
    return String.join("\n", lines) + "\n";
  }

  private static void training(Recipe recipe, List<String> lines) {
    Training training = recipe.training();
    InputPreparation input = recipe.input();
    LearningRateSchedule rate = training.learningRate();
    lines.add("Recipe");
    lines.add(
        "  input           %s, geometry %s, values in [%s, %s]"
            .formatted(recipe.dataSet(), input.geometry(), input.low(), input.high()));
    input.preprocessing().forEach(step -> lines.add("                  (not done here) " + step));
    lines.add("  activation      " + activation(training.activation()));
    lines.add("  output, loss    " + word(training.output()) + ", " + word(training.loss()));
    lines.add(
        "  initialisation  uniform in [%s, %s]"
            .formatted(training.initialisation().low(), training.initialisation().high()));
    lines.add(
        "  learning rate   %s, x %s per epoch%s"
            .formatted(
                rate.start(),
                rate.factor(),
                rate.floor() > 0 ? ", not below " + rate.floor() : ""));
    lines.add(
        "  descent         %s, momentum %s, weight decay %s"
            .formatted(
                training.batch() == 1 ? "on-line (batch 1)" : "batch " + training.batch(),
                training.momentum(),
                training.weightDecay()));
    lines.add(
        "  distortion      " + training.distortion().map(Distortion::describe).orElse("none"));
    lines.add("  validation      " + validation(training.validation()));
    lines.add("  stopping        " + stopping(training));
  }

  private static String activation(Training.Activation activation) {
    return activation == Training.Activation.SCALED_TANH
        ? "1.7159 tanh(0.6666 a)"
        : word(activation);
  }

  private static String validation(Training.Validation validation) {
    return validation.kind() == Training.Validation.Kind.HELD_OUT
        ? "the last %d training examples, held out".formatted(validation.heldOut())
        : "the training set without distortion";
  }

  private static String stopping(Training training) {
    return "after %d epochs%s%s"
        .formatted(
            training.epochs(),
            training.stopping().atZeroValidationError() ? ", or at zero validation error" : "",
            training.stopping().atRateFloor() ? ", or when the rate reaches its floor" : "");
  }

  private static String line(PublishedResult result) {
    Optional<Double> spread = result.plusMinus();
    return "%s %s%s %s, %s (%s) [%s]"
        .formatted(
            result.figure(),
            result.value(),
            spread.map(s -> " +- " + s).orElse(""),
            result.unit(),
            result.condition(),
            result.where(),
            result.mark())
        .replace("  ", " ")
        .replace(" ,", ",");
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String millions(long macs) {
    return String.format(Locale.ROOT, macs < 100_000_000 ? "%.2f M" : "%.0f M", macs / 1e6);
  }
}
