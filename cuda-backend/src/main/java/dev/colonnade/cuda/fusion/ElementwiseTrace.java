// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.fusion;

import dev.colonnade.core.op.BinaryOp;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.Composite;
import dev.colonnade.core.op.Convert;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.OpBuilder;
import dev.colonnade.core.op.Operand;
import dev.colonnade.core.op.Select;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.op.StructuralOp;
import dev.colonnade.core.op.UnaryOp;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes down what a fused operation does to one element, by building its decomposition: composites
 * among the members so become the primitives that they are made of.
 */
final class ElementwiseTrace implements OpBuilder<ElementwiseTrace.Traced> {
  /** What an operand of a member is while the program is written. */
  sealed interface Traced extends Operand {
    /** An operand of the whole, perhaps repeated. */
    record Read(TensorType type, int operand, Optional<ShapeOp.Broadcast> broadcast)
        implements Traced {}

    /** The same word everywhere. */
    record Fixed(TensorType type, int word) implements Traced {}

    /** The result of a call. */
    record Computed(TensorType type, int number) implements Traced {}
  }

  /** An operation that is no function of single elements. */
  private static final class NotElementwise extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotElementwise(Op op) {
      super(op.name(), null, false, false);
    }
  }

  private final List<TensorType> operands;
  private final List<ElementwiseProgram.Definition> definitions = new ArrayList<>();
  private final Map<ElementwiseProgram.Definition, Integer> known = new LinkedHashMap<>();

  ElementwiseTrace(List<TensorType> operands) {
    this.operands = operands;
  }

  /** The program, if all members are functions of single elements. */
  Optional<ElementwiseProgram> program(FusedElementwise op) {
    List<Traced> given = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      given.add(new Traced.Read(operands.get(i), i, Optional.empty()));
    }
    try {
      List<Integer> results = op.decompose(this, given).stream().map(this::number).toList();
      return Optional.of(new ElementwiseProgram(definitions, results));
    } catch (NotElementwise e) {
      return Optional.empty();
    }
  }

  @Override
  public List<Traced> apply(Op op, List<Traced> x) {
    return switch (op) {
      case StructuralOp.Constant(HostTensor value) when value.type().elementCount() == 1 ->
          List.of(new Traced.Fixed(value.type(), word(value)));
      case ShapeOp.Broadcast broadcast -> List.of(repeated(broadcast, x.getFirst()));
      case UnaryOp unary -> call(op, x, unary.name() + suffix(x.getFirst()));
      case BinaryOp binary -> call(op, x, binary.name() + suffix(x.getFirst()));
      case Compare(Compare.Relation relation) ->
          call(op, x, camel(relation.name()) + (isFloat(x.getFirst()) ? "F32" : "I32"));
      case Select select -> call(op, x, "select");
      case Convert(DType to) -> List.of(converted(op, x.getFirst(), to));
      case Composite composite -> composite.decompose(this, x);
      default -> throw new NotElementwise(op);
    };
  }

  private static boolean isFloat(Traced value) {
    return value.type().dtype() == DType.F32;
  }

  /** Functions of truth values have one form. */
  private static String suffix(Traced value) {
    return switch (value.type().dtype()) {
      case F32 -> "F32";
      case I32 -> "I32";
      case U8, BOOL -> "";
    };
  }

  /** {@code LESS_OR_EQUAL} as {@code lessOrEqual}. */
  private static String camel(String constant) {
    StringBuilder text = new StringBuilder();
    for (String word : constant.toLowerCase(Locale.ROOT).split("_")) {
      text.append(
          text.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return text.toString();
  }

  private List<Traced> call(Op op, List<Traced> arguments, String function) {
    TensorType type =
        op.infer(arguments.stream().map(Traced::type).map(TensorType.class::cast).toList())
            .getFirst();
    return List.of(called(type, function, arguments));
  }

  private Traced called(TensorType type, String function, List<Traced> arguments) {
    return new Traced.Computed(
        type,
        define(
            new ElementwiseProgram.Definition.Call(
                function, arguments.stream().map(this::number).toList())));
  }

  /**
   * As {@code convert} of elementwise.cu: by way of an integer, which a truth value is as 0 or 1.
   */
  private Traced converted(Op op, Traced x, DType to) {
    DType from = x.type().dtype();
    TensorType type = op.infer(List.of(x.type())).getFirst();
    if (from == DType.F32) {
      return called(type, to == DType.F32 ? "copy" : "f32To" + to, List.of(x));
    }
    Traced whole =
        from == DType.BOOL ? called(x.type().withDType(DType.I32), "i32ToBOOL", List.of(x)) : x;
    return to == DType.I32
        ? called(type, "copy", List.of(whole))
        : called(type, "i32To" + to, List.of(whole));
  }

  private static Traced repeated(ShapeOp.Broadcast broadcast, Traced x) {
    TensorType type = broadcast.infer(List.of(x.type())).getFirst();
    return switch (x) {
      case Traced.Fixed(TensorType own, int word) -> new Traced.Fixed(type, word);
      case Traced.Read(TensorType own, int operand, Optional<ShapeOp.Broadcast> inner) ->
          new Traced.Read(
              type,
              operand,
              Optional.of(
                  inner
                      .map(first ->
                          new ShapeOp.Broadcast(
                              broadcast.shape(),
                              first.axes().stream().map(broadcast.axes()::get).toList()))
                      .orElse(broadcast)));
      case Traced.Computed computed -> throw new NotElementwise(broadcast);
    };
  }

  /** The number of a value; loads and constants are written down when they are first taken. */
  private int number(Traced value) {
    return switch (value) {
      case Traced.Computed(TensorType type, int number) -> number;
      case Traced.Fixed(TensorType type, int word) ->
          define(new ElementwiseProgram.Definition.Constant(word));
      case Traced.Read(TensorType type, int operand, Optional<ShapeOp.Broadcast> broadcast) ->
          define(new ElementwiseProgram.Definition.Load(operand, broadcast, operands.get(operand)));
    };
  }

  private int define(ElementwiseProgram.Definition definition) {
    Integer number = known.get(definition);
    if (number != null) {
      return number;
    }
    definitions.add(definition);
    known.put(definition, definitions.size() - 1);
    return definitions.size() - 1;
  }

  private static int word(HostTensor value) {
    return switch (value.type().dtype()) {
      case F32 -> Float.floatToRawIntBits(value.getFloat(0));
      case I32 -> value.getInt(0);
      case U8, BOOL -> value.getUnsigned(0);
    };
  }
}
