// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A net string with variables, as studies use it: {@code 3x32x32-{M}C5-MP2-{2*M}C4-10N}.
 *
 * <p>Wherever the notation has a number a template may have an expression in braces, of whole
 * numbers, variables, {@code + - * /} and parentheses. A division that leaves a remainder is an
 * error, never rounded. Names are letters, digits and underscores, and their case counts.
 */
public final class NetTemplate {

  private final String text;
  private final List<Object> pieces;
  private final SortedSet<String> variables;

  private NetTemplate(String text, List<Object> pieces, SortedSet<String> variables) {
    this.text = text;
    this.pieces = List.copyOf(pieces);
    this.variables = Collections.unmodifiableSortedSet(variables);
  }

  /**
   * Reads a template; its grammar is checked here, its sizes when it is bound.
   *
   * @throws NotationException if the text breaks the grammar; the caret points into the template
   */
  public static NetTemplate parse(String text) {
    SortedSet<String> variables = new TreeSet<>(new NotationParser(text, true).parseTemplate());
    List<Object> pieces = new ArrayList<>();
    NotationCursor cursor = new NotationCursor(text);
    int start = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', start)) {
      pieces.add(text.substring(start, open));
      cursor.moveTo(open);
      pieces.add(TemplateExpression.parse(cursor));
      start = cursor.position();
    }
    pieces.add(text.substring(start));
    return new NetTemplate(text, pieces, variables);
  }

  /** The names that need values, in order; empty for a plain net string. */
  public SortedSet<String> variables() {
    return variables;
  }

  /**
   * The net for given values.
   *
   * @param values one for each variable, no others
   * @throws NotationException if an expression is not a whole number of at least 0, or the net that
   *     results is wrong; in the latter case the caret points into the net string that results
   * @throws IllegalArgumentException if a value is missing or one too many is given
   */
  public NetSpec bind(Map<String, Integer> values) {
    return NetString.parse(expand(values));
  }

  /**
   * The net string for given values, not yet checked as a net.
   *
   * @throws NotationException if an expression is not a whole number from 0 to 2^31 - 1
   * @throws IllegalArgumentException if a value is missing or one too many is given
   */
  public String expand(Map<String, Integer> values) {
    if (!values.keySet().equals(variables)) {
      throw new IllegalArgumentException(
          "the template %s needs values for %s, but was given %s"
              .formatted(text, variables, new TreeMap<>(values)));
    }
    StringBuilder net = new StringBuilder();
    int column = 0;
    for (Object piece : pieces) {
      if (piece instanceof TemplateExpression expression) {
        int start = column;
        column = text.indexOf('}', start) + 1;
        long value = expression.value(values, text);
        if (value < 0 || value > Integer.MAX_VALUE) {
          throw new NotationException(
              text.substring(start, column) + " is " + value,
              text,
              start,
              column - start,
              List.of("a whole number from 0 to " + Integer.MAX_VALUE),
              "Choose other values of the variables.");
        }
        net.append(value);
      } else {
        net.append(piece);
        column += piece.toString().length();
      }
    }
    return net.toString();
  }

  /** The template as written. */
  @Override
  public String toString() {
    return text;
  }
}
