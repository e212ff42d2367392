// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Ends a child when its parent is gone: the parent holds the other end of the child's standard
 * input and never writes to it, so that the end of input means the parent's death, however it died.
 * A training that outlived a killed launcher would go on writing to the folder from which the user
 * resumes.
 */
public final class ParentWatch {
  /** Exit status of a child that lost its parent. */
  private static final int ORPHANED = 1;

  private ParentWatch() {}

  /**
   * Reads the first line of standard input without taking what follows it, before watching starts.
   *
   * @throws IOException if the input cannot be read
   */
  public static String firstLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = System.in.read(); next >= 0 && next != '\n'; next = System.in.read()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Starts watching. */
  public static void start() {
    Thread.ofPlatform().daemon().name("parent-watch").start(ParentWatch::untilEndOfInput);
  }

  private static void untilEndOfInput() {
    try {
      int next = System.in.read();
      while (next >= 0) {
        next = System.in.read();
      }
    } catch (IOException e) {
      // A broken pipe says the same as its end.
      Runtime.getRuntime().halt(ORPHANED);
    }
    Runtime.getRuntime().halt(ORPHANED);
  }
}
