// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.compile;

import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.graph.Node;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.runtime.flow.EntryFlow;
import dev.colonnade.core.runtime.flow.OperandView;
import dev.colonnade.core.runtime.flow.Unit;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.cuda.kernel.Call;
import dev.colonnade.cuda.kernel.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A unit's node as the maker of its launches sees it; collects the workspaces asked for. */
final class UnitCall implements Call {
  private final EntryFlow flow;
  private final Unit unit;
  private final Node node;
  private final Circumstances circumstances;
  private final Optional<String> plannedAlgorithm;
  private final List<Buffer> workspaces = new ArrayList<>();

  UnitCall(
      EntryFlow flow,
      Unit unit,
      Node node,
      Circumstances circumstances,
      Optional<String> plannedAlgorithm) {
    this.flow = flow;
    this.unit = unit;
    this.node = node;
    this.circumstances = circumstances;
    this.plannedAlgorithm = plannedAlgorithm;
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public Buffer operand(int index) {
    if (!flow.view(unit, index).isDense()) {
      throw new IllegalStateException("operand " + index + " of " + node + " is read by its view");
    }
    return unit.reads().get(index);
  }

  @Override
  public OperandView view(int index) {
    return flow.view(unit, index);
  }

  @Override
  public Buffer result(int index) {
    return unit.writes().get(index);
  }

  @Override
  public Buffer workspace(DType dtype, long count) {
    Buffer buffer = flow.workspace(unit, dtype, count);
    workspaces.add(buffer);
    return buffer;
  }

  @Override
  public int multiprocessors() {
    return circumstances.multiprocessors();
  }

  @Override
  public MathMode mathMode() {
    return circumstances.mathMode();
  }

  @Override
  public boolean deterministic() {
    return circumstances.deterministic();
  }

  @Override
  public Trials trials() {
    return circumstances.tuner();
  }

  @Override
  public Optional<String> plannedAlgorithm() {
    return plannedAlgorithm;
  }

  /** The workspaces asked for so far. */
  List<Buffer> workspaces() {
    return workspaces;
  }
}
