// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads see the step's start and assignments take effect at its end, whatever is done in place. */
final class AssignmentTest {
  private static final Variable X = new Variable("x", TensorType.i32(2, 2));
  private static final Variable Y = new Variable("y", TensorType.i32(2, 2));
  private static final Variable Z = new Variable("z", TensorType.i32(2, 2));

  private static Outputs run(
      RunMode mode, Consumer<GraphBuilder> body, int steps, Map<Variable, int[]> values) {
    GraphBuilder builder = new GraphBuilder("step");
    body.accept(builder);
    Program program = Program.of(builder.build());
    try (Session session = TestDevices.vector().open()) {
      Executable executable = session.compile(program, CompileOptions.DEFAULT.withRun(mode));
      State state = executable.newState();
      values.forEach((v, ints) -> state.write(v, HostTensor.of(v.type().shape(), ints.clone())));
      Outputs outputs = executable.submit(state, "step", Feeds.NONE, steps).await();
      values.forEach(
          (v, ints) -> System.arraycopy(state.read(v).toIntArray(), 0, ints, 0, ints.length));
      return outputs;
    }
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void twoVariablesSwap(RunMode mode) {
    int[] x = {1, 2, 3, 4};
    int[] y = {5, 6, 7, 8};
    run(
        mode,
        b -> {
          b.assign(X, b.read(Y));
          b.assign(Y, b.read(X));
        },
        3,
        Map.of(X, x, Y, y));
    assertThat(x).containsExactly(5, 6, 7, 8);
    assertThat(y).containsExactly(1, 2, 3, 4);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void threeVariablesRotateWhileOneChanges(RunMode mode) {
    int[] x = {1, 1, 1, 1};
    int[] y = {2, 2, 2, 2};
    int[] z = {3, 3, 3, 3};
    run(
        mode,
        b -> {
          b.assign(X, b.read(Y));
          b.assign(Y, b.read(Z));
          b.assign(Z, b.add(b.read(X), b.constant(10)));
        },
        2,
        Map.of(X, x, Y, y, Z, z));
    assertThat(x).containsExactly(3, 3, 3, 3);
    assertThat(y).containsExactly(11, 11, 11, 11);
    assertThat(z).containsExactly(12, 12, 12, 12);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void theOutputIsTheOldValueOfWhatIsOverwritten(RunMode mode) {
    int[] x = {1, 2, 3, 4};
    Outputs outputs =
        run(
            mode,
            b -> {
              Value next = b.add(b.read(X), b.constant(1));
              b.assign(X, next);
              b.output("old", b.read(X));
              b.output("new", next);
              b.output("transposed", b.transpose(b.read(X), 1, 0));
            },
            2,
            Map.of(X, x));
    assertThat(outputs.get("old").toIntArray()).containsExactly(1, 2, 3, 4, 2, 3, 4, 5);
    assertThat(outputs.get("new").toIntArray()).containsExactly(2, 3, 4, 5, 3, 4, 5, 6);
    assertThat(outputs.get("transposed").toIntArray()).containsExactly(1, 3, 2, 4, 2, 4, 3, 5);
    assertThat(x).containsExactly(3, 4, 5, 6);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void aReaderThatNeedsTheNewValueForcesACopy(RunMode mode) {
    int[] x = {1, 2, 3, 4};
    int[] y = {0, 0, 0, 0};
    run(
        mode,
        b -> {
          Value next = b.add(b.read(X), b.read(X));
          b.assign(X, next);
          // Depends on the new value and, elsewhere, on the old one.
          b.assign(Y, b.subtract(b.reverse(next, 0), b.read(X)));
        },
        1,
        Map.of(X, x, Y, y));
    assertThat(x).containsExactly(2, 4, 6, 8);
    assertThat(y).containsExactly(5, 6, -1, 0);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void aKernelThatReadsOtherElementsDoesNotWorkInPlace(RunMode mode) {
    int[] x = {1, 2, 3, 4};
    run(mode, b -> b.assign(X, b.reverse(b.read(X), 0, 1)), 1, Map.of(X, x));
    assertThat(x).containsExactly(4, 3, 2, 1);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void twoVariablesTakeOneValue(RunMode mode) {
    int[] x = {1, 2, 3, 4};
    int[] y = {9, 9, 9, 9};
    run(
        mode,
        b -> {
          Value sum = b.add(b.read(X), b.read(Y));
          b.assign(X, sum);
          b.assign(Y, sum);
        },
        2,
        Map.of(X, x, Y, y));
    assertThat(x).containsExactly(20, 22, 24, 26);
    assertThat(y).containsExactly(20, 22, 24, 26);
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void partialUpdatesFollowEachOther(RunMode mode) {
    int[] x = {1, 2, 3, 4};
    Outputs outputs =
        run(
            mode,
            b -> {
              Value old = b.read(X);
              Value first =
                  b.dynamicUpdateSlice(
                      old,
                      b.slice(b.add(old, b.constant(10)), 0, 0, 1),
                      b.constant(HostTensor.of(Shape.of(2), 1, 0)));
              Value second =
                  b.dynamicUpdateSlice(
                      first,
                      b.constant(HostTensor.of(Shape.of(1, 1), 77)),
                      b.constant(HostTensor.of(Shape.of(2), 0, 1)));
              b.assign(X, second);
              b.output("middle", b.add(first, b.constant(0)));
            },
            1,
            Map.of(X, x));
    assertThat(outputs.get("middle").toIntArray()).containsExactly(1, 2, 11, 12);
    assertThat(x).containsExactly(1, 77, 11, 12);
  }

  @ParameterizedTest
  @EnumSource(value = RunMode.class, names = "NORMAL")
  void aPartialUpdateOfALargeVariableCopiesNothing(RunMode mode) {
    Variable set = new Variable("set", TensorType.f32(4096, 1024));
    GraphBuilder b = new GraphBuilder("step");
    Value at = b.feed("at", TensorType.i32(2));
    Value read = b.read(set);
    Value rows = b.dynamicSlice(read, at, Shape.of(16, 1024));
    b.assign(set, b.dynamicUpdateSlice(read, b.add(rows, b.constant(1f)), at));
    try (Session session = TestDevices.vector().open()) {
      Executable executable =
          session.compile(Program.of(b.build()), CompileOptions.DEFAULT.withRun(mode));
      assertThat(session.bytesInUse()).isLessThan(set.type().byteSize() / 100);
      State state = executable.newState();
      HostTensor starts = HostTensor.of(Shape.of(3, 2), 0, 0, 8, 0, 5000, 0);
      executable.submit(state, "step", new Feeds().stacked("at", starts), 3).await();
      HostTensor result = state.read(set);
      assertThat(result.getFloat(0)).isEqualTo(1f);
      assertThat(result.getFloat(8 * 1024)).isEqualTo(2f);
      assertThat(result.getFloat(24 * 1024)).isEqualTo(0f);
      assertThat(result.getFloat(4080 * 1024)).isEqualTo(1f);
    }
  }
}
