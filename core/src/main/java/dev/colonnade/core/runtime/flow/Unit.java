// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.core.runtime.flow;

import dev.colonnade.core.graph.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something that becomes one instruction: a node, or a copy that returns an output or assigns a
 * variable. Compared by identity.
 */
public final class Unit {
  private final Optional<Node> node;
  private final String name;
  private final List<Buffer> reads;
  private final List<Buffer> writes;
  private final Set<Unit> before = new LinkedHashSet<>();
  private final Set<Unit> after = new LinkedHashSet<>();
  private int priority;

  private Unit(
      Optional<Node> node, String name, List<Buffer> reads, List<Buffer> writes, int priority) {
    this.node = node;
    this.name = name;
    this.reads = List.copyOf(reads);
    this.writes = List.copyOf(writes);
    this.priority = priority;
  }

  /** A node with the buffers of its operands, in order, and of its results. */
  static Unit of(Node node, List<Buffer> reads, List<Buffer> writes) {
    return new Unit(Optional.of(node), node.toString(), reads, writes, node.id());
  }

  /** A copy from one buffer to another, wanted at the place of {@code priority}. */
  static Unit copy(String name, Buffer from, Buffer to, int priority) {
    return new Unit(Optional.empty(), name, List.of(from), List.of(to), priority);
  }

  /** The node, or empty for a copy. */
  public Optional<Node> node() {
    return node;
  }

  /** For messages, plans and profiles. */
  public String name() {
    return name;
  }

  /** Buffers of the operands, in their order. */
  public List<Buffer> reads() {
    return reads;
  }

  /** Buffers of the results, in their order. */
  public List<Buffer> writes() {
    return writes;
  }

  /** Units that must have run before it. */
  Set<Unit> before() {
    return before;
  }

  /** Units that must run after it. */
  Set<Unit> after() {
    return after;
  }

  /** Of the units that may run next, the lowest runs. */
  int priority() {
    return priority;
  }

  /** Makes it run as soon as it may. */
  void hurry() {
    priority = -1;
  }

  /** Orders it behind {@code other}. */
  void runAfter(Unit other) {
    if (other != this) {
      before.add(other);
      other.after.add(this);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
