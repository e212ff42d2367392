// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Value;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.op.Compare;
import dev.colonnade.core.op.composite.MomentumStep;
import dev.colonnade.core.runtime.BackendRegistry;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cuda.compile.KernelChoice;
import dev.colonnade.cuda.execute.StepLoop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fused element-wise operations compute what the CPU computes for one after the other, and the
 * interpreter and a written kernel give the same bits, in every loop, guarded too.
 */
class FusedElementwiseTest {
  private static final int STEPS = 3;
  private static final String KERNEL = "fused_elementwise";

  private EmulatedMachine machine;

  @BeforeEach
  void findMachine() {
    Assumptions.assumeTrue(EmulatedMachine.find().isPresent(), EmulatedMachine.missing());
    machine = EmulatedMachine.find().orElseThrow();
  }

  /**
   * Element-wise operations on random earlier values, of every type, repeated along a random axis
   * now and then; some of the values are outputs.
   */
  private static Program random(int seed, int rows) {
    Random random = new Random(seed);
    GraphBuilder b = new GraphBuilder("run");
    TensorType type = TensorType.f32(rows, 5, 3);
    List<Value> floats = new ArrayList<>(List.of(b.feed("x", type), b.feed("y", type)));
    floats.add(b.broadcast(b.feed("middle", TensorType.f32(5)), type.shape(), 1));
    floats.add(b.broadcast(b.feed("scalar", TensorType.f32()), type.shape()));
    List<Value> wholes = new ArrayList<>(List.of(b.feed("whole", type.withDType(DType.I32))));
    List<Value> bytes = new ArrayList<>(List.of(b.feed("byte", type.withDType(DType.U8))));
    List<Value> truths =
        new ArrayList<>(List.of(b.compare(Compare.Relation.LESS, floats.get(0), floats.get(1))));
    for (int i = 0; i < 14; i++) {
      Value x = any(random, floats);
      Value y = any(random, floats);
      Value u = any(random, wholes);
      Value p = any(random, truths);
      switch (random.nextInt(17)) {
        case 0 -> floats.add(b.add(x, y));
        case 1 -> floats.add(b.subtract(x, y));
        case 2 -> floats.add(b.multiply(x, 0.75f));
        case 3 -> floats.add(b.tanh(b.multiply(x, y)));
        case 4 -> floats.add(b.maximum(x, y));
        case 5 -> floats.add(b.minimum(b.absolute(x), b.sigmoid(y)));
        case 6 -> floats.add(b.select(p, x, b.constant(0f)));
        case 7 -> floats.add(b.add(b.convert(u, DType.F32), x));
        case 8 -> wholes.add(b.add(b.multiply(u, any(random, wholes)), b.constant(3)));
        case 9 -> wholes.add(b.minimum(b.negate(u), b.convert(any(random, bytes), DType.I32)));
        case 10 -> wholes.add(b.convert(b.floor(b.tanh(x)), DType.I32));
        case 11 -> bytes.add(b.convert(u, DType.U8));
        case 12 -> bytes.add(b.convert(b.multiply(b.sine(x), 100f), DType.U8));
        case 13 -> truths.add(b.compare(Compare.Relation.GREATER_OR_EQUAL, x, y));
        case 14 -> truths.add(b.logicalOr(b.logicalNot(p), any(random, truths)));
        case 15 -> floats.add(b.divide(b.convert(p, DType.F32), b.constant(3f)));
        default -> truths.add(b.compare(Compare.Relation.NOT_EQUAL, u, any(random, wholes)));
      }
    }
    b.output("float", floats.getLast());
    b.output("other", any(random, floats));
    b.output("whole", wholes.getLast());
    b.output("byte", bytes.getLast());
    b.output("truth", truths.getLast());
    return Program.of(b.build());
  }

  private static Value any(Random random, List<Value> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static Feeds feeds(int rows) {
    Random random = new Random(rows);
    TensorType type = TensorType.f32(rows, 5, 3);
    Feeds feeds = new Feeds();
    for (String name : List.of("x", "y")) {
      feeds.constant(name, floats(random, type));
    }
    feeds.constant("middle", floats(random, TensorType.f32(5)));
    feeds.constant("scalar", HostTensor.scalar(-0.5f));
    HostTensor wholes = HostTensor.zeros(type.withDType(DType.I32));
    HostTensor bytes = HostTensor.zeros(type.withDType(DType.U8));
    for (int i = 0; i < type.elementCount(); i++) {
      wholes.set(i, random.nextInt(2001) - 1000);
      bytes.setByte(i, (byte) random.nextInt(256));
    }
    return feeds.constant("whole", wholes).constant("byte", bytes);
  }

  private static HostTensor floats(Random random, TensorType type) {
    HostTensor tensor = HostTensor.zeros(type);
    for (int i = 0; i < type.elementCount(); i++) {
      tensor.set(i, random.nextInt(41) / 10f - 2f);
    }
    return tensor;
  }

  private static Map<String, HostTensor> run(
      Device device, Program program, Feeds feeds, CompileOptions options) {
    try (Session session = device.open()) {
      Executable executable = session.compile(program, options);
      return executable.submit(executable.newState(), "run", feeds, 1).await().stacked();
    }
  }

  private static Device cpu() {
    return BackendRegistry.discover().device("cpu:0");
  }

  private static void assertClose(Map<String, HostTensor> got, Map<String, HostTensor> wanted) {
    wanted.forEach((name, values) -> {
      for (int i = 0; i < values.type().elementCount(); i++) {
        double expected = values.getDouble(i);
        assertThat(got.get(name).getDouble(i))
            .as("%s[%d]", name, i)
            .isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
      }
    });
  }

  private static void assertSame(Map<String, HostTensor> got, Map<String, HostTensor> wanted) {
    wanted.forEach((name, values) ->
        assertThat(got.get(name).bitwiseEquals(values)).as("bits of %s", name).isTrue());
  }

  private static List<Plan.Kernel> fused(Plan plan) {
    return plan.kernels().stream().filter(row -> row.kernel().equals(KERNEL)).toList();
  }

  private Plan plan(Program program) {
    try (Session session = machine.device(StepLoop.GRAPH).open()) {
      return session.compile(program, CompileOptions.DEFAULT).plan();
    }
  }

  /** A plan in which every fused operation has a kernel of its own. */
  private static Plan written(Plan plan) {
    return new Plan(
        plan.key(),
        plan.kernels().stream()
            .map(row ->
                row.kernel().equals(KERNEL)
                    ? new Plan.Kernel(
                        row.entry(),
                        row.nodes(),
                        row.kernel(),
                        "a kernel of its own",
                        row.layout(),
                        List.of())
                    : row)
            .toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void randomOperationsGiveWhatTheCpuGives(int seed) {
    int rows = seed % 2 == 0 ? 1 : 67;
    Program program = random(seed, rows);
    Feeds feeds = feeds(rows);
    Plan plan = plan(program);
    assertThat(fused(plan)).isNotEmpty();
    Map<String, HostTensor> interpreted =
        run(machine.device(StepLoop.GRAPH), program, feeds, CompileOptions.DEFAULT);
    assertClose(interpreted, run(cpu(), program, feeds, CompileOptions.DEFAULT));
    assertSame(
        run(machine.device(StepLoop.PERSISTENT), program, feeds, CompileOptions.DEFAULT),
        interpreted);
    assertSame(
        run(
            machine.device(StepLoop.GRAPH),
            program,
            feeds,
            CompileOptions.DEFAULT.withRun(RunMode.GUARDED)),
        interpreted);
    assertSame(
        run(
            machine.device(StepLoop.GRAPH),
            program,
            feeds,
            CompileOptions.DEFAULT.withPlan(written(plan))),
        interpreted);
  }

  @Test
  void aPlanNamesTheOperations() {
    GraphBuilder b = new GraphBuilder("run");
    Value x = b.feed("x", TensorType.f32(9));
    b.output("y", b.tanh(b.multiply(b.exp(x), x)));
    Plan plan = plan(Program.of(b.build()));
    assertThat(fused(plan))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.algorithm()).isEqualTo("interpreted");
          assertThat(row.nodes()).hasSize(4).endsWith("exp", "multiply", "tanh");
          assertThat(row.alternatives()).isEmpty();
        });
  }

  /** Both ways are measured where a tensor is large. */
  @Test
  void aLargeTensorIsOfferedAKernelOfItsOwn() {
    GraphBuilder b = new GraphBuilder("run");
    Value x = b.feed("x", TensorType.f32(1 << 18));
    b.output("y", b.sum(b.absolute(b.negate(x))));
    assertThat(fused(plan(Program.of(b.build()))))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.alternatives()).hasSize(1);
          assertThat(List.of(row.algorithm(), row.alternatives().getFirst().algorithm()))
              .containsExactlyInAnyOrder("interpreted", "a kernel of its own");
          assertThat(row.alternatives().getFirst().nanos()).isPositive();
        });
  }

  private static final int TENSORS = 19;

  /** Momentum for more tensors than a launch takes, of different sizes. */
  private static Program stepping() {
    GraphBuilder b = new GraphBuilder("run");
    Value rate = b.feed("rate", TensorType.f32());
    for (int i = 0; i < TENSORS; i++) {
      TensorType type = TensorType.f32(1 + i * i * i);
      Variable weights = new Variable("w" + i, type);
      Variable velocity = new Variable("v" + i, type);
      Value gradient = b.feed("g" + i, type);
      List<Value> stepped =
          b.apply(
              new MomentumStep(0.9f, 0.25f),
              List.of(b.read(weights), b.read(velocity), gradient, rate));
      b.assign(weights, stepped.get(0));
      b.assign(velocity, stepped.get(1));
    }
    return Program.of(b.build());
  }

  private static Map<String, HostTensor> step(Device device, CompileOptions options) {
    Program program = stepping();
    Map<String, HostTensor> results = new LinkedHashMap<>();
    try (Session session = device.open()) {
      Executable executable = session.compile(program, options);
      State state = executable.newState();
      Random random = new Random(5);
      Feeds feeds = new Feeds().constant("rate", HostTensor.scalar(0.5f));
      for (Variable variable : program.variables().values()) {
        state.write(variable, floats(random, variable.type()));
        if (variable.name().startsWith("w")) {
          feeds.constant("g" + variable.name().substring(1), floats(random, variable.type()));
        }
      }
      executable.submit(state, "run", feeds, STEPS).await();
      program
          .variables()
          .values()
          .forEach(variable -> results.put(variable.name(), state.read(variable)));
    }
    return results;
  }

  @Test
  void manyTensorsAreSteppedAsOneByOne() {
    Map<String, HostTensor> wanted = step(cpu(), CompileOptions.DEFAULT);
    Map<String, HostTensor> got = step(machine.device(StepLoop.GRAPH), CompileOptions.DEFAULT);
    assertClose(got, wanted);
    assertSame(step(machine.device(StepLoop.PERSISTENT), CompileOptions.DEFAULT), got);
    assertSame(
        step(
            machine.device(StepLoop.GRAPH, KernelChoice.SEPARATE),
            CompileOptions.DEFAULT.withRun(RunMode.GUARDED)),
        got);
    assertThat(
            plan(stepping()).kernels().stream()
                .filter(row -> row.kernel().equals("momentum_steps"))
                .count())
        .isEqualTo(2);
    assertThat(Optional.of(got).map(Map::size)).contains(2 * TENSORS);
  }
}
