// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.check;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A part of the check that is run, or skipped, as a whole. */
public interface CheckStep {
  /**
   * What running it gave.
   *
   * @param outcome how it ended
   * @param reason why it did not pass; empty if it did
   * @param file its result in the step's folder; empty if there is none
   * @param figures numbers of it, by name
   */
  record Ran(Outcome outcome, String reason, String file, Map<String, Object> figures) {
    /** It passed. */
    public static Ran passed(String file, Map<String, Object> figures) {
      return new Ran(Outcome.PASSED, "", file, figures);
    }

    /** It failed. */
    public static Ran failed(String reason, String file, Map<String, Object> figures) {
      return new Ran(Outcome.FAILED, reason, file, figures);
    }
  }

  /** Its name, such as {@code peaks}; a user names it so. */
  String name();

  /** What it is, for people. */
  String what();

  /** Id of its device, or empty. */
  String device();

  /** Time after which it is taken to hang. */
  Duration limit();

  /** Why it cannot run here, if so. */
  Optional<String> cannotRun() throws IOException, InterruptedException;

  /**
   * Runs it.
   *
   * @param folder an empty folder of its own
   * @param limit the time it has, at most {@link #limit()}
   */
  Ran run(Path folder, Duration limit) throws IOException, InterruptedException;

  /** Unique in a check, and a good name of a folder. */
  default String id() {
    return device().isEmpty() ? name() : name() + "." + device().replace(':', '-');
  }
}
