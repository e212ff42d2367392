// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers.kernel;

import dev.colonnade.bench.measure.KernelCase;
import dev.colonnade.models.notation.Extent;
import dev.colonnade.models.notation.LayerSpec;
import dev.colonnade.models.notation.MapShape;
import dev.colonnade.models.notation.NetSpec;
import dev.colonnade.models.notation.NetString;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which operations are compared. */
public final class KernelChoice {

  /** Products that fit a second-level cache, that do not, and of a fully connected layer's kind. */
  private static final List<String> PRODUCTS =
      List.of("matMul:512x512x512", "matMul:1024x1024x1024", "matMul:256x2304x1024");

  private KernelChoice() {}

  /**
   * The matrix products that everybody quotes, and the convolutions of some nets with both their
   * gradients, at each batch; without the first layer's input gradient, which nobody needs.
   * Convolutions with stride, padding or groups are left out.
   */
  public static List<KernelCase> ofNets(List<String> nets, List<Integer> batches) {
    Set<String> chosen = new LinkedHashSet<>(PRODUCTS);
    for (String net : nets) {
      NetSpec spec = NetString.parse(net);
      for (int batch : batches) {
        for (int layer = 0; layer < spec.layers().size(); layer++) {
          if (spec.layers().get(layer) instanceof LayerSpec.Convolution convolution
              && convolution.stride().equals(Extent.ONE)
              && convolution.padding().equals(Extent.ZERO)
              && convolution.groups() == 1) {
            chosen.addAll(passes(batch, spec.inputOf(layer), convolution, layer > 0));
          }
        }
      }
    }
    return chosen.stream().map(KernelCase::parse).toList();
  }

  private static List<String> passes(
      int batch, MapShape input, LayerSpec.Convolution convolution, boolean inputGradient) {
    String sizes =
        ":%dx%dx%dx%d*%dx%dx%d"
            .formatted(
                batch,
                input.maps(),
                input.height(),
                input.width(),
                convolution.maps(),
                convolution.kernel().height(),
                convolution.kernel().width());
    List<String> passes = new ArrayList<>(List.of("convolution" + sizes));
    if (inputGradient) {
      passes.add("convolutionInputGradient" + sizes);
    }
    passes.add("convolutionFilterGradient" + sizes);
    return passes;
  }
}
