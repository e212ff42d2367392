// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.backend.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How n steps of an entry run one after the other. One way for all of an executable's runs.
 *
 * @param kind the way
 * @param blocks of the kernel that stays on the device, or 0 for as many as are of use
 */
public record StepLoop(Kind kind, int blocks) {
  /** The ways. */
  public enum Kind {
    /** A step is recorded as a CUDA graph, which is launched once for each step. */
    GRAPH("recorded graph"),
    /** One kernel stays on the device for all steps, with a barrier over its grid. */
    PERSISTENT("persistent kernel"),
    /** The same kernel as one thread-block cluster, with the hardware's barrier. */
    CLUSTER("thread-block cluster");

    private final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  /** Steps as recorded graphs. */
  public static final StepLoop GRAPH = new StepLoop(Kind.GRAPH, 0);

  /** Steps in one kernel over the device. */
  public static final StepLoop PERSISTENT = new StepLoop(Kind.PERSISTENT, 0);

  /** Steps in one cluster. */
  public static final StepLoop CLUSTER = new StepLoop(Kind.CLUSTER, 0);

  private static final String KERNEL = "step_loop";
  private static final Pattern ALGORITHM = Pattern.compile("(.+?)(?: of (\\d+) blocks)?");

  /** The same way with so many blocks. */
  StepLoop withBlocks(int count) {
    return new StepLoop(kind, count);
  }

  /**
   * The row of a plan that says so.
   *
   * @param levels what stands between two barriers, where there are any
   */
  Plan.Kernel row(String entry, List<String> levels, List<Plan.Alternative> alternatives) {
    List<String> nodes = new ArrayList<>(List.of("all steps of " + entry));
    nodes.addAll(levels);
    return new Plan.Kernel(entry, nodes, KERNEL, algorithm(), "none", alternatives);
  }

  /** Its name in plans. */
  public String algorithm() {
    return blocks == 0 ? kind.title : kind.title + " of " + blocks + " blocks";
  }

  /** What a plan says about an entry. */
  public static Optional<StepLoop> planned(List<Plan.Kernel> rows, String entry) {
    return rows.stream()
        .filter(row -> row.entry().equals(entry) && row.kernel().equals(KERNEL))
        .findFirst()
        .flatMap(row -> named(row.algorithm()));
  }

  private static Optional<StepLoop> named(String algorithm) {
    Matcher matcher = ALGORITHM.matcher(algorithm);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    for (Kind kind : Kind.values()) {
      if (kind.title.equals(matcher.group(1))) {
        String blocks = matcher.group(2);
        return Optional.of(new StepLoop(kind, blocks == null ? 0 : Integer.parseInt(blocks)));
      }
    }
    return Optional.empty();
  }
}
