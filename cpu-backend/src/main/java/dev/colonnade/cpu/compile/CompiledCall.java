// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.compile;

import dev.colonnade.core.graph.Node;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.runtime.flow.EntryFlow;
import dev.colonnade.core.runtime.flow.OperandView;
import dev.colonnade.core.runtime.flow.Unit;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.cpu.instruction.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A unit's node as the maker of its instruction sees it; collects the workspaces that are asked
 * for.
 */
final class CompiledCall implements Call {
  private final EntryFlow flow;
  private final Unit unit;
  private final Node node;
  private final Optional<String> plannedAlgorithm;
  private final List<Buffer> workspaces = new ArrayList<>();

  CompiledCall(EntryFlow flow, Unit unit, Node node, Optional<String> plannedAlgorithm) {
    this.flow = flow;
    this.unit = unit;
    this.node = node;
    this.plannedAlgorithm = plannedAlgorithm;
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public int operand(int index) {
    if (!flow.view(unit, index).isDense()) {
      throw new IllegalStateException("operand " + index + " of " + node + " is read by its view");
    }
    return unit.reads().get(index).number();
  }

  @Override
  public OperandView view(int index) {
    return flow.view(unit, index);
  }

  @Override
  public int result(int index) {
    return unit.writes().get(index).number();
  }

  @Override
  public int floatWorkspace(int count) {
    return workspace(DType.F32, count);
  }

  @Override
  public int intWorkspace(int count) {
    return workspace(DType.I32, count);
  }

  private int workspace(DType dtype, int count) {
    Buffer buffer = flow.workspace(unit, dtype, count);
    workspaces.add(buffer);
    return buffer.number();
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
