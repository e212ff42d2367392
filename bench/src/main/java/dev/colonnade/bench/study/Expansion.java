// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import dev.colonnade.bench.published.EpochImages;
import dev.colonnade.bench.record.Choices;
import dev.colonnade.bench.record.Pass;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.models.network.Network;
import dev.colonnade.models.notation.NetString;
import dev.colonnade.models.notation.NetTemplate;
import dev.colonnade.models.notation.NotationException;
import dev.colonnade.models.zoo.Recipe;
import dev.colonnade.models.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** From the lists of a study to its points. */
final class Expansion {
  /** The variable that holds a training's batch. */
  static final String BATCH = "batch";

  private final Study study;
  private final int cores;
  private final Function<String, Optional<String>> zoo;

  Expansion(Study study, int cores, Function<String, Optional<String>> zoo) {
    this.study = study;
    this.cores = cores;
    this.zoo = zoo;
  }

  private record Net(
      String text,
      Optional<String> zooName,
      Optional<String> recipe,
      SortedMap<String, Integer> variables,
      Optional<String> candidate) {}

  List<Point> of(Selection selection) {
    List<Point> points = new ArrayList<>();
    for (Net net : nets(selection)) {
      check(net, selection);
      for (Pass pass : selection.passes()) {
        for (int batch : selection.batches().on(cores)) {
          for (OptionalInt threads : teams(selection)) {
            for (Optional<String> convolution : convolutions(selection)) {
              for (MathMode math : selection.math()) {
                points.add(
                    new Point(
                        study.id(),
                        net.text(),
                        net.zooName(),
                        net.recipe(),
                        variables(net, pass, batch),
                        choices(net, pass, convolution),
                        pass,
                        batch,
                        threads,
                        math,
                        pass.isTraining() ? selection.training() : Optional.empty()));
              }
            }
          }
        }
      }
    }
    return points;
  }

  private void check(Net net, Selection selection) {
    for (Pass pass : selection.passes()) {
      if (pass.needsRecipe() && net.recipe().isEmpty()) {
        throw new StudyException(
            study.origin()
                + ": key net.recipe is missing; the pass "
                + pass.key()
                + " needs the name of a net of the zoo, whose recipe says what is distorted and what"
                + " an epoch is");
      }
      if (pass == Pass.PAPER_EPOCH || pass == Pass.TRAIN_DISTORT) {
        net.recipe()
            .flatMap(Zoo::find)
            .filter(recipe -> EpochImages.of(recipe.dataSet()).isEmpty())
            .ifPresent(recipe -> {
              throw new StudyException(
                  study.origin()
                      + ": the pass "
                      + pass.key()
                      + " needs the size of an epoch, and that of "
                      + recipe.dataSet()
                      + " (net "
                      + recipe.name()
                      + ") is not known; leave the net or the pass out");
            });
      }
    }
    if (selection.convolutions().contains(Choices.UNROLLED)
        && !Network.canUnroll(NetString.parse(net.text()))) {
      throw new StudyException(
          study.origin()
              + ": convolutions with groups or random connections are not unrolled, as in "
              + net.text()
              + "; leave the net out, or the way \""
              + Choices.UNROLLED
              + "\"");
    }
  }

  /** A training that fails has no other place for its batch, by which it counts as censored. */
  private static SortedMap<String, Integer> variables(Net net, Pass pass, int batch) {
    SortedMap<String, Integer> variables = new TreeMap<>(net.variables());
    if (pass.isTraining()) {
      variables.put(BATCH, batch);
    }
    return variables;
  }

  private static SortedMap<String, String> choices(
      Net net, Pass pass, Optional<String> convolution) {
    SortedMap<String, String> choices = new TreeMap<>();
    net.candidate().ifPresent(role -> choices.put(Choices.CANDIDATE, role));
    convolution.ifPresent(way -> choices.put(Choices.CONVOLUTION, way));
    if (pass.needsRecipe() && !pass.isTraining()) {
      choices.put(
          Choices.DISTORTION,
          net.recipe()
              .flatMap(Zoo::find)
              .filter(recipe -> recipe.training().distortion().isPresent())
              .map(Recipe::name)
              .orElse(Choices.NONE));
    }
    return choices;
  }

  private static List<Optional<String>> convolutions(Selection selection) {
    return selection.convolutions().isEmpty()
        ? List.of(Optional.empty())
        : selection.convolutions().stream().map(Optional::of).toList();
  }

  private List<OptionalInt> teams(Selection selection) {
    List<OptionalInt> teams =
        new ArrayList<>(
            selection
                .threads()
                .map(values -> values.on(cores).stream().map(OptionalInt::of).toList())
                .orElse(List.of(OptionalInt.empty())));
    if (study.oneThread() && !teams.contains(OptionalInt.of(1))) {
      teams.add(OptionalInt.of(1));
    }
    return teams;
  }

  private List<Net> nets(Selection selection) {
    List<Net> nets = new ArrayList<>();
    for (String name : selection.zoo()) {
      String text =
          zoo.apply(name)
              .orElseThrow(() ->
                  new StudyException(
                      study.origin()
                          + ": the zoo has no net \""
                          + name
                          + "\"; "
                          + Zoo.nearest(name)
                              .map(known -> "did you mean " + known + "?")
                              .orElse("./colonnade models lists them")));
      nets.add(
          new Net(
              checked(text),
              Optional.of(name),
              Optional.of(name),
              new TreeMap<>(),
              Optional.empty()));
    }
    study
        .nets()
        .template()
        .ifPresent(text -> nets.addAll(ofTemplate(NetTemplate.parse(text), selection)));
    return nets;
  }

  private List<Net> ofTemplate(NetTemplate template, Selection selection) {
    List<Net> nets = new ArrayList<>();
    Optional<String> recipe = study.nets().recipe();
    List<SortedMap<String, Integer>> combinations = Combinations.of(selection.variables(), cores);
    if (study.nets().candidates().isEmpty()) {
      for (SortedMap<String, Integer> values : combinations) {
        nets.add(
            new Net(bound(template, values), Optional.empty(), recipe, values, Optional.empty()));
      }
      return nets;
    }
    SequencedMap<String, SortedMap<String, Integer>> candidates = candidates();
    for (SortedMap<String, Integer> values : combinations) {
      for (String role : selection.candidates()) {
        SortedMap<String, Integer> all = new TreeMap<>(values);
        all.putAll(candidates.getOrDefault(role, new TreeMap<>()));
        nets.add(new Net(bound(template, all), Optional.empty(), recipe, all, Optional.of(role)));
      }
    }
    return nets;
  }

  /** Ordered at the largest values that any preset gives the other variables. */
  SequencedMap<String, SortedMap<String, Integer>> candidates() {
    SortedMap<String, Integer> largest = new TreeMap<>();
    study.presets().values().stream()
        .flatMap(preset -> preset.selections().stream())
        .forEach(selection ->
            selection
                .variables()
                .forEach((name, values) ->
                    values.on(cores).forEach(value -> largest.merge(name, value, Math::max))));
    return CandidateNets.of(
            NetTemplate.parse(study.nets().template().orElseThrow()),
            study.nets().candidates(),
            largest,
            cores)
        .orElseThrow(() ->
            new StudyException(
                study.origin()
                    + ": no combination of [open] gives a net whose sizes divide exactly, at "
                    + largest
                    + "; allow other kernels or windows"));
  }

  private String bound(NetTemplate template, Map<String, Integer> values) {
    try {
      return template.bind(values).toString();
    } catch (NotationException e) {
      throw new StudyException(
          study.origin() + ", net.template with " + values + ": " + e.getMessage(), e);
    }
  }

  private String checked(String text) {
    try {
      return NetString.parse(text).toString();
    } catch (NotationException e) {
      throw new StudyException(study.origin() + ": " + e.getMessage(), e);
    }
  }
}
