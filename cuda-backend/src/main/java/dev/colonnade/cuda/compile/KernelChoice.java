// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compile;

import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.graph.Graph;
import dev.colonnade.cuda.fusion.ElementwiseFusion;
import dev.colonnade.cuda.fusion.LayerFusion;
import dev.colonnade.cuda.fusion.StepGrouping;
import dev.colonnade.cuda.part.Part;
import java.util.List;

/** Which kernels an entry is made of. */
public enum KernelChoice {
  /** One for each operation but element-wise ones, by a library where that is faster. */
  SEPARATE("a kernel for each operation"),
  /** Our own alone, with layers, their pooling, gradients and steps fused: for small nets. */
  FUSED("fused layers");

  private static final String KERNEL = "kernels";

  private final String algorithm;

  KernelChoice(String algorithm) {
    this.algorithm = algorithm;
  }

  /** Its name in plans. */
  public String algorithm() {
    return algorithm;
  }

  /** A lowered graph as these kernels take it. */
  public Graph prepare(Graph lowered) {
    Graph layers = this == FUSED ? LayerFusion.run(lowered) : lowered;
    return Part.FUSED_ELEMENTWISE.isLeftOut()
        ? layers
        : StepGrouping.run(ElementwiseFusion.run(layers));
  }

  /** The row of a plan that says so. */
  public Plan.Kernel row(String entry, List<Plan.Alternative> alternatives) {
    return new Plan.Kernel(
        entry, List.of("all kernels of " + entry), KERNEL, algorithm, "none", alternatives);
  }

  /** What a plan says about an entry: fused layers have kernels that nothing else has. */
  public static KernelChoice planned(List<Plan.Kernel> rows, String entry) {
    return rows.stream()
            .anyMatch(row -> row.entry().equals(entry) && row.kernel().startsWith("direct_"))
        ? FUSED
        : SEPARATE;
  }
}
