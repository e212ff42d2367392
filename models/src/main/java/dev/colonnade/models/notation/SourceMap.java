// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import java.util.ArrayList;
import java.util.List;

/** Where the input and each layer of a net stand in its text. Index 0 is the input. */
record SourceMap(String text, List<Span> spans) {

  /** From {@code start} (inclusive) to {@code end} (exclusive). */
  record Span(int start, int end) {}

  SourceMap {
    spans = List.copyOf(spans);
  }

  /** The places in the canonical text of a net that was not parsed. */
  static SourceMap ofPrinted(String input, List<String> layers) {
    List<Span> spans = new ArrayList<>();
    StringBuilder text = new StringBuilder(input);
    spans.add(new Span(0, text.length()));
    for (String layer : layers) {
      text.append('-');
      int start = text.length();
      text.append(layer);
      spans.add(new Span(start, text.length()));
    }
    return new SourceMap(text.toString(), spans);
  }

  /** The text of one item. */
  String item(int index) {
    return text.substring(spans.get(index).start(), spans.get(index).end());
  }

  /** An error about one item, underlined whole. */
  NotationException error(int index, String problem, String hint) {
    Span span = spans.get(index);
    String where = index == 0 ? " in the input" : " at layer %d (%s)".formatted(index, item(index));
    return new NotationException(
        problem + where, text, span.start(), span.end() - span.start(), List.of(), hint);
  }
}
