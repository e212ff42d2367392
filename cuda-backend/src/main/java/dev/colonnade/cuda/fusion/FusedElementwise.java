// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Element-wise operations that are one pass over memory: a chain of them, or a few that share
 * values. All results have one shape; operands have it too, or are repeated to it.
 *
 * <p>Values are numbered: first the operands, then the results of the members in their order.
 *
 * @param operandCount how many operands there are
 * @param members the operations, each behind those whose values it takes
 * @param results numbers of the values that are wanted outside
 */
public record FusedElementwise(int operandCount, List<Member> members, List<Integer> results)
    implements Composite {
  /**
   * One of the operations.
   *
   * @param op element-wise; or a constant, or what repeats one or an operand
   * @param operands numbers of the values that it takes
   */
  public record Member(Op op, List<Integer> operands) {
    /** Copies the list. */
    public Member {
      operands = List.copyOf(operands);
    }
  }

  /** Copies the lists. */
  public FusedElementwise {
    members = List.copyOf(members);
    results = List.copyOf(results);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    List<TensorType> types = new ArrayList<>(operands);
    for (Member member : members) {
      types.addAll(member.op.infer(member.operands.stream().map(types::get).toList()));
    }
    return results.stream().map(types::get).toList();
  }

  @Override
  public <V extends Operand> List<V> decompose(OpBuilder<V> builder, List<V> operands) {
    List<V> values = new ArrayList<>(operands);
    for (Member member : members) {
      values.addAll(builder.apply(member.op, member.operands.stream().map(values::get).toList()));
    }
    return results.stream().map(values::get).toList();
  }

  /** An operand that is repeated is read by many elements, and must stay until the last has. */
  @Override
  public boolean overwrites(int operand) {
    for (Member member : members) {
      for (int place = 0; place < member.operands.size(); place++) {
        if (member.operands.get(place) == operand && repeats(member.op, place)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean repeats(Op op, int place) {
    return op instanceof ShapeOp.Broadcast
        || ElementwiseProgram.uniformOperand(op).orElse(-1) == place;
  }

  /** Names of the operations that compute something, in their order. */
  public List<String> operations() {
    return members.stream()
        .map(Member::op)
        .filter(op -> !(op instanceof StructuralOp || op instanceof ShapeOp))
        .map(Op::name)
        .toList();
  }

  @Override
  public Map<String, Object> attributes() {
    return Map.of("operations", String.join(", ", operations()));
  }
}
