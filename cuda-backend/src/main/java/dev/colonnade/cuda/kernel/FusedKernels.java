// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.runtime.flow.OperandView;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cuda.driver.LaunchShape;
import dev.colonnade.cuda.fusion.ElementwiseProgram;
import dev.colonnade.cuda.fusion.ElementwiseProgram.Definition;
import dev.colonnade.cuda.fusion.FusedElementwise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Launches of fused element-wise operations: by the interpreter of {@code fused.cu}, or for large
 * tensors by a kernel that is written for just these operations.
 */
final class FusedKernels {
  private static final String INTERPRETED = "interpreted";
  private static final String WRITTEN = "a kernel of its own";

  /**
   * From so many elements on a kernel of its own is tried too. A pass over fewer takes the device a
   * microsecond or two, about what a launch does, and compiling takes tens of milliseconds once.
   */
  private static final long LARGE = 1 << 18;

  /** {@code Reading} of fused.cuh. */
  private static final int DENSE = 0;

  private static final int STRIDED = 2;
  private static final int UNIFORM = 4;

  private final KernelLibrary library;
  private final List<String> functions;
  private final Launcher launcher;

  /** With the names of the functions of fused.cuh, in the order of their numbers. */
  FusedKernels(KernelLibrary library, List<String> functions) {
    this.library = library;
    this.functions = List.copyOf(functions);
    launcher = new Launcher(library, "fused");
  }

  /** Adds the ways to run it. */
  void add(Ways ways, Call call, FusedElementwise op) {
    boolean planned = call.plannedAlgorithm().filter(WRITTEN::equals).isPresent();
    if (planned || (call.plannedAlgorithm().isEmpty() && count(call) >= LARGE)) {
      ways.offer(own -> written(own, op));
    }
  }

  Made interpreted(Call call, FusedElementwise op) {
    return made(
        INTERPRETED,
        launcher.elements(
            call, "fused_elementwise", count(call), parameters(call, program(call, op))));
  }

  private Made written(Call call, FusedElementwise op) {
    ElementwiseProgram program = program(call, op);
    List<Operand> operands = operands(call, program);
    String source =
        FusedSource.of(program, operands.stream().map(Operand::reading).toList(), bytes(call));
    LaunchShape shape = Launcher.shape(call.multiprocessors(), count(call));
    return made(
        WRITTEN,
        new Launch(
            library.written(source, FusedSource.KERNEL),
            FusedSource.KERNEL,
            shape,
            parameters(call, program)));
  }

  private static Made made(String algorithm, Launch launch) {
    return new Made("fused_elementwise", algorithm, List.of(), List.of(launch));
  }

  private static long count(Call call) {
    return shape(call).elementCount();
  }

  private static Shape shape(Call call) {
    return call.node().results().getFirst().type().shape();
  }

  private static ElementwiseProgram program(Call call, FusedElementwise op) {
    return ElementwiseProgram.of(op, call.node().operandTypes())
        .orElseThrow(() -> new IllegalStateException(call.node() + " is too long to be fused"));
  }

  /** Bytes of an element of each result. */
  private static List<Integer> bytes(Call call) {
    return call.node().results().stream().map(value -> value.type().dtype().byteSize()).toList();
  }

  /** An operand with the strides along the axes of the nest that all of them share. */
  private record Operand(Buffer buffer, List<Long> strides, int reading) {}

  private static Nest nest(Call call, ElementwiseProgram program) {
    long[][] strides =
        program.loads().stream().map(load -> strides(call, load)).toArray(long[][]::new);
    return Nest.of(Nest.extents(shape(call)), strides);
  }

  private static long[] strides(Call call, Definition.Load load) {
    return view(call, load).strides().stream().mapToLong(Long::longValue).toArray();
  }

  private static OperandView view(Call call, Definition.Load load) {
    Buffer buffer = call.operand(load.operand());
    OperandView view = OperandView.dense(buffer, load.type().shape());
    return load.broadcast().map(view::broadcast).orElse(view);
  }

  private static List<Operand> operands(Call call, ElementwiseProgram program) {
    Nest nest = nest(call, program);
    List<Operand> operands = new ArrayList<>();
    for (Definition.Load load : program.loads()) {
      OperandView view = view(call, load);
      int reading =
          load.broadcast().isEmpty() && load.type().shape().equals(shape(call))
                  || isDense(view, call)
              ? DENSE
              : view.isUniform() ? UNIFORM : STRIDED;
      TensorType type = load.type();
      operands.add(
          new Operand(
              view.buffer(),
              Arrays.stream(nest.strides(operands.size())).boxed().toList(),
              reading + (type.dtype().byteSize() == 1 ? 1 : 0)));
    }
    return operands;
  }

  /** Whether element i of the result is element i of the operand, repeated or not. */
  private static boolean isDense(OperandView view, Call call) {
    return view.equals(OperandView.dense(view.buffer(), shape(call)));
  }

  /** {@code FusedParams}. */
  private Parameters parameters(Call call, ElementwiseProgram program) {
    List<Integer> slots = program.slots();
    List<Operand> operands = operands(call, program);
    Parameters parameters = new Parameters();
    List<Integer> loaded = slotsOf(program, slots, Definition.Load.class);
    for (int i = 0; i < ElementwiseProgram.MOST_LOADS; i++) {
      if (i < operands.size()) {
        Operand operand = operands.get(i);
        parameters
            .buffer(operand.buffer)
            .strides(operand.strides.stream().mapToLong(Long::longValue).toArray())
            .int32(operand.reading)
            .int32(loaded.get(i));
      } else {
        parameters.none().strides().int32(0).int32(0);
      }
    }
    for (int i = 0; i < ElementwiseProgram.MOST_RESULTS; i++) {
      if (i < program.results().size()) {
        parameters
            .buffer(call.result(i))
            .int32(slots.get(program.results().get(i)))
            .int32(bytes(call).get(i));
      } else {
        parameters.none().int32(0).int32(0);
      }
    }
    List<Definition.Constant> constants = program.constants();
    for (int i = 0; i < ElementwiseProgram.MOST_CONSTANTS; i++) {
      parameters.int32(i < constants.size() ? constants.get(i).word() : 0);
    }
    List<Integer> steps = steps(program, slots);
    for (int i = 0; i < ElementwiseProgram.MOST_CALLS; i++) {
      parameters.int32(i < steps.size() ? steps.get(i) : 0);
    }
    return parameters
        .int64(count(call))
        .nest(nest(call, program).extents())
        .int32(operands.size())
        .int32(program.results().size())
        .int32(constants.size())
        .int32(steps.size());
  }

  private static List<Integer> slotsOf(
      ElementwiseProgram program, List<Integer> slots, Class<? extends Definition> kind) {
    List<Integer> own = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      if (kind.isInstance(program.definitions().get(i))) {
        own.add(slots.get(i));
      }
    }
    return own;
  }

  /** Function and slots of each call, in one word. */
  private List<Integer> steps(ElementwiseProgram program, List<Integer> slots) {
    List<Integer> steps = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      if (program.definitions().get(i)
          instanceof Definition.Call(String function, List<Integer> arguments)) {
        int number = functions.indexOf(function);
        if (number < 0) {
          throw new IllegalStateException("fused.cuh has no function " + function);
        }
        int word = number << 24 | slots.get(i) << 18;
        for (int place = 0; place < arguments.size(); place++) {
          word |= slots.get(arguments.get(place)) << 12 - 6 * place;
        }
        steps.add(word);
      }
    }
    return steps;
  }
}
