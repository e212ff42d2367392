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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random programs on integers, where every order of evaluation must give the same bits: what
 * scheduling, sharing of memory and writing in place may not change. The expected values come from
 * evaluating each node on arrays of its own.
 */
final class RandomProgramTest {
  private static final int SIZE = 6;
  private static final int PROGRAMS = 150;

  /** A program and, for a step, its effect on plain arrays. */
  private static final class Generated {
    private final Random random;
    private final GraphBuilder builder = new GraphBuilder("step");
    private final List<Variable> variables = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();
    private final List<Function<Map<Integer, int[]>, int[]>> formulas = new ArrayList<>();
    private final Map<Integer, Integer> assignments = new HashMap<>();
    private final List<Integer> outputs = new ArrayList<>();

    Generated(long seed) {
      random = new Random(seed);
      int count = 1 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        variables.add(new Variable("v" + i, TensorType.i32(SIZE)));
        values.add(builder.read(variables.get(i)));
        formulas.add(null);
      }
      int nodes = 2 + random.nextInt(10);
      for (int i = 0; i < nodes; i++) {
        addNode();
      }
      for (int i = 0; i < count; i++) {
        if (random.nextInt(4) > 0) {
          int source = random.nextInt(values.size());
          builder.assign(variables.get(i), values.get(source));
          assignments.put(i, source);
        }
      }
      for (int i = 0; i < 2; i++) {
        int source = random.nextInt(values.size());
        builder.output("out" + i, values.get(source));
        outputs.add(source);
      }
    }

    private void addNode() {
      int a = random.nextInt(values.size());
      int b = random.nextInt(values.size());
      Value x = values.get(a);
      Value y = values.get(b);
      switch (random.nextInt(6)) {
        case 0 -> add(builder.add(x, y), at -> zip(at.get(a), at.get(b), (p, q) -> p + q));
        case 1 -> add(builder.multiply(x, y), at -> zip(at.get(a), at.get(b), (p, q) -> p * q));
        case 2 -> {
          Value first = builder.slice(y, 0, 0, 1);
          add(
              builder.subtract(x, builder.broadcast(first, Shape.of(SIZE), 0)),
              at -> Arrays.stream(at.get(a)).map(p -> p - at.get(b)[0]).toArray());
        }
        case 3 ->
            add(
                builder.reverse(x, 0),
                at -> {
                  int[] reversed = new int[SIZE];
                  for (int i = 0; i < SIZE; i++) {
                    reversed[i] = at.get(a)[SIZE - 1 - i];
                  }
                  return reversed;
                });
        case 4 -> {
          int start = random.nextInt(SIZE - 1);
          Value update = builder.slice(y, 0, 1, 3);
          Value starts = builder.constant(HostTensor.of(Shape.of(1), start));
          add(
              builder.dynamicUpdateSlice(x, update, starts),
              at -> {
                int[] updated = at.get(a).clone();
                System.arraycopy(at.get(b), 1, updated, start, 2);
                return updated;
              });
        }
        default -> {
          Value square = builder.reshape(x, Shape.of(2, SIZE / 2));
          Value negated = builder.negate(square);
          add(
              builder.reshape(negated, Shape.of(SIZE)),
              at -> Arrays.stream(at.get(a)).map(p -> -p).toArray());
        }
      }
    }

    private void add(Value value, Function<Map<Integer, int[]>, int[]> formula) {
      values.add(value);
      formulas.add(formula);
    }

    private static int[] zip(int[] a, int[] b, IntBinaryOperator operator) {
      int[] result = new int[a.length];
      for (int i = 0; i < a.length; i++) {
        result[i] = operator.applyAsInt(a[i], b[i]);
      }
      return result;
    }

    /** One step on plain arrays; returns the outputs. */
    List<int[]> step(int[][] state) {
      Map<Integer, int[]> at = new HashMap<>();
      for (int i = 0; i < values.size(); i++) {
        at.put(i, i < state.length ? state[i].clone() : formulas.get(i).apply(at));
      }
      assignments.forEach((variable, source) -> state[variable] = at.get(source).clone());
      return outputs.stream().map(at::get).toList();
    }
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void programsAgreeWithTheirMeaning(RunMode mode) {
    try (Session session = TestDevices.vector().open()) {
      for (int seed = 0; seed < PROGRAMS; seed++) {
        check(session, mode, seed);
      }
      assertThat(session.bytesInUse()).isZero();
    }
  }

  private static void check(Session session, RunMode mode, long seed) {
    Generated generated = new Generated(seed);
    Program program = Program.of(generated.builder.build());
    int steps = 3;
    int[][] expected = new int[generated.variables.size()][SIZE];
    try (Executable executable = session.compile(program, CompileOptions.DEFAULT.withRun(mode))) {
      State state = executable.newState();
      Random random = new Random(~seed);
      for (int i = 0; i < expected.length; i++) {
        expected[i] = random.ints(SIZE, -9, 10).toArray();
        if (program.variables().containsKey("v" + i)) {
          state.write(
              generated.variables.get(i), HostTensor.of(Shape.of(SIZE), expected[i].clone()));
        }
      }
      Outputs outputs = executable.submit(state, "step", Feeds.NONE, steps).await();
      for (int step = 0; step < steps; step++) {
        List<int[]> wanted = generated.step(expected);
        for (int i = 0; i < wanted.size(); i++) {
          assertThat(outputs.get("out" + i).row(step).toIntArray())
              .as("seed %d, output %d of step %d of%n%s", seed, i, step, program)
              .containsExactly(wanted.get(i));
        }
      }
      for (int i = 0; i < expected.length; i++) {
        if (program.variables().containsKey("v" + i)) {
          assertThat(state.read(generated.variables.get(i)).toIntArray())
              .as("seed %d, variable %d of%n%s", seed, i, program)
              .containsExactly(expected[i]);
        }
      }
    }
  }
}
