// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Plan;

/** The errors of a plan that is given to a compilation it was not made for, in the same words. */
public final class PlanCheck {
  private PlanCheck() {}

  /** What a plan's key says about compile options: all that changes which kernels run. */
  public static String options(CompileOptions options) {
    return options.math()
        + ", storage "
        + options.storage()
        + (options.deterministic() ? ", deterministic" : "");
  }

  /**
   * Checks that a plan is for this compilation.
   *
   * @throws BackendException naming the first difference
   */
  public static void requireKey(Plan.Key given, Plan.Key own) {
    if (given.equals(own)) {
      return;
    }
    String difference;
    if (!given.programFingerprint().equals(own.programFingerprint())) {
      difference =
          "program " + given.programFingerprint() + ", this is " + own.programFingerprint();
    } else if (!given.device().equals(own.device())) {
      difference = "device " + given.device() + ", this is " + own.device();
    } else if (!given.options().equals(own.options())) {
      difference = "options " + given.options() + ", these are " + own.options();
    } else {
      difference = "versions " + given.versions() + ", these are " + own.versions();
    }
    throw new BackendException(
        "the plan was made for " + difference + "; compile without it to make a new one");
  }
}
