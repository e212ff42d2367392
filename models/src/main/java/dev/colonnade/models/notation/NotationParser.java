// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.models.notation;

import dev.colonnade.models.notation.LayerSpec.AveragePooling;
import dev.colonnade.models.notation.LayerSpec.Convolution;
import dev.colonnade.models.notation.LayerSpec.FullyConnected;
import dev.colonnade.models.notation.LayerSpec.MaxPooling;
import dev.colonnade.models.notation.LayerSpec.Rounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Recursive descent over the grammar in {@link NetString}. */
final class NotationParser {

  private static final String DASH = "'-'";
  private static final String KERNEL_HINT =
      "The tables of IJCAI 2011 print 20M for a layer of 20 maps of unstated kernel; the nets of"
          + " that paper, with kernel sizes marked as assumed, are dannet-mnist, dannet-mnist-2,"
          + " dannet-mnist-3 and dannet-mnist-4 in the zoo. Otherwise write 20C5 for a 5x5 kernel.";

  private final NotationCursor cursor;

  /**
   * In a template a number may be an expression; its value is not known and sizes are not checked.
   */
  private final boolean template;

  private final TreeSet<String> variables = new TreeSet<>();
  private final List<LayerSpec> layers = new ArrayList<>();
  private final List<SourceMap.Span> spans = new ArrayList<>();

  /** Indices into {@link #layers} of layers written as a bare number. */
  private final List<Integer> bare = new ArrayList<>();

  /** Maps stated before a pooling layer, by index into {@link #layers}; 0 where none are. */
  private final List<Integer> statedMaps = new ArrayList<>();

  NotationParser(String text, boolean template) {
    this.cursor = new NotationCursor(text);
    this.template = template;
  }

  NetSpec parse() {
    MapShape input = syntax();
    SourceMap source = new SourceMap(cursor.text(), spans);
    NetSpec net = NetSpec.of(input, layers, source);
    for (int i = 0; i < layers.size(); i++) {
      int stated = statedMaps.get(i);
      if (stated != 0 && stated != net.inputOf(i).maps()) {
        throw source.error(
            i + 1,
            "pooling keeps the number of maps, which is %d, but %d are stated"
                .formatted(net.inputOf(i).maps(), stated),
            "Leave the number out: %s.".formatted(layers.get(i).notation()));
      }
    }
    return net;
  }

  /** Checks a template as far as that is possible before its variables are known. */
  TreeSet<String> parseTemplate() {
    syntax();
    return variables;
  }

  private MapShape syntax() {
    if (cursor.text().length() > NetString.MAX_LENGTH) {
      throw cursor.error(
          NetString.MAX_LENGTH,
          NetString.MAX_LENGTH,
          "net string longer than " + NetString.MAX_LENGTH + " characters",
          List.of(),
          "");
    }
    cursor.skipBlanks();
    int start = cursor.position();
    MapShape input = input();
    spans.add(new SourceMap.Span(start, cursor.position()));
    cursor.skipBlanks();
    while (!cursor.atEnd() || layers.isEmpty()) {
      if (!cursor.atDash()) {
        throw afterItem();
      }
      cursor.advance();
      cursor.skipBlanks();
      layer();
      cursor.skipBlanks();
    }
    checkBare(input);
    return input;
  }

  private MapShape input() {
    if (!atNumber()) {
      throw cursor.error(
          cursor.position(),
          Math.min(cursor.position() + 1, cursor.text().length()),
          "a net string begins with its input",
          List.of("maps x height x width", "a number of inputs"),
          "For instance 1x29x29-20C4-MP2-150N-10N.");
    }
    int maps = count("number of input maps");
    if (!cursor.takeTimes()) {
      if (cursor.peek() == 'C' || cursor.peek() == 'N' || cursor.peek() == 'M') {
        throw cursor.error(
            cursor.position(),
            cursor.position() + 1,
            "a net string begins with its input, not with a layer",
            List.of("maps x height x width"),
            "For instance 1x29x29-20C4-MP2-150N-10N.");
      }
      return MapShape.vector(maps);
    }
    int height = count("input height");
    if (!cursor.takeTimes()) {
      throw cursor.error(
          cursor.position(),
          cursor.position(),
          "the input has a third size",
          List.of("'x' and the width"),
          "Maps come first, as in 1x29x29.");
    }
    return new MapShape(maps, height, count("input width"));
  }

  private void layer() {
    int start = cursor.position();
    int number = atNumber() ? count("number of maps or units") : 0;
    int stated = 0;
    char letter = cursor.peek();
    LayerSpec layer;
    if (letter == 'M' && cursor.peek(1) == 'P' || letter == 'A' && cursor.peek(1) == 'P') {
      stated = number;
      layer = pooling(letter);
    } else if (number != 0 && letter == 'C') {
      cursor.advance();
      layer = convolution(start, number);
    } else if (number != 0 && letter == 'N') {
      cursor.advance();
      layer = new FullyConnected(number);
    } else if (number != 0 && letter == 'M') {
      throw cursor.error(
          start,
          cursor.position() + 1,
          "a map layer without a kernel size",
          List.of(),
          KERNEL_HINT);
    } else if (number != 0 && (cursor.atEnd() || cursor.atDash() || isBlank(letter))) {
      bare.add(layers.size());
      layer = new FullyConnected(number);
    } else if (number != 0) {
      throw cursor.unexpected("'C' and a kernel size", "'N'", "'MP'", "'AP'");
    } else {
      throw notALayer(start);
    }
    layers.add(layer);
    statedMaps.add(stated);
    spans.add(new SourceMap.Span(start, cursor.position()));
  }

  private Convolution convolution(int start, int maps) {
    Extent kernel = extent("kernel size");
    Extent stride = Extent.ONE;
    Extent padding = Extent.ZERO;
    int groups = 1;
    Connections connections = Connections.FULL;
    String seen = "";
    while (true) {
      char option = cursor.peek();
      if (option != '/' && option != 'P' && option != 'G' && option != 'T') {
        break;
      }
      if (seen.indexOf(option) >= 0) {
        throw cursor.error(
            cursor.position(),
            cursor.position() + 1,
            "option '%s' stands twice".formatted(Character.toLowerCase(option)),
            List.of(),
            "");
      }
      seen += option;
      cursor.advance();
      switch (option) {
        case '/' -> stride = extent("stride");
        case 'P' -> padding = padding();
        case 'G' -> groups = count("number of groups");
        default -> connections = connections();
      }
    }
    try {
      return new Convolution(maps, kernel, stride, padding, groups, connections);
    } catch (IllegalArgumentException e) {
      throw cursor.error(start, cursor.position(), String.valueOf(e.getMessage()), List.of(), "");
    }
  }

  private Connections connections() {
    int fanIn = count("fan-in of the connection table");
    long seed = 0;
    if (cursor.take('#')) {
      seed = number("seed of the connection table", Long.MAX_VALUE);
    }
    return new Connections.Random(fanIn, seed);
  }

  private LayerSpec pooling(char letter) {
    cursor.advance();
    cursor.advance();
    Extent window = extent("pooling window");
    Extent stride = cursor.take('/') ? extent("stride") : window;
    Rounding rounding = cursor.take('F') ? Rounding.FLOOR : Rounding.CEIL;
    if (rounding == Rounding.CEIL) {
      cursor.take('C');
    }
    return letter == 'M'
        ? new MaxPooling(window, stride, rounding)
        : new AveragePooling(window, stride, rounding);
  }

  /** Both numbers at least 1. */
  private Extent extent(String what) {
    int first = count(what);
    return takeSecond() ? new Extent(first, count(what)) : Extent.square(first);
  }

  private Extent padding() {
    int first = (int) number("padding", Integer.MAX_VALUE);
    return takeSecond()
        ? new Extent(first, (int) number("padding", Integer.MAX_VALUE))
        : Extent.square(first);
  }

  /** Consumes the x before a second number; where none follows, the x is what is wrong. */
  private boolean takeSecond() {
    int start = cursor.position();
    if (!cursor.takeTimes()) {
      return false;
    }
    if (!atNumber()) {
      throw cursor.error(
          start,
          cursor.position(),
          "an 'x' without a second number",
          List.of("a number behind it, or no 'x'"),
          "One number stands for both height and width.");
    }
    return true;
  }

  private int count(String what) {
    int start = cursor.position();
    long value = number(what, Integer.MAX_VALUE);
    if (value == 0) {
      throw cursor.error(
          start, cursor.position(), what + " is zero", List.of("a number of at least 1"), "");
    }
    return (int) value;
  }

  private long number(String what, long largest) {
    if (cursor.peek() == '{') {
      if (!template) {
        throw cursor.error(
            cursor.position(),
            cursor.position() + 1,
            "variables have no value here",
            List.of(what),
            "Variables belong into study files, which give them values.");
      }
      variables.addAll(TemplateExpression.parse(cursor).variables());
      return 1;
    }
    if (!cursor.atDigit()) {
      if (cursor.atDash()) {
        throw cursor.error(
            cursor.position(),
            cursor.position() + 1,
            what + " is missing or negative",
            List.of("a number"),
            "");
      }
      throw cursor.unexpected(what);
    }
    return cursor.digits(largest);
  }

  private boolean atNumber() {
    return cursor.atDigit() || cursor.peek() == '{';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private void checkBare(MapShape input) {
    if (bare.isEmpty() || template || (input.isVector() && bare.size() == layers.size())) {
      return;
    }
    int index = bare.getFirst() + 1;
    SourceMap.Span span = spans.get(index);
    String digits = cursor.text().substring(span.start(), span.end());
    throw cursor.error(
        span.start(),
        span.end(),
        "layer %d is a bare number".formatted(index),
        List.of(digits + "N for a fully connected layer"),
        "Bare numbers are for nets written so throughout, as 841-1000-500-10.");
  }

  /** Something other than a dash follows the input or a layer. */
  private NotationException afterItem() {
    if (layers.isEmpty()) {
      return cursor.atEnd()
          ? cursor.error(
              cursor.position(),
              cursor.position(),
              "the net has an input but no layer",
              List.of("'-' and a layer"),
              "For instance " + cursor.text().strip() + "-10N.")
          : cursor.unexpected(DASH);
    }
    return switch (layers.getLast()) {
      case Convolution _ ->
          cursor.unexpected(
              "'/' stride", "'p' padding", "'g' groups", "'t' table", DASH, "the end");
      case LayerSpec.Pooling _ -> cursor.unexpected("'/' stride", "'f' floor", DASH, "the end");
      case FullyConnected _ -> cursor.unexpected(DASH, "the end");
    };
  }

  private NotationException notALayer(int start) {
    int end = start;
    while (end < cursor.text().length() && isLetter(cursor.text().charAt(end))) {
      end++;
    }
    String word = cursor.text().substring(start, end).toUpperCase(Locale.ROOT);
    return switch (word) {
      case "C" ->
          cursor.error(
              start, end, "a convolution without its number of maps", List.of("as in 20C5"), "");
      case "N" ->
          cursor.error(
              start, end, "a layer without its number of units", List.of("as in 150N"), "");
      case "LRN", "DO", "BN" ->
          cursor.error(
              start,
              end,
              word + " is reserved and not supported yet",
              List.of(),
              "The notation knows convolution, pooling and fully connected layers.");
      default ->
          cursor.unexpected(
              "a layer such as 20C5 (convolution)",
              "MP2 (max-pooling)",
              "AP2 (average-pooling)",
              "150N (fully connected)");
    };
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }
}
