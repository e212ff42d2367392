// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.study;

import dev.colonnade.bench.record.Choices;
import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.notation.NetSpec;
import dev.colonnade.models.notation.NetTemplate;
import dev.colonnade.models.notation.NotationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The nets that fit what a paper prints where it leaves kernels and windows open: all combinations
 * of the possible values in which every layer divides exactly, so that no border is clipped or
 * dropped. Ordered by multiply-accumulates they give the range within which the paper's net lies.
 */
final class CandidateNets {
  private CandidateNets() {}

  /**
   * The values of the open variables that give the cheapest net, the one in the middle (the lower
   * of two) and the dearest.
   *
   * @param template the net with all its variables
   * @param open the variables that the paper leaves open, with all possible values
   * @param others values of the other variables, for which the nets are ordered; as these change
   *     the order may, but each candidate stays the same net
   * @param cores cores of the machine, for ranges that end there
   * @return by {@link Choices#LOW}, {@link Choices#MEDIAN} and {@link Choices#HIGH}, or nothing if
   *     no combination divides exactly
   */
  static Optional<SequencedMap<String, SortedMap<String, Integer>>> of(
      NetTemplate template,
      SortedMap<String, Values> open,
      SortedMap<String, Integer> others,
      int cores) {
    List<Candidate> candidates = new ArrayList<>();
    for (SortedMap<String, Integer> values : Combinations.of(open, cores)) {
      SortedMap<String, Integer> all = new TreeMap<>(others);
      all.putAll(values);
      exact(template, all)
          .ifPresent(net ->
              candidates.add(
                  new Candidate(values, LayerTable.of(net).effectiveMacs(), net.toString())));
    }
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    candidates.sort(Comparator.comparingLong(Candidate::macs).thenComparing(Candidate::net));
    SequencedMap<String, SortedMap<String, Integer>> chosen = new LinkedHashMap<>();
    chosen.put(Choices.LOW, candidates.getFirst().values());
    chosen.put(Choices.MEDIAN, candidates.get((candidates.size() - 1) / 2).values());
    chosen.put(Choices.HIGH, candidates.getLast().values());
    return Optional.of(chosen);
  }

  private record Candidate(SortedMap<String, Integer> values, long macs, String net) {}

  /** The net, if its sizes divide exactly. */
  private static Optional<NetSpec> exact(NetTemplate template, Map<String, Integer> values) {
    try {
      NetSpec net = template.bind(values);
      return net.notes().isEmpty() ? Optional.of(net) : Optional.empty();
    } catch (NotationException e) {
      return Optional.empty(); // A kernel or window that is larger than what it reads.
    }
  }
}
