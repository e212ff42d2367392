// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import java.util.List;

/**
 * A net string, or a net built by hand, that is wrong. The message says what, where (layer and
 * column, with a caret under the place), what was expected and how to mend it:
 *
 * <pre>
 * kernel 5x5 is larger than its 3x3 input at layer 3 (40C5), column 17. The largest that fits is 3x3.
 *   1x9x9-20C4-MP2c-40C5-10N
 *                   ^~~~
 * </pre>
 */
public final class NotationException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Characters of the net string shown on either side of the caret. */
  private static final int EXCERPT = 70;

  private final String problem;
  private final String source;
  private final int position;
  private final int length;

  // An immutable list of the JDK, serialisable though its interface does not say so.
  @SuppressWarnings("serial")
  private final List<String> expected;

  private final String hint;

  NotationException(
      String problem, String source, int position, int length, List<String> expected, String hint) {
    super(message(problem, source, position, length, expected, hint));
    this.problem = problem;
    this.source = source;
    this.position = position;
    this.length = length;
    this.expected = List.copyOf(expected);
    this.hint = hint;
  }

  private static String message(
      String problem, String source, int position, int length, List<String> expected, String hint) {
    StringBuilder text = new StringBuilder(problem).append(", column ").append(position + 1);
    text.append('.');
    if (!expected.isEmpty()) {
      text.append(" Expected ").append(String.join(" or ", expected)).append('.');
    }
    if (!hint.isEmpty()) {
      text.append(' ').append(hint);
    }
    return text.append('\n').append(excerpt(source, position, length)).toString();
  }

  /** The source around the place, made printable, with the caret line below it. */
  private static String excerpt(String source, int position, int length) {
    int from = Math.max(0, position - EXCERPT);
    int to = Math.min(source.length(), position + EXCERPT);
    StringBuilder line = new StringBuilder("  ");
    if (from > 0) {
      line.append("...");
    }
    int caret = line.length() + position - from;
    for (int i = from; i < to; i++) {
      char c = source.charAt(i);
      line.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    if (to < source.length()) {
      line.append("...");
    }
    int tildes = Math.max(0, Math.min(length, to - position) - 1);
    return line.append('\n')
        .append(" ".repeat(caret))
        .append('^')
        .append("~".repeat(tildes))
        .toString();
  }

  /** What is wrong, without the place: one clause. */
  public String problem() {
    return problem;
  }

  /** The text the position refers to; for a net built by hand, its notation. */
  public String source() {
    return source;
  }

  /**
   * Index of the caret, from 0 to the length of the source (the end, where something is missing).
   */
  public int position() {
    return position;
  }

  /** Length of the offending piece in characters; 0 where something is missing. */
  public int length() {
    return length;
  }

  /** What the grammar allows at this place; empty where the trouble is not one of grammar. */
  public List<String> expected() {
    return expected;
  }

  /** The remedy, or an empty string. */
  public String hint() {
    return hint;
  }
}
