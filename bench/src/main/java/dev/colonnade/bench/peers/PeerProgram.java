// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a peer is started.
 *
 * @param command program and arguments
 * @param environment variables besides the inherited ones
 */
public record PeerProgram(List<String> command, Map<String, String> environment) {
  private static final int SHOWN = 120;

  /** Copies the collections. */
  public PeerProgram {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** The command for a message, cut off where it would fill the screen. */
  public String describe() {
    String text = String.join(" ", command);
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /**
   * The words of a command line: split at blanks, except within single or double quotes. Nothing
   * else has a meaning, a backslash least of all, so that paths of any system can be written.
   *
   * @throws IllegalArgumentException if a quote is not closed or there is no word
   */
  public static List<String> words(String commandLine) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < commandLine.length(); i++) {
      char c = commandLine.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException(
          "the peer's command " + commandLine + " has a quote " + quote + " that is not closed");
    }
    if (inWord) {
      words.add(word.toString());
    }
    if (words.isEmpty()) {
      throw new IllegalArgumentException("the peer's command is empty; give a program");
    }
    return words;
  }
}
