// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import java.util.List;

/**
 * A place in a text that moves to the right: characters, numbers, and errors that point at them.
 */
final class NotationCursor {

  /** The end of the text, as a character. */
  static final char END = '\0';

  private static final String DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212";

  private final String text;
  private int position;

  NotationCursor(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  int position() {
    return position;
  }

  boolean atEnd() {
    return position >= text.length();
  }

  void advance() {
    position++;
  }

  void moveTo(int newPosition) {
    position = newPosition;
  }

  /** The character here in upper case (ASCII letters only), or {@link #END}. */
  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    int index = position + ahead;
    if (index >= text.length()) {
      return END;
    }
    char c = text.charAt(index);
    return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
  }

  boolean atDigit() {
    return isDigit(peek());
  }

  boolean atDash() {
    return !atEnd() && DASHES.indexOf(text.charAt(position)) >= 0;
  }

  /** Consumes the character (given in upper case) if it is here. */
  boolean take(char upper) {
    if (atEnd() || peek() != upper) {
      return false;
    }
    position++;
    return true;
  }

  /** Consumes an x or a multiplication sign between two numbers. */
  boolean takeTimes() {
    return take('X') || take('\u00d7');
  }

  void skipBlanks() {
    while (!atEnd() && (peek() == ' ' || peek() == '\t')) {
      position++;
    }
  }

  /** Consumes digits; the caller has checked that there is one. */
  long digits(long largest) {
    int start = position;
    long value = 0;
    boolean tooLarge = false;
    while (atDigit()) {
      int digit = peek() - '0';
      tooLarge |= value > (largest - digit) / 10;
      value = tooLarge ? largest : value * 10 + digit;
      position++;
    }
    if (tooLarge) {
      throw error(start, position, "number larger than " + largest, List.of(), "");
    }
    return value;
  }

  /** An error about what stands here. */
  NotationException unexpected(String... expected) {
    if (atEnd()) {
      return error(position, position, "the text ends too early", List.of(expected), "");
    }
    int end = position + Character.charCount(text.codePointAt(position));
    return error(position, end, "unexpected " + describe(text, position), List.of(expected), "");
  }

  NotationException error(int start, int end, String problem, List<String> expected, String hint) {
    return new NotationException(problem, text, start, end - start, expected, hint);
  }

  private static String describe(String text, int index) {
    int codePoint = text.codePointAt(index);
    boolean printable = codePoint > ' ' && codePoint < 0x7f || Character.isLetterOrDigit(codePoint);
    return codePoint == ' '
        ? "blank"
        : printable ? "'" + Character.toString(codePoint) + "'" : "U+%04X".formatted(codePoint);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
