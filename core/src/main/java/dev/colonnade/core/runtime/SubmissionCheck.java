// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime;

import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.tensor.TensorType;
import java.util.List;
import java.util.Map;

/** The argument errors that every {@code Executable.submit} reports, in the same words. */
public final class SubmissionCheck {
  private SubmissionCheck() {}

  /**
   * Checks the arguments of a submission.
   *
   * @return the entry
   * @throws IllegalArgumentException naming what is wrong and what was expected
   */
  public static Graph check(Program program, String entry, Feeds feeds, int steps) {
    Graph graph = program.entry(entry);
    if (steps < 1) {
      throw new IllegalArgumentException("entry " + entry + ": steps is " + steps + ", not >= 1");
    }
    List<StructuralOp.Feed> expected = graph.feeds();
    Map<String, Feeds.Fed> given = feeds.all();
    for (StructuralOp.Feed feed : expected) {
      Feeds.Fed fed = given.get(feed.feed());
      if (fed == null) {
        throw new IllegalArgumentException(
            "entry "
                + entry
                + " wants feed "
                + feed.feed()
                + " "
                + feed.type()
                + "; it was not given");
      }
      TensorType wanted = fed.stacked() ? feed.type().stacked(steps) : feed.type();
      if (!fed.tensor().type().equals(wanted)) {
        throw new IllegalArgumentException(
            "entry "
                + entry
                + " wants feed "
                + feed.feed()
                + (fed.stacked() ? ", stacked for " + steps + " steps, as " : " as ")
                + wanted
                + "; it was given "
                + fed.tensor().type());
      }
    }
    for (String name : given.keySet()) {
      if (expected.stream().noneMatch(feed -> feed.feed().equals(name))) {
        throw new IllegalArgumentException(
            "entry "
                + entry
                + " has no feed "
                + name
                + "; it has "
                + expected.stream().map(StructuralOp.Feed::feed).toList());
      }
    }
    return graph;
  }
}
