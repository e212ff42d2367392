// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.report.plot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Builds markup that is well-formed both as HTML and as XML. All text and every attribute value is
 * escaped here and nowhere else, so that a device named {@code <script>} stays a name.
 */
public final class Markup {

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  public Markup open(String tag, String... attributes) {
    tag(tag, attributes);
    out.append('>');
    open.push(tag);
    return this;
  }

  /** Writes an element without content. */
  public Markup empty(String tag, String... attributes) {
    tag(tag, attributes);
    out.append("/>");
    return this;
  }

  /** Writes an element with text as its only content. */
  public Markup element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** Writes escaped text. */
  public Markup text(String text) {
    escape(text, "\n");
    return this;
  }

  /** Writes markup made by another instance. */
  public Markup append(Markup other) {
    if (!other.open.isEmpty()) {
      throw new IllegalStateException("element " + other.open.peek() + " is not closed");
    }
    out.append(other.out);
    return this;
  }

  /** Writes a style sheet, which is our own text and not escaped. */
  public Markup style(String css) {
    if (css.contains("</") || css.contains("&")) {
      throw new IllegalArgumentException(
          "a style sheet inside the page cannot hold \"</\" or \"&\"");
    }
    out.append("<style>\n").append(css).append("</style>");
    return this;
  }

  /** Ends the line, for people who read the source of the page. */
  public Markup line() {
    out.append('\n');
    return this;
  }

  /** Closes the element opened last. */
  public Markup close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Returns a coordinate with two digits. */
  public static String coordinate(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.equals("-0.00") ? "0.00" : text;
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("element " + open.peek() + " is not closed");
    }
    return out.toString();
  }

  private void tag(String tag, String... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException("attributes come as names and values in turn");
    }
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1], "&#10;");
      out.append('"');
    }
  }

  /** XML readers turn a plain newline in an attribute into a blank; the reference survives. */
  private void escape(String text, String newline) {
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            case '\n' -> out.append(newline);
            case '\t' -> out.append(' ');
            // Characters that XML does not allow would make the whole page unreadable.
            default -> out.appendCodePoint(allowed(c) ? c : 0xFFFD);
          }
        });
  }

  private static boolean allowed(int c) {
    return c >= 0x20
        && c != 0xFFFE
        && c != 0xFFFF
        && !(c >= 0xD800 && c <= 0xDFFF)
        && !(c >= 0x7F && c <= 0x9F);
  }
}
