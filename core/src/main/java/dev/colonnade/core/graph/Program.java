// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a backend compiles: named entry graphs over one set of variables. For example a training
 * step, one for the tail of the epoch, an evaluation and the distortion of an epoch. Immutable.
 */
public final class Program {
  private final Map<String, Variable> variables;
  private final Map<String, Graph> entries;
  private final String fingerprint;

  private Program(Map<String, Variable> variables, Map<String, Graph> entries) {
    this.variables = Collections.unmodifiableMap(variables);
    this.entries = Collections.unmodifiableMap(entries);
    this.fingerprint = Fingerprint.of(canonicalText());
  }

  /**
   * A program of these entries; its variables are those that they read or assign.
   *
   * @throws InvalidGraphException if two entries share a name, or take a variable for different
   *     types
   */
  public static Program of(Graph... entries) {
    return of(List.of(entries));
  }

  /**
   * As {@link #of(Graph...)}.
   *
   * @throws InvalidGraphException as there, or if there is no entry
   */
  public static Program of(List<Graph> entries) {
    if (entries.isEmpty()) {
      throw new InvalidGraphException("a program needs at least one entry graph");
    }
    Map<String, Variable> variables = new LinkedHashMap<>();
    Map<String, Graph> named = new LinkedHashMap<>();
    for (Graph entry : entries) {
      if (named.putIfAbsent(entry.name(), entry) != null) {
        throw new InvalidGraphException(
            "a program cannot have two entries named " + entry.name() + "; rename one");
      }
      for (Variable variable : entry.variables().values()) {
        Variable known = variables.putIfAbsent(variable.name(), variable);
        if (known != null && !known.equals(variable)) {
          throw new InvalidGraphException(
              "entry "
                  + entry.name()
                  + " takes variable "
                  + variable
                  + ", another entry takes it for "
                  + known.type());
        }
      }
    }
    return new Program(variables, named);
  }

  /** The variables by name, in the order in which entries mention them. */
  public Map<String, Variable> variables() {
    return variables;
  }

  /**
   * The variable {@code name}.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public Variable variable(String name) {
    Variable variable = variables.get(name);
    if (variable == null) {
      throw new IllegalArgumentException(
          "the program has no variable " + name + "; it has " + variables.keySet());
    }
    return variable;
  }

  /** The entries by name, in declaration order. */
  public Map<String, Graph> entries() {
    return entries;
  }

  /**
   * The entry {@code name}.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public Graph entry(String name) {
    Graph entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "the program has no entry " + name + "; it has " + entries.keySet());
    }
    return entry;
  }

  /** SHA-256 of the canonical text: equal for equal programs, whatever their labels. */
  public String fingerprint() {
    return fingerprint;
  }

  /** The same program with every entry transformed, verified. */
  public Program map(UnaryOperator<Graph> transform) {
    List<Graph> mapped = new ArrayList<>();
    for (Graph entry : entries.values()) {
      mapped.add(transform.apply(entry));
    }
    Program result = of(mapped);
    Map<String, Variable> kept = new LinkedHashMap<>(variables);
    kept.putAll(result.variables);
    return new Program(kept, new LinkedHashMap<>(result.entries));
  }

  private String canonicalText() {
    return variables.values().stream()
            .sorted(Comparator.comparing(Variable::name))
            .map(variable -> "variable " + variable + "\n")
            .collect(Collectors.joining())
        + entries.values().stream().map(GraphPrinter::canonical).collect(Collectors.joining());
  }

  /** Variables and entries as text. */
  @Override
  public String toString() {
    return variables.values().stream()
            .map(variable -> "variable " + variable + "\n")
            .collect(Collectors.joining())
        + entries.values().stream().map(Graph::toString).collect(Collectors.joining());
  }
}
