// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.backend;

import java.util.List;

/** A device cannot run some nodes of a program; nothing was compiled. */
public final class UnsupportedProgramException extends BackendException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> nodes;

  /**
   * With one line for each node: the node, its types, and the backend's reason.
   *
   * @param device id of the device
   * @param nodes the lines
   */
  public UnsupportedProgramException(String device, List<String> nodes) {
    super(
        device
            + " cannot run "
            + nodes.size()
            + (nodes.size() == 1 ? " node" : " nodes")
            + " of this program; choose another device, or bring composites it supports:\n  "
            + String.join("\n  ", nodes));
    this.nodes = List.copyOf(nodes);
  }

  /** One line for each node. */
  public List<String> nodes() {
    return nodes == null ? List.of() : nodes;
  }
}
