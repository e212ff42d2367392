// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.data.catalog;

import dev.colonnade.core.runtime.UserCache;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folders in which data sets are looked for, in order, each with the reason why it is one: the
 * command line's {@code --data-dir}, the variable {@code COLONNADE_DATA}, the folder {@code data}
 * of the working folder, and the user's cache, {@code $XDG_CACHE_HOME/colonnade/data} or {@code
 * ~/.cache/colonnade/data}.
 *
 * @param places at least one
 * @param fetchFolder where a download goes: the first of option, variable and cache that is given
 */
public record SearchPath(List<Place> places, Path fetchFolder) {
  /** The variable that names a folder of data sets. */
  public static final String VARIABLE = "COLONNADE_DATA";

  /**
   * One folder.
   *
   * @param folder the folder, which need not exist
   * @param because what made it one, such as {@code --data-dir}
   */
  public record Place(Path folder, String because) {}

  /** Copies the list. */
  public SearchPath {
    places = List.copyOf(places);
    if (places.isEmpty()) {
      throw new IllegalArgumentException("a search path without places");
    }
  }

  /** The search path of this process. */
  public static SearchPath standard(@Nullable Path option) {
    return of(option, System.getenv(), Path.of(""), Path.of(System.getProperty("user.home", "")));
  }

  /**
   * The search path of a given surrounding.
   *
   * @param option the value of {@code --data-dir}, or null
   * @param environment the variables
   * @param working the working folder
   * @param home the user's home
   */
  public static SearchPath of(
      @Nullable Path option, Map<String, String> environment, Path working, Path home) {
    String variable = environment.getOrDefault(VARIABLE, "").strip();
    Path cache = UserCache.folder(environment, home).resolve("data");

    Map<Path, Place> places = new LinkedHashMap<>();
    List<Place> candidates = new ArrayList<>();
    if (option != null) {
      candidates.add(new Place(option, "--data-dir"));
    }
    if (!variable.isEmpty()) {
      candidates.add(new Place(Path.of(variable), VARIABLE));
    }
    Path fetchFolder = candidates.isEmpty() ? cache : candidates.getFirst().folder();
    candidates.add(new Place(working.resolve("data"), "the working folder"));
    candidates.add(
        new Place(cache, UserCache.isGiven(environment) ? "XDG_CACHE_HOME" : "the user's cache"));
    for (Place place : candidates) {
      places.putIfAbsent(place.folder().toAbsolutePath().normalize(), place);
    }
    return new SearchPath(List.copyOf(places.values()), fetchFolder);
  }
}
