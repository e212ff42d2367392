// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.models.notation.Connections;
import dev.colonnade.models.notation.LayerSpec;
import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.notation.MapShape;
import dev.colonnade.models.notation.NetNote;
import dev.colonnade.models.notation.NetSpec;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ZooTest {

  static Stream<Recipe> recipes() {
    return Zoo.all().stream();
  }

  @Test
  void everyFileIsListedAndEveryListedNetHasAFile() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Objects.requireNonNull(Zoo.class.getResource("mcdnn-mnist.toml")).toURI())
            .getParent();
    try (Stream<Path> files = Files.list(Objects.requireNonNull(folder))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".toml"))
                  .map(name -> name.substring(0, name.length() - 5)))
          .containsExactlyInAnyOrderElementsOf(Zoo.names());
    }
    assertThat(Zoo.all()).extracting(Recipe::name).containsExactlyElementsOf(Zoo.names());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void netStringsAreWrittenAsTheyArePrinted(Recipe recipe) {
    String file = StrictToml.resource(Zoo.class, recipe.name() + ".toml");

    assertThat(file).contains("\nnet = \"" + recipe.net() + "\"\n");
    for (Recipe.Alternative other : recipe.alternatives()) {
      assertThat(file).contains("\nnet = \"" + other.net() + "\"\n");
    }
  }

  /**
   * The sheet's figures, and for the nets it gives none, our own count done apart from this code.
   */
  @ParameterizedTest
  @CsvSource({
    "mlp-2010-1, 1.348e6, 0.0005e6",
    "mlp-2010-2, 3.270e6, 0.0005e6",
    "mlp-2010-3, 6.692e6, 0.0005e6",
    "mlp-2010-4, 12.115e6, 0.0005e6",
    "mlp-2010-5, 8.860e6, 0.0005e6",
    "mcdnn-mnist, 76040, 0",
    "mcdnn-cifar10, 1660710, 0",
    "mcdnn-hwdb, 3483655, 0",
    "gtsrb-2012, 1543443, 0",
    "gtsrb-ijcnn2011, 1389543, 0",
    "lenet-5-modern, 61706, 0"
  })
  void weightsAgreeWithTheSheet(String name, double weights, double tolerance) {
    assertThat((double) LayerTable.of(Zoo.get(name).net()).weights())
        .isCloseTo(weights, within(tolerance));
  }

  @ParameterizedTest
  @CsvSource({
    "mcdnn-mnist, 1.89e6",
    "mcdnn-cifar10, 99.7e6",
    "mcdnn-hwdb, 75.0e6",
    "gtsrb-2012, 126.0e6",
    "gtsrb-ijcnn2011, 124.1e6",
    "dannet-norb, 1.01e9"
  })
  void multiplicationsAgreeWithTheSheet(String name, double macs) {
    assertThat((double) LayerTable.of(Zoo.get(name).net()).denseMacs())
        .isCloseTo(macs, within(0.005 * macs));
  }

  @ParameterizedTest
  @CsvSource({
    "mcdnn-cifar10, 30 15 14 7 5 3 2 1",
    "mcdnn-hwdb, 46 23 22 11 10 5 4 2",
    "gtsrb-2012, 42 21 18 9 6 3",
    "gtsrb-ijcnn2011, 46 23 20 10 8 4",
    "dannet-norb, 46 23 20 5",
    "membranes-2012, 92 46 42 21 18 9 6 3",
    "mitosis-2013-1, 100 50 48 24 22 11 10 5 4 2",
    "mitosis-2013-2, 98 49 46 23 20 10 8 4",
    "simard-2003, 13 5",
    "lenet-5-modern, 28 14 10 5 1",
    "dannet-mnist, 25 11 8 6 4 2",
    "dannet-cifar10-300, 28 14 10 5 2 1"
  })
  void sizesAreThoseOfTheSheet(String name, String sizes) {
    List<String> heights =
        Zoo.get(name).net().outputs().stream()
            .filter(shape -> shape.height() > 1 || !isFull(name, shape))
            .map(shape -> Integer.toString(shape.height()))
            .toList();

    assertThat(String.join(" ", heights)).startsWith(sizes);
    assertThat(heights).hasSizeGreaterThanOrEqualTo(sizes.split(" ").length);
  }

  private static boolean isFull(String name, MapShape shape) {
    NetSpec net = Zoo.get(name).net();
    int index = net.outputs().indexOf(shape);
    return net.layers().get(index) instanceof LayerSpec.FullyConnected;
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void onlyTheCifarNetOfCvpr2012RoundsUp(Recipe recipe) {
    if (recipe.name().equals("mcdnn-cifar10")) {
      assertThat(recipe.net().notes())
          .extracting(NetNote::kind)
          .containsExactly(NetNote.Kind.POOLING_ROUNDS_UP);
      assertThat(recipe.assumed().getFirst()).contains("rounds up");
      assertThat(recipe.title()).contains("rounds up");
    } else {
      assertThat(recipe.net().notes()).isEmpty();
    }
    recipe.alternatives().forEach(other -> assertThat(other.net().notes()).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void alternativesLieOnTheStatedSideOfTheCost(Recipe recipe) {
    long macs = LayerTable.of(recipe.net()).denseMacs();
    for (Recipe.Alternative other : recipe.alternatives()) {
      long theirs = LayerTable.of(other.net()).denseMacs();
      assertThat(theirs < macs)
          .as("%s: %s has %d MACs against %d", recipe.name(), other.net(), theirs, macs)
          .isEqualTo(other.role() == Recipe.Alternative.Role.LOW);
      assertThat(other.net().input()).isEqualTo(recipe.net().input());
      assertThat(other.net().output()).isEqualTo(recipe.net().output());
    }
    if (recipe.source().mark() == Mark.ASSUMED) {
      assertThat(recipe.alternatives()).hasSize(2);
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void whatIsAssumedIsSaid(Recipe recipe) {
    assertThat(recipe.assumed()).isNotEmpty().allSatisfy(item -> assertThat(item).endsWith("."));
    assertThat(recipe.assumed())
        .as("the sources state output and loss of no net")
        .anySatisfy(item -> assertThat(item.toLowerCase(Locale.ROOT)).contains("output"));
  }

  @Test
  void theTableNetsHaveTheMapsThatThePaperPrints() {
    for (String name :
        List.of("dannet-mnist-2", "dannet-mnist-3", "dannet-mnist-4", "dannet-mnist")) {
      Recipe recipe = Zoo.get(name);
      StringBuilder printed = new StringBuilder();
      List<LayerSpec> layers = recipe.net().layers();
      for (LayerSpec layer : layers.subList(0, layers.size() - 1)) {
        String text =
            switch (layer) {
              case LayerSpec.Convolution c -> c.maps() + "M";
              case LayerSpec.FullyConnected(int units) -> units + "N";
              case LayerSpec.Pooling _ -> "pooling";
            };
        printed.append(printed.isEmpty() ? "" : "-").append(text);
      }
      assertThat(recipe.source().where()).isEqualTo("Table 1: " + printed);
      assertThat(layers)
          .anySatisfy(layer ->
              assertThat(layer)
                  .isInstanceOfSatisfying(
                      LayerSpec.Convolution.class,
                      c -> assertThat(c.connections()).isInstanceOf(Connections.Random.class)));
    }
  }

  @Test
  void namesAndAliasesLeadToTheRightNets() {
    assertThat(Zoo.get("dannet").name()).isEqualTo("dannet-mnist");
    assertThat(Zoo.get(" MCDNN-gtsrb ").name()).isEqualTo("gtsrb-2012");
    assertThat(Zoo.get("mcdnn-mnist").net()).hasToString("1x29x29-20C4-MP2-40C5-MP3-150N-10N");
    assertThat(Zoo.find("no-such-net")).isEmpty();
    Set<String> all = new HashSet<>(Zoo.names());
    Zoo.all().forEach(r -> r.aliases().forEach(alias -> assertThat(all.add(alias)).isTrue()));
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearestOrWithAll() {
    assertThatExceptionOfType(ZooException.class)
        .isThrownBy(() -> Zoo.get("mcdnn-minst"))
        .withMessage("the zoo has no net called 'mcdnn-minst'. Did you mean mcdnn-mnist?");
    assertThatExceptionOfType(ZooException.class)
        .isThrownBy(() -> Zoo.get("resnet-50"))
        .withMessageContaining("It has lenet-5-modern, simard-2003");
  }

  @Test
  void recipesTakeOverWhatTheyDoNotGive() {
    Recipe base = Zoo.get("dannet-cifar10-100");
    Recipe wide = Zoo.get("dannet-cifar10-300");

    assertThat(wide.training()).isEqualTo(base.training());
    assertThat(wide.assumed()).isEqualTo(base.assumed());
    assertThat(wide.published()).doesNotContainAnyElementsOf(base.published());
    assertThat(Zoo.get("gtsrb-ijcnn2011").aliases()).isEmpty();
  }

  @Test
  void theMnistColumnIsTrainedAsThePaperSays() {
    Training training = Zoo.get("mcdnn-mnist").training();

    assertThat(training.batch()).isEqualTo(1);
    assertThat(training.learningRate()).isEqualTo(new LearningRateSchedule(0.001, 0.993, 3e-5));
    assertThat(training.initialisation()).isEqualTo(new Training.Initialisation(-0.05, 0.05));
    assertThat(training.activation()).isEqualTo(Training.Activation.SCALED_TANH);
    assertThat(training.distortion()).isPresent();
    assertThat(training.validation().kind())
        .isEqualTo(Training.Validation.Kind.UNDISTORTED_TRAINING_SET);
    assertThat(Zoo.get("mcdnn-mnist").input().geometry()).hasToString("pad:29x29");
  }
}
