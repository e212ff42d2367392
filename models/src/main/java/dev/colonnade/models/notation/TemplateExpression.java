// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A whole-number expression in braces: {@code {M}}, {@code {2*M}}, {@code {(M+1)/2}}.
 * Multiplication and division bind tighter than addition and subtraction; all group from the left.
 */
sealed interface TemplateExpression {

  /** A number written out. */
  record Constant(long value) implements TemplateExpression {}

  /** A name. */
  record Variable(String name) implements TemplateExpression {}

  /** Two operands and one of + - * /; {@code position} is that of the operator. */
  record Operation(TemplateExpression left, char operator, TemplateExpression right, int position)
      implements TemplateExpression {}

  /** Nesting allowed; it keeps the parser's recursion shallow. */
  int MAX_DEPTH = 32;

  /** Operations allowed in one pair of braces, for the same reason. */
  int MAX_OPERATIONS = 200;

  /** Reads from the opening to the closing brace. */
  static TemplateExpression parse(NotationCursor cursor) {
    return new Reader(cursor).braces();
  }

  /** The names used. */
  default Set<String> variables() {
    Set<String> names = new TreeSet<>();
    collect(names);
    return names;
  }

  private void collect(Set<String> names) {
    switch (this) {
      case Constant _ -> {}
      case Variable(String name) -> names.add(name);
      case Operation(var left, char _, var right, int _) -> {
        left.collect(names);
        right.collect(names);
      }
    }
  }

  /**
   * The value.
   *
   * @param source the template's text, for errors
   * @throws NotationException if a division leaves a remainder or divides by zero, or a result does
   *     not fit
   */
  default long value(Map<String, Integer> values, String source) {
    return switch (this) {
      case Constant(long value) -> value;
      case Variable(String name) -> values.getOrDefault(name, 0);
      case Operation(var left, char operator, var right, int position) -> {
        long a = left.value(values, source);
        long b = right.value(values, source);
        try {
          yield switch (operator) {
            case '+' -> Math.addExact(a, b);
            case '-' -> Math.subtractExact(a, b);
            case '*' -> Math.multiplyExact(a, b);
            default -> divide(a, b);
          };
        } catch (ArithmeticException e) {
          String problem =
              operator == '/'
                  ? "%d / %d is not a whole number".formatted(a, b)
                  : "%d %c %d is too large".formatted(a, operator, b);
          throw new NotationException(
              problem, source, position, 1, List.of(), "Choose other values of the variables.");
        }
      }
    };
  }

  private static long divide(long a, long b) {
    if (b == 0 || a % b != 0) {
      throw new ArithmeticException("not a whole number");
    }
    return a / b;
  }

  /** Recursive descent over one pair of braces. */
  final class Reader {
    private final NotationCursor cursor;
    private int depth;
    private int operations;

    Reader(NotationCursor cursor) {
      this.cursor = cursor;
    }

    TemplateExpression braces() {
      cursor.advance();
      TemplateExpression expression = sum();
      if (cursor.peek() != '}') {
        throw cursor.unexpected("'}'", "an operator + - * /");
      }
      cursor.advance();
      return expression;
    }

    private TemplateExpression sum() {
      TemplateExpression left = term();
      cursor.skipBlanks();
      while (cursor.peek() == '+' || cursor.atDash()) {
        char operator = cursor.peek() == '+' ? '+' : '-';
        int position = operator();
        left = new Operation(left, operator, term(), position);
        cursor.skipBlanks();
      }
      return left;
    }

    private TemplateExpression term() {
      TemplateExpression left = factor();
      cursor.skipBlanks();
      while (cursor.peek() == '*' || cursor.peek() == '/') {
        char operator = cursor.peek();
        int position = operator();
        left = new Operation(left, operator, factor(), position);
        cursor.skipBlanks();
      }
      return left;
    }

    private int operator() {
      int position = cursor.position();
      if (++operations > MAX_OPERATIONS) {
        throw cursor.error(position, position + 1, "expression too long", List.of(), "");
      }
      cursor.advance();
      return position;
    }

    private TemplateExpression factor() {
      cursor.skipBlanks();
      if (cursor.atDigit()) {
        return new Constant(cursor.digits(Integer.MAX_VALUE));
      }
      int start = cursor.position();
      if (cursor.peek() == '(') {
        if (++depth > MAX_DEPTH) {
          throw cursor.error(start, start + 1, "parentheses nested too deeply", List.of(), "");
        }
        cursor.advance();
        TemplateExpression inner = sum();
        if (!cursor.take(')')) {
          throw cursor.unexpected("')'", "an operator + - * /");
        }
        depth--;
        return inner;
      }
      while (isNameCharacter(cursor.peek(), cursor.position() > start)) {
        cursor.advance();
      }
      if (cursor.position() == start) {
        throw cursor.unexpected("a variable", "a number", "'('");
      }
      return new Variable(cursor.text().substring(start, cursor.position()));
    }

    private static boolean isNameCharacter(char upper, boolean digitsToo) {
      return upper >= 'A' && upper <= 'Z'
          || upper == '_'
          || digitsToo && NotationCursor.isDigit(upper);
    }
  }
}
