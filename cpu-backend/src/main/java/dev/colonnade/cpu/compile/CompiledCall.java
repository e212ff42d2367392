// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu.compile;

import dev.colonnade.core.graph.Node;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.cpu.execute.Buffer;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.OperandView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A unit's node as the maker of its instruction sees it; collects the workspaces that are asked
 * for.
 */
final class CompiledCall implements Call {
  private final Dataflow flow;
  private final Unit unit;
  private final Node node;
  private final Optional<String> plannedAlgorithm;
  private final List<Buffer> workspaces = new ArrayList<>();

  CompiledCall(Dataflow flow, Unit unit, Node node, Optional<String> plannedAlgorithm) {
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
    if (Absorption.source(node, index) != node.operands().get(index)) {
      throw new IllegalStateException("operand " + index + " of " + node + " is read by its view");
    }
    return unit.reads().get(index).number();
  }

  @Override
  public OperandView view(int index) {
    return view(node.operands().get(index), Absorption.source(node, index), index);
  }

  private OperandView view(Value value, Value source, int index) {
    if (value == source) {
      return OperandView.dense(unit.reads().get(index).number(), value.type().shape());
    }
    if (!(value.producer().op() instanceof ShapeOp.Broadcast broadcast)) {
      throw new IllegalStateException(value + " of " + node + " is not a broadcast");
    }
    return view(value.producer().operands().get(0), source, index).broadcast(broadcast);
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
    Buffer buffer = flow.newBuffer(dtype, count, "workspace of " + node, Buffer.SCRATCH);
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
