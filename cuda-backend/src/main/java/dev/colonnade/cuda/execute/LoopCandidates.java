// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.backend.Plan;
import dev.colonnade.cuda.driver.Context;
import dev.colonnade.cuda.driver.MostCluster;
import dev.colonnade.cuda.kernel.KernelLibrary;
import dev.colonnade.cuda.kernel.Tasks;
import dev.colonnade.cuda.part.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Ways to run steps beside recorded graphs that are worth measuring.
 *
 * @param loops those that can be run
 * @param ruledOut the others, with the reason
 */
record LoopCandidates(List<StepLoop> loops, List<Plan.Alternative> ruledOut) {
  /** Fewer blocks make a cheaper barrier; with fewer than these a device is mostly idle. */
  private static final int FEWEST_BLOCKS = 8;

  /** All that a step of these tasks can run in. */
  static LoopCandidates of(
      Context context, KernelLibrary library, int multiprocessors, Tasks tasks) {
    List<StepLoop> loops = new ArrayList<>();
    List<Plan.Alternative> ruledOut = new ArrayList<>();
    if (Part.PERSISTENT.isLeftOut()) {
      ruledOut.add(leftOut(StepLoop.PERSISTENT, Part.PERSISTENT));
    } else {
      int most = PersistentLoop.mostBlocks(context, library, multiprocessors, tasks);
      loops.add(StepLoop.PERSISTENT.withBlocks(most));
      for (int fewer = most / 2; fewer >= FEWEST_BLOCKS && fewer >= most / 4; fewer /= 2) {
        loops.add(StepLoop.PERSISTENT.withBlocks(fewer));
      }
    }
    if (Part.CLUSTER.isLeftOut()) {
      ruledOut.add(leftOut(StepLoop.CLUSTER, Part.CLUSTER));
      return new LoopCandidates(loops, ruledOut);
    }
    MostCluster cluster = PersistentLoop.mostCluster(context, library, tasks);
    if (cluster.blocks() == 0) {
      ruledOut.add(new Plan.Alternative(StepLoop.CLUSTER.algorithm(), -1, cluster.whyNotMore()));
    }
    for (int blocks = cluster.blocks(); blocks >= Math.min(FEWEST_BLOCKS, cluster.blocks()); ) {
      if (blocks == 0) {
        break;
      }
      loops.add(StepLoop.CLUSTER.withBlocks(blocks));
      blocks /= 2;
    }
    return new LoopCandidates(loops, ruledOut);
  }

  private static Plan.Alternative leftOut(StepLoop loop, Part part) {
    return new Plan.Alternative(loop.algorithm(), -1, part.whyLeftOut());
  }

  /** None, for one reason. */
  static LoopCandidates none(String reason) {
    return new LoopCandidates(
        List.of(),
        List.of(
            new Plan.Alternative(StepLoop.PERSISTENT.algorithm(), -1, reason),
            new Plan.Alternative(StepLoop.CLUSTER.algorithm(), -1, reason)));
  }
}
