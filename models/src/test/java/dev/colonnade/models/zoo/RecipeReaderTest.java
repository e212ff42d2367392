// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a recipe file can have wrong, and the file and key that are blamed. */
class RecipeReaderTest {

  private static final String GOOD = StrictToml.resource(Zoo.class, "mcdnn-mnist.toml");

  private static Recipe read(String text) {
    return new RecipeReader(name -> text).read("mcdnn-mnist");
  }

  @Test
  void theUntouchedFileIsFine() {
    assertThat(read(GOOD)).isEqualTo(Zoo.get("mcdnn-mnist"));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data-set = "mnist"      | data-sett = "mnist"      | key data-set: the key is missing or misspelt; given beside it: name, title, data-sett
          data-set = "mnist"      | data-set = "mnist"\\nx=1 | key x: unknown key 'x'; known here: aliases, alternative
          batch = 1               | bath = 1                 | key training.batch: the key is missing or misspelt
          batch = 1               |                          | key training.batch: the key is missing or misspelt
          batch = 1               | batch = 0                | key training: batch must be at least 1, but was 0
          batch = 1               | batch = "1"              | key training.batch: a whole number is expected here
          batch = 1               | batch = 1.5              | key training.batch: '1.5' is not a whole number
          batch = 1               | batch = [1]              | key training.batch: a whole number is expected here
          momentum = 0.0          | momentum = 1.0           | momentum must be in [0, 1), but was 1.0
          weight-decay = 0.0      | weight-decay = nan       | weight-decay must not be negative
          loss = "cross-entropy"  | loss = "hinge"           | key training.loss: 'hinge' is not one of cross-entropy, squared-error
          output = "softmax"      | output = "linear"        | cross-entropy needs a softmax output
          factor = 0.993          | factor = 1.993           | key training.learning-rate: factor must be in (0, 1]
          floor = 3e-5            | floor = 1.0              | floor must be from 0 to start
          at-rate-floor = false   | at-rate-floor = 0        | key training.stopping.at-rate-floor: '0' is not true or false
          held-out = 0            | held-out = 5             | key training.validation: held-out must be above 0 for
          rotation-degrees = 15.0 | rotation-degrees = 200.0 | key training.distortion: rotation-degrees must be from 0 to 180
          { 1 = 7.5, 7 = 7.5 }    | { one = 7.5 }            | key training.distortion.angle-degrees-of-class: 'one' is not a whole number
          low = 6.0, high = 6.0   | low = 6.0, high = 5.0    | key training.distortion.elastic.sigma: low must not exceed high
          low = 6.0, high = 6.0   | low = 0.0, high = 5.0    | sigma must be above 0
          fill = "background"     | fill = "mirror"          | key training.distortion.fill: 'mirror' is not one of background, edge
          mark = "seen-2nd"       | mark = "certain"         | key source.mark: 'certain' is not one of seen, seen-2nd
          150N-10N"               | 150-10N"                 | key net: layer 5 is a bare number, column 27
          -10N"                   | -10N"\\nnet = 5           | is not valid TOML at line
          "pad:29x29"             | "pad"                    | key input.geometry: geometry 'pad'
          "pad:29x29"             | []                       | key input.geometry: a text is expected here
          value = 0.23            | value = "0.23"           | key published[1].value: a number is expected here
          low = -1.0              | low = 1.0                | key input: low must be below high
          name = "mcdnn-mnist"    | name = "other"           | key name: the file and the net must have the same name
          [source]                | [source                  | is not valid TOML at line
          """)
  void mistakesNameFileAndKey(String good, String bad, String message) {
    assertThat(GOOD).contains(good);
    String text =
        GOOD.replaceFirst(
            Pattern.quote(good),
            Matcher.quoteReplacement(bad == null ? "" : bad.replace("\\n", "\n")));

    assertThatExceptionOfType(ZooException.class)
        .isThrownBy(() -> read(text))
        .withMessageStartingWith("zoo/mcdnn-mnist.toml")
        .withMessageContaining(message);
  }

  @Test
  void aMissingTableIsNamed() {
    String text = GOOD.replaceFirst("(?s)\\[input\\].*?\\n\\n", "");

    assertThatExceptionOfType(ZooException.class)
        .isThrownBy(() -> read(text))
        .withMessageContaining("key input: the key is missing or misspelt");
  }

  @Test
  void anEmptyFileIsNoRecipe() {
    assertThatExceptionOfType(ZooException.class)
        .isThrownBy(() -> read(""))
        .withMessageContaining("zoo/mcdnn-mnist.toml");
  }

  @Test
  void extendingInACircleIsRefused() {
    Map<String, String> files =
        Map.of("a", "name = \"a\"\nextends = \"b\"", "b", "name = \"b\"\nextends = \"a\"");

    assertThatExceptionOfType(ZooException.class)
        .isThrownBy(() -> new RecipeReader(files::get).read("a"))
        .withMessageContaining("circle");
    assertThatExceptionOfType(ZooException.class)
        .isThrownBy(() -> new RecipeReader(name -> "extends = 3").read("a"))
        .withMessage("zoo/a.toml, key extends: the name of a recipe is expected here");
  }
}
