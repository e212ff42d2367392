// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.part;

import dev.colonnade.core.backend.BackendProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A part that can be left out, by the system property {@value BackendProvider#WITHOUT}, or taken
 * alone, by {@value BackendProvider#ONLY}. Where one is left out another does its work, and the
 * plan says so.
 */
public enum Part {
  /** Element-wise operations, and steps of an optimiser, in one kernel. */
  FUSED_ELEMENTWISE,
  /** cuBLAS. */
  CUBLAS,
  /** cuBLASLt. */
  CUBLASLT,
  /** cuDNN's functions of one convolution. */
  CUDNN,
  /** cuDNN's operation graphs. */
  CUDNN_GRAPH,
  /** Layers with all that follows them in one kernel. */
  FUSED_LAYERS,
  /** Steps in one kernel with a barrier over its grid. */
  PERSISTENT,
  /** Steps in one thread-block cluster. */
  CLUSTER;

  private static final String BACKEND = "cuda/";

  /** Its name, such as {@code fused-layers}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All names. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Part::key).toList();
  }

  /** Whether it is left out in this process. */
  public boolean isLeftOut() {
    String only = only();
    return (only.startsWith(BACKEND) && !isOnly())
        || Arrays.asList(System.getProperty(BackendProvider.WITHOUT, "").split(",", -1))
            .contains(BACKEND + key());
  }

  /** Whether it is to be taken wherever it can be. */
  public boolean isOnly() {
    return only().equals(BACKEND + key());
  }

  /** Whether a library's part is: then our own kernels are not to be taken where it has one. */
  public static boolean isOnlyLibrary() {
    return CUBLAS.isOnly() || CUBLASLT.isOnly() || CUDNN.isOnly() || CUDNN_GRAPH.isOnly();
  }

  private static String only() {
    return System.getProperty(BackendProvider.ONLY, "").strip();
  }

  /** Why it does not take part, for plans. */
  public String whyLeftOut() {
    return only().startsWith(BACKEND)
        ? "left out by " + whyOnly()
        : "left out by " + BackendProvider.WITHOUT + "=" + BACKEND + key();
  }

  /** What is said of another way where one part is to be taken. */
  public static String whyOnly() {
    return BackendProvider.ONLY + "=" + only();
  }

  /** What was asked for in this process, for the key of a plan; empty if nothing was. */
  public static String asked() {
    if (only().startsWith(BACKEND)) {
      return whyOnly();
    }
    return Arrays.stream(values())
        .filter(Part::isLeftOut)
        .map(part -> "without " + part.key())
        .collect(Collectors.joining(", "));
  }
}
