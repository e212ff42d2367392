// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import dev.colonnade.bench.record.Pass;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.models.notation.NetString;
import dev.colonnade.models.notation.NetTemplate;
import dev.colonnade.models.notation.NotationException;
import dev.colonnade.models.zoo.Zoo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A study: what is measured to answer which question.
 *
 * @param id short name; records carry it
 * @param title one line
 * @param question what the study answers
 * @param origin file that it was read from, for messages
 * @param template net string with variables, or empty if the nets come from the zoo
 * @param zoo names of nets in the zoo, or empty if there is a template
 * @param devices patterns of device ids, with {@code *} for anything
 * @param published ids of published figures that belong into its picture
 * @param presets counts and choices of each preset, by name
 */
public record Study(
    String id,
    String title,
    String question,
    String origin,
    Optional<String> template,
    List<String> zoo,
    List<String> devices,
    List<String> published,
    SequencedMap<String, Selection> presets) {

  /** Version of the file format. */
  public static final String SCHEMA = "colonnade-study/1";

  /** Copies the collections. */
  public Study {
    zoo = List.copyOf(zoo);
    devices = List.copyOf(devices);
    published = List.copyOf(published);
    presets = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(presets));
  }

  /**
   * What a preset measures.
   *
   * @param budget its counts
   * @param variables values of each variable
   * @param zoo names of nets in the zoo
   * @param passes what is timed
   * @param batches images in a step
   * @param threads sizes of the thread team, or empty for the device's own
   */
  public record Selection(
      Budget budget,
      SortedMap<String, Values> variables,
      List<String> zoo,
      List<Pass> passes,
      Values batches,
      Optional<Values> threads) {}

  /**
   * A study under one preset.
   *
   * @param study the study
   * @param preset name of the preset
   * @param budget the preset's counts
   * @param points what to measure, in the order of the file
   */
  public record Plan(Study study, String preset, Budget budget, List<Point> points) {
    /** Copies the list. */
    public Plan {
      points = List.copyOf(points);
    }

    /** The same with every point in each of these math modes instead of its own. */
    public Plan in(Collection<MathMode> modes) {
      Set<Point> others = new LinkedHashSet<>();
      points.forEach(point -> modes.forEach(mode -> others.add(point.in(mode))));
      return new Plan(study, preset, budget, List.copyOf(others));
    }
  }

  /**
   * Lists the points of a preset, all in {@code STRICT_FP32}. Nothing is measured or compiled, but
   * every net string is checked.
   *
   * @param preset name of the preset
   * @param cores cores of the machine, for ranges that end at {@code "cores"}
   * @param zoo from a name in the zoo to its net string; empty for an unknown name
   * @throws UnknownStudyException if the study has no such preset
   * @throws StudyException if a net is unknown, or a net string is wrong for some value of the
   *     variables
   */
  public Plan expand(String preset, int cores, Function<String, Optional<String>> zoo) {
    Selection selection = presets.get(preset);
    if (selection == null) {
      throw new UnknownStudyException(
          origin
              + " has no preset \""
              + preset
              + "\"; it has "
              + String.join(", ", presets.keySet()));
    }
    Set<Point> points = new LinkedHashSet<>();
    for (Net net : nets(selection, cores, zoo)) {
      for (Pass pass : selection.passes()) {
        for (int batch : selection.batches().on(cores)) {
          for (OptionalInt threads : teams(selection, cores)) {
            points.add(
                new Point(
                    id,
                    net.text(),
                    net.zooName(),
                    net.variables(),
                    pass,
                    batch,
                    threads,
                    MathMode.STRICT_FP32));
          }
        }
      }
    }
    return new Plan(this, preset, selection.budget(), List.copyOf(points));
  }

  /** Lists the points of a preset, with the nets of the zoo that ships. */
  public Plan expand(String preset, int cores) {
    return expand(preset, cores, name -> Zoo.find(name).map(recipe -> recipe.net().toString()));
  }

  /** Returns whether the study wants to be run on this device. */
  public boolean appliesTo(String deviceId) {
    return devices.stream().anyMatch(pattern -> matches(pattern, deviceId));
  }

  private static boolean matches(String pattern, String deviceId) {
    String regex =
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return deviceId.matches(regex);
  }

  private record Net(String text, Optional<String> zooName, SortedMap<String, Integer> variables) {}

  private List<Net> nets(
      Selection selection, int cores, Function<String, Optional<String>> catalog) {
    List<Net> nets = new ArrayList<>();
    for (String name : selection.zoo()) {
      String text =
          catalog
              .apply(name)
              .orElseThrow(() ->
                  new StudyException(
                      origin
                          + ": the zoo has no net \""
                          + name
                          + "\"; ./colonnade models lists them"));
      nets.add(new Net(checked(text), Optional.of(name), new TreeMap<>()));
    }
    template.ifPresent(text -> {
      NetTemplate parsed = NetTemplate.parse(text);
      for (SortedMap<String, Integer> values : combinations(selection.variables(), cores)) {
        nets.add(new Net(bound(parsed, values), Optional.empty(), values));
      }
    });
    return nets;
  }

  private String bound(NetTemplate parsed, SortedMap<String, Integer> values) {
    try {
      return parsed.bind(values).toString();
    } catch (NotationException e) {
      throw new StudyException(origin + ", net.template with " + values + ": " + e.getMessage(), e);
    }
  }

  private String checked(String text) {
    try {
      return NetString.parse(text).toString();
    } catch (NotationException e) {
      throw new StudyException(origin + ": " + e.getMessage(), e);
    }
  }

  private static List<OptionalInt> teams(Selection selection, int cores) {
    return selection
        .threads()
        .map(values -> values.on(cores).stream().map(OptionalInt::of).toList())
        .orElse(List.of(OptionalInt.empty()));
  }

  private static List<SortedMap<String, Integer>> combinations(
      SortedMap<String, Values> variables, int cores) {
    List<SortedMap<String, Integer>> combinations = List.of(new TreeMap<>());
    for (Map.Entry<String, Values> variable : variables.entrySet()) {
      List<SortedMap<String, Integer>> longer = new ArrayList<>();
      for (SortedMap<String, Integer> shorter : combinations) {
        for (int value : variable.getValue().on(cores)) {
          SortedMap<String, Integer> extended = new TreeMap<>(shorter);
          extended.put(variable.getKey(), value);
          longer.add(extended);
        }
      }
      combinations = longer;
    }
    return combinations;
  }
}
