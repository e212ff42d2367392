// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * Says where the records are when a measuring command is ended before its time, by Ctrl-C or by a
 * signal. From when it is opened until it is closed.
 */
final class RecordsSoFar implements AutoCloseable {
  private final Path folder;
  private final Path records;
  private final IntSupplier stop;
  private final PrintWriter err;
  private final Thread hook = new Thread(this::tell, "records-so-far");

  /**
   * Begins.
   *
   * @param folder what {@code report} takes
   * @param records the file in it
   * @param stop ends the taking of records and returns how many there are
   * @param err where to say it
   */
  RecordsSoFar(Path folder, Path records, IntSupplier stop, PrintWriter err) {
    this.folder = folder;
    this.records = records;
    this.stop = stop;
    this.err = err;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void tell() {
    int count = stop.getAsInt();
    err.println((Console.errorIsLive() ? Console.clearedLine() : "") + sentence(count));
    err.flush();
  }

  private String sentence(int count) {
    return switch (count) {
      case 0 -> "interrupted before the first record; " + records + " is empty";
      case 1 -> "interrupted; the 1 record so far is in " + records + shows();
      default -> "interrupted; the " + count + " records so far are in " + records + shows();
    };
  }

  private String shows() {
    String path = folder.toString();
    return "; './colonnade report "
        + (path.contains(" ") ? "\"" + path + "\"" : path)
        + "' shows what they say";
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This JVM is going down: the hook runs, which is what it is for.
      return;
    }
  }
}
