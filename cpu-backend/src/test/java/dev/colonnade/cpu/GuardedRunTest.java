// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.GuardViolationException;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.Support;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.Op;
import dev.colonnade.core.op.ShapeOp;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cpu.device.CpuDevice;
import dev.colonnade.cpu.execute.Frame;
import dev.colonnade.cpu.execute.Instruction;
import dev.colonnade.cpu.instruction.Call;
import dev.colonnade.cpu.instruction.KernelSet;
import dev.colonnade.cpu.instruction.Made;
import dev.colonnade.cpu.instruction.plain.PlainKernels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deliberately wrong kernels, each caught by a guarded run and named. */
final class GuardedRunTest {
  private static final Variable X = new Variable("x", TensorType.f32(4));

  /** What a wrong kernel does after, or instead of, the right one. */
  @FunctionalInterface
  private interface Fault {
    void run(Instruction right, Frame frame, int operand, int result);
  }

  /** Plain kernels, of which the one that reverses is faulty. */
  private static final class FaultyKernels implements KernelSet {
    private final PlainKernels right = new PlainKernels();
    private final Fault fault;

    FaultyKernels(Fault fault) {
      this.fault = fault;
    }

    @Override
    public Support support(Op op, List<TensorType> operands) {
      return right.support(op, operands);
    }

    @Override
    public Made make(Call call) {
      Made made = right.make(call);
      if (!(call.op() instanceof ShapeOp.Reverse)) {
        return made;
      }
      int operand = call.operand(0);
      int result = call.result(0);
      return Made.only("reverse", frame -> fault.run(made.instruction(), frame, operand, result));
    }

    @Override
    public Made copy(DType dtype, int count, int from, int to) {
      return right.copy(dtype, count, from, to);
    }

    @Override
    public void close() {
      right.close();
    }
  }

  private static Outputs run(RunMode mode, Fault fault) {
    Device device =
        new CpuDevice("cpu-faulty:0", Map.of("threads", "1"), () -> new FaultyKernels(fault));
    GraphBuilder builder = new GraphBuilder("step");
    Value doubled = builder.multiply(builder.read(X), 2f);
    Value reversed = builder.scoped("turn", () -> builder.reverse(doubled, 0));
    builder.assign(X, builder.add(reversed, doubled));
    builder.output("y", reversed);
    try (Session session = device.open()) {
      Executable executable =
          session.compile(Program.of(builder.build()), CompileOptions.DEFAULT.withRun(mode));
      State state = executable.newState();
      state.write(X, HostTensor.of(Shape.of(4), 1f, 2f, 3f, 4f));
      return executable.submit(state, "step", Feeds.NONE, 2).await();
    }
  }

  @Test
  void aRightKernelPasses() {
    Outputs outputs = run(RunMode.GUARDED, (right, frame, operand, result) -> right.run(frame));
    assertThat(outputs.get("y").toFloatArray()).containsExactly(8, 6, 4, 2, 20, 20, 20, 20);
  }

  @Test
  void aKernelThatDoesNotRunIsCaught() {
    assertThatThrownBy(() -> run(RunMode.GUARDED, (right, frame, operand, result) -> {}))
        .isInstanceOf(GuardViolationException.class)
        .hasMessageContaining("reverse")
        .hasMessageContaining("turn")
        .hasMessageContaining("left 4 elements")
        .hasMessageContaining("unwritten");
  }

  @Test
  void aBorderElementLeftUnwrittenIsCaught() {
    assertThatThrownBy(() ->
            run(
                RunMode.GUARDED,
                (right, frame, operand, result) -> {
                  int last = frame.offset(result) + 3;
                  float before = frame.floats(result)[last];
                  right.run(frame);
                  frame.floats(result)[last] = before;
                }))
        .isInstanceOf(GuardViolationException.class)
        .hasMessageContaining("left 1 elements")
        .hasMessageContaining("the first at 3");
  }

  @Test
  void aWriteBehindTheEndIsCaught() {
    assertThatThrownBy(() ->
            run(
                RunMode.GUARDED,
                (right, frame, operand, result) -> {
                  right.run(frame);
                  frame.floats(result)[frame.offset(result) + 4] = 0;
                }))
        .isInstanceOf(GuardViolationException.class)
        .hasMessageContaining("wrote 1 elements behind the end of the result of #");
  }

  @Test
  void aWriteIntoAnOperandIsCaught() {
    assertThatThrownBy(() ->
            run(
                RunMode.GUARDED,
                (right, frame, operand, result) -> {
                  right.run(frame);
                  frame.floats(operand)[frame.offset(operand) + 1] += 1;
                }))
        .isInstanceOf(GuardViolationException.class)
        .hasMessageContaining("which is not its own to write");
  }

  @Test
  void aKernelThatThrowsIsNamedWithItsNode() {
    assertThatThrownBy(() ->
            run(
                RunMode.NORMAL,
                (right, frame, operand, result) -> {
                  throw new ArithmeticException("seven");
                }))
        .isInstanceOf(BackendException.class)
        .isNotInstanceOf(GuardViolationException.class)
        .hasMessageContaining("entry step, step 0: kernel reverse of #")
        .hasMessageContaining("(turn)")
        .hasMessageContaining("seven");
  }
}
