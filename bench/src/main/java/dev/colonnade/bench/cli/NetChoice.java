// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.models.data.Geometry;
import dev.colonnade.models.notation.MapShape;
import dev.colonnade.models.notation.NetSpec;
import dev.colonnade.models.notation.NetString;
import dev.colonnade.models.train.RecipeOptions;
import dev.colonnade.models.train.TrainingOptions;
import dev.colonnade.models.zoo.Recipe;
import dev.colonnade.models.zoo.Zoo;
import java.util.Optional;

/**
 * The net a user asked for, by its name in the zoo or by its string.
 *
 * @param name what it is called in results
 * @param net the net
 * @param recipe the zoo's recipe, where it has one
 */
record NetChoice(String name, NetSpec net, Optional<Recipe> recipe) {
  /**
   * Finds or parses a net.
   *
   * @throws CommandFailure if it is neither a name nor looks like a string
   * @throws dev.colonnade.models.notation.NotationException if it looks like a string and is wrong
   */
  static NetChoice of(String text) {
    Optional<Recipe> recipe = Zoo.find(text);
    if (recipe.isPresent()) {
      return new NetChoice(recipe.get().name(), recipe.get().net(), recipe);
    }
    if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
      throw CommandFailure.usage(
          "there is no net named "
              + text
              + " in the zoo, and a net string begins with its input such as 1x29x29; "
              + Zoo.nearest(text)
                  .map(name -> "did you mean " + name + "?")
                  .orElseGet(() -> "the zoo has " + String.join(", ", Zoo.names())));
    }
    return new NetChoice(text, NetString.parse(text), Optional.empty());
  }

  /** How it is trained: by its recipe, or in DanNet's regime. */
  TrainingOptions options() {
    return recipe.map(RecipeOptions::of).orElse(TrainingOptions.DANNET);
  }

  /** How images are brought to its input. */
  Geometry geometry() {
    if (recipe.isPresent()) {
      return recipe.get().input().geometry();
    }
    MapShape input = net.input();
    return input.isVector()
        ? Geometry.AS_STORED
        : Geometry.resizeAndPad(input.height(), input.width());
  }
}
