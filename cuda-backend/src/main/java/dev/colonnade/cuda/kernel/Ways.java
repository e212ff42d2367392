// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.DeviceLostException;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.cuda.part.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Ways to run a node. Each is made with a call of its own, so that what one of them takes is not
 * kept for another. A way that cannot be offered is not dropped: it stands in the plan with the
 * reason.
 */
public final class Ways {
  private final boolean planned;
  private final List<Function<Call, Made>> offered = new ArrayList<>();
  private final List<Plan.Alternative> refused = new ArrayList<>();

  /**
   * None yet.
   *
   * @param planned whether a plan says which one is wanted: then nothing else is worth a word
   */
  Ways(boolean planned) {
    this.planned = planned;
  }

  /** Ways that can be tried, our own first. */
  public List<Function<Call, Made>> offered() {
    return offered;
  }

  /** Those that cannot, each with the reason. */
  public List<Plan.Alternative> refused() {
    return refused;
  }

  void offer(Function<Call, Made> way) {
    offered.add(way);
  }

  void refuse(String algorithm, String reason) {
    if (!planned) {
      refused.add(new Plan.Alternative(algorithm, -1, reason));
    }
  }

  /**
   * Where a library has a way, our own is none: to find out whether the library's are right. Not
   * where a plan says which one is wanted.
   */
  void leaveOutOwn() {
    if (!planned && Part.isOnlyLibrary() && offered.size() > 1) {
      offered.removeFirst();
      refuse("our own kernel", "left out by " + Part.whyOnly());
    }
  }

  /** Asks a library for its ways; what it answers instead is the reason why there are none. */
  void ask(String algorithm, Runnable question) {
    try {
      question.run();
    } catch (DeviceLostException e) {
      throw e;
    } catch (BackendException e) {
      if (planned) {
        throw e;
      }
      refuse(algorithm, String.valueOf(e.getMessage()));
    }
  }
}
