// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.composite.BiasAdd;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.op.composite.SgdStep;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A {@link FusedElementwise} as what a thread does for one element: it loads operands, takes
 * constants, and calls the functions of {@code fused.cuh}. Every value is a word of 32 bits: a
 * number of F32 or I32, or a U8 or BOOL as an integer.
 *
 * @param definitions of the values, each behind those it takes
 * @param results numbers of the values that are stored
 */
public record ElementwiseProgram(List<Definition> definitions, List<Integer> results) {
  /** {@code FUSED_OPERANDS} of fused.cuh. */
  public static final int MOST_LOADS = 8;

  /** {@code FUSED_CONSTANTS} of fused.cuh. */
  public static final int MOST_CONSTANTS = 8;

  /** {@code FUSED_STEPS} of fused.cuh. */
  public static final int MOST_CALLS = 24;

  /** {@code FUSED_RESULTS} of fused.cuh. */
  public static final int MOST_RESULTS = 4;

  /** {@code FUSED_SLOTS} of fused.cuh. */
  public static final int MOST_SLOTS = 24;

  /** Where a value comes from. */
  public sealed interface Definition {
    /**
     * An operand, or what it is repeated to.
     *
     * @param operand its number
     * @param broadcast how it is repeated, if it is
     * @param type of the operand
     */
    record Load(int operand, Optional<ShapeOp.Broadcast> broadcast, TensorType type)
        implements Definition {}

    /**
     * The same word for all elements.
     *
     * @param word its bits
     */
    record Constant(int word) implements Definition {}

    /**
     * A function of words.
     *
     * @param function its name in fused.cuh
     * @param arguments numbers of one to three values
     */
    record Call(String function, List<Integer> arguments) implements Definition {
      /** Copies the list. */
      public Call {
        arguments = List.copyOf(arguments);
      }
    }
  }

  /** Copies the lists. */
  public ElementwiseProgram {
    definitions = List.copyOf(definitions);
    results = List.copyOf(results);
  }

  /**
   * The program of an operation, if it is one that the kernels hold.
   *
   * @param operands types of its operands
   */
  public static Optional<ElementwiseProgram> of(FusedElementwise op, List<TensorType> operands) {
    return new ElementwiseTrace(operands).program(op).filter(ElementwiseProgram::fits);
  }

  private boolean fits() {
    return loads().size() <= MOST_LOADS
        && constants().size() <= MOST_CONSTANTS
        && calls().size() <= MOST_CALLS
        && results.size() <= MOST_RESULTS
        && slots().stream().mapToInt(slot -> slot).max().orElse(0) < MOST_SLOTS;
  }

  /** Number of an operand that such an operation repeats by itself, if it does. */
  static OptionalInt uniformOperand(Op op) {
    return switch (op) {
      case BiasAdd add -> OptionalInt.of(1);
      case SgdStep step -> OptionalInt.of(2);
      case MomentumStep step -> OptionalInt.of(3);
      default -> OptionalInt.empty();
    };
  }

  /** What is loaded, in order. */
  public List<Definition.Load> loads() {
    return only(Definition.Load.class);
  }

  /** The constants, in order. */
  public List<Definition.Constant> constants() {
    return only(Definition.Constant.class);
  }

  /** What is called, in order. */
  public List<Definition.Call> calls() {
    return only(Definition.Call.class);
  }

  private <D extends Definition> List<D> only(Class<D> kind) {
    return definitions.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * For each value the slot it is kept in. Constants come first and stay; then the loads; the
   * result of a call takes the first slot whose value nobody needs any more.
   */
  public List<Integer> slots() {
    int count = definitions.size();
    int[] lastUse = new int[count];
    for (int i = 0; i < count; i++) {
      if (definitions.get(i) instanceof Definition.Call(String function, List<Integer> arguments)) {
        for (int argument : arguments) {
          lastUse[argument] = i;
        }
      }
    }
    results.forEach(result -> lastUse[result] = count);
    int[] slots = new int[count];
    List<Integer> freeAt = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (definitions.get(i) instanceof Definition.Constant) {
        slots[i] = freeAt.size();
        freeAt.add(Integer.MAX_VALUE);
      }
    }
    for (int i = 0; i < count; i++) {
      if (definitions.get(i) instanceof Definition.Load) {
        slots[i] = freeAt.size();
        freeAt.add(lastUse[i]);
      }
    }
    for (int i = 0; i < count; i++) {
      if (definitions.get(i) instanceof Definition.Call) {
        int slot = 0;
        while (slot < freeAt.size() && freeAt.get(slot) > i) {
          slot++;
        }
        if (slot == freeAt.size()) {
          freeAt.add(0);
        }
        slots[i] = slot;
        freeAt.set(slot, lastUse[i]);
      }
    }
    List<Integer> all = new ArrayList<>();
    for (int slot : slots) {
      all.add(slot);
    }
    return all;
  }
}
