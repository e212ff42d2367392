// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a recipe file. {@code extends = "other-net"} takes over every table and key of another
 * recipe that the file does not give itself, whole tables at a time; aliases, results and
 * alternatives belong to one net only and are never taken over.
 */
final class RecipeReader {

  private static final String EXTENDS = "extends";
  private static final List<String> NEVER_INHERITED =
      List.of("name", "aliases", "published", "alternative");

  /** From the name of a recipe to the text of its file. */
  private final Function<String, String> files;

  RecipeReader(Function<String, String> files) {
    this.files = files;
  }

  /**
   * The recipe in the file of that name.
   *
   * @throws ZooException naming the file and the key that is wrong
   */
  Recipe read(String name) {
    String file = file(name);
    Recipe recipe = StrictToml.bind(file, merged(name, new HashSet<>()), Recipe.class);
    if (!recipe.name().equals(name)) {
      throw new ZooException(
          "%s, key name: the file and the net must have the same name, but the net is called %s"
              .formatted(file, recipe.name()));
    }
    return recipe;
  }

  private ObjectNode merged(String name, Set<String> seen) {
    String file = file(name);
    if (!seen.add(name)) {
      throw new ZooException(file + ", key extends: the recipes extend each other in a circle");
    }
    ObjectNode own = StrictToml.tree(file, files.apply(name));
    JsonNode base = own.remove(EXTENDS);
    if (base == null) {
      return own;
    }
    if (!base.isString()) {
      throw new ZooException(file + ", key extends: the name of a recipe is expected here");
    }
    ObjectNode result = merged(base.stringValue(), seen);
    result.remove(NEVER_INHERITED);
    result.setAll(own);
    return result;
  }

  private static String file(String name) {
    return "zoo/" + name + ".toml";
  }
}
