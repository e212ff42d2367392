// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.models.notation.NetSpec;
import dev.colonnade.models.notation.NetTemplate;
import dev.colonnade.models.zoo.Nearest;
import dev.colonnade.models.zoo.Zoo;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
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
 * @param nets where its nets come from
 * @param devices patterns of device ids, with {@code *} for anything
 * @param published ids of published figures that belong into its picture
 * @param drawing how the picture is drawn
 * @param oneThread whether each point is measured with one thread as well, on devices that have
 *     several: the second rung of the ladder of base lines
 * @param presets counts and choices of each preset, by name
 */
public record Study(
    String id,
    String title,
    String question,
    String origin,
    Nets nets,
    List<String> devices,
    List<String> published,
    Drawing drawing,
    boolean oneThread,
    SequencedMap<String, Preset> presets) {

  /** Version of the file format. */
  public static final String SCHEMA = "colonnade-study/1";

  /** Copies the collections. */
  public Study {
    devices = List.copyOf(devices);
    published = List.copyOf(published);
    presets = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(presets));
  }

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
   * Lists the points of a preset. Nothing is measured or compiled, but every net string is checked.
   *
   * @param preset name of the preset
   * @param cores cores of the machine, for ranges that end at {@code "cores"}
   * @param zoo from a name in the zoo to its net string; empty for an unknown name
   * @throws UnknownStudyException if the study has no such preset
   * @throws StudyException if a net is unknown, or a net string is wrong for some value of the
   *     variables
   */
  public Plan expand(String preset, int cores, Function<String, Optional<String>> zoo) {
    Preset chosen = presets.get(preset);
    if (chosen == null) {
      throw new UnknownStudyException(
          origin
              + " has no preset \""
              + preset
              + "\"; it has "
              + String.join(", ", presets.keySet())
              + Nearest.of(preset, presets.keySet())
                  .map(name -> "; did you mean " + name + "?")
                  .orElse(""));
    }
    Set<Point> points = new LinkedHashSet<>();
    chosen
        .selections()
        .forEach(selection -> points.addAll(new Expansion(this, cores, zoo).of(selection)));
    return new Plan(this, preset, chosen.budget(), List.copyOf(points));
  }

  /** Lists the points of a preset, with the nets of the zoo that ships. */
  public Plan expand(String preset, int cores) {
    return expand(preset, cores, name -> Zoo.find(name).map(recipe -> recipe.net().toString()));
  }

  /**
   * The candidates for what the paper leaves open, by {@link
   * dev.colonnade.bench.record.Choices#CANDIDATE role}; none where it leaves nothing open.
   *
   * @param variables values of the other variables
   */
  public SequencedMap<String, NetSpec> candidateNets(Map<String, Integer> variables) {
    SequencedMap<String, NetSpec> named = new LinkedHashMap<>();
    if (!nets.candidates().isEmpty()) {
      NetTemplate template = NetTemplate.parse(nets.template().orElseThrow());
      new Expansion(this, 1, name -> Optional.empty())
          .candidates()
          .forEach((role, values) -> {
            Map<String, Integer> all = new TreeMap<>(variables);
            all.putAll(values);
            named.put(role, template.bind(all));
          });
    }
    return named;
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
}
