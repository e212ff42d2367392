// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.zoo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The nets that ship with Colonnade.
 *
 * <p>Names are stable: records of measurements refer to them. {@code mcdnn-mnist} is one column of
 * the CVPR 2012 committee, {@code dannet-mnist} the net of IJCAI 2011 with seven hidden layers.
 */
public final class Zoo {

  /** In the order of listings: by year, and within a paper by size. */
  private static final List<String> NAMES =
      List.of(
          "lenet-5-modern",
          "simard-2003",
          "mlp-2010-1",
          "mlp-2010-2",
          "mlp-2010-3",
          "mlp-2010-4",
          "mlp-2010-5",
          "dannet-mnist-2",
          "dannet-mnist-3",
          "dannet-mnist-4",
          "dannet-mnist",
          "dannet-norb",
          "dannet-cifar10-100",
          "dannet-cifar10-200",
          "dannet-cifar10-300",
          "dannet-cifar10-400",
          "gtsrb-ijcnn2011",
          "gtsrb-2012",
          "mcdnn-mnist",
          "mcdnn-cifar10",
          "mcdnn-hwdb",
          "membranes-2012",
          "mitosis-2013-1",
          "mitosis-2013-2");

  private Zoo() {}

  /** All recipes by name and by alias, read once. */
  private static final class Loaded {
    static final Map<String, Recipe> BY_NAME = new LinkedHashMap<>();
    static final Map<String, Recipe> BY_ALIAS = new LinkedHashMap<>();

    static {
      RecipeReader reader =
          new RecipeReader(name -> StrictToml.resource(Zoo.class, name + ".toml"));
      for (String name : NAMES) {
        BY_NAME.put(name, reader.read(name));
      }
      for (Recipe recipe : BY_NAME.values()) {
        for (String alias : recipe.aliases()) {
          if (BY_NAME.containsKey(alias) || BY_ALIAS.put(alias, recipe) != null) {
            throw new ZooException("the zoo has two nets called " + alias);
          }
        }
      }
    }
  }

  /** The names, without aliases, in the order of listings. */
  public static List<String> names() {
    return NAMES;
  }

  /** All recipes, in the order of {@link #names()}. */
  public static List<Recipe> all() {
    return List.copyOf(Loaded.BY_NAME.values());
  }

  /** The net of that name or alias, if there is one; case does not matter. */
  public static Optional<Recipe> find(String name) {
    String key = name.strip().toLowerCase(Locale.ROOT);
    Recipe recipe = Loaded.BY_NAME.get(key);
    return Optional.ofNullable(recipe != null ? recipe : Loaded.BY_ALIAS.get(key));
  }

  /**
   * The net of that name or alias.
   *
   * @throws ZooException if there is none; the message suggests the nearest name or lists them all
   */
  public static Recipe get(String name) {
    return find(name).orElseThrow(() -> unknown(name));
  }

  /** The name that was probably meant, if one is near enough. */
  public static Optional<String> nearest(String name) {
    return Nearest.of(name, NAMES);
  }

  private static ZooException unknown(String name) {
    String remedy =
        nearest(name)
            .map(known -> "Did you mean " + known + "?")
            .orElse("It has " + String.join(", ", NAMES) + ".");
    return new ZooException("the zoo has no net called '%s'. %s".formatted(name, remedy));
  }
}
