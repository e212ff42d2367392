// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.op.ConvolutionGeometry;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.tensor.Shape;
import dev.colonnade.core.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Images and filters turned to NHWC and back, where maps and places are more than the 32 of a tile
 * of the kernel that turns them and no multiple of it, and where there is a single map.
 */
class LayoutConversionTest {
  private EmulatedMachine machine;

  @BeforeEach
  void findMachine() {
    Assumptions.assumeTrue(EmulatedMachine.find().isPresent(), EmulatedMachine.missing());
    machine = EmulatedMachine.find().orElseThrow();
  }

  private static Program program(int maps, int filters) {
    Shape x = Shape.of(1, maps, 7, 6);
    Shape filter = Shape.of(filters, maps, 2, 1);
    Shape y = Shape.of(1, filters, 6, 6);
    GraphBuilder b = new GraphBuilder("all");
    var image = b.feed("x", new TensorType(DType.F32, x));
    var weights = b.feed("filter", new TensorType(DType.F32, filter));
    var dy = b.feed("dy", new TensorType(DType.F32, y));
    ConvolutionGeometry geometry = ConvolutionGeometry.VALID;
    b.output("y", b.convolution(image, weights, geometry));
    b.output("dx", b.convolutionInputGradient(dy, weights, geometry, x));
    b.output("dw", b.convolutionFilterGradient(image, dy, geometry, filter));
    return Program.of(b.build());
  }

  private static Map<String, HostTensor> run(
      Session session, Program program, MathMode mode, Plan plan) {
    Feeds feeds = new Feeds();
    Random random = new Random(11);
    program
        .entries()
        .get("all")
        .feeds()
        .forEach(feed -> {
          HostTensor tensor = HostTensor.zeros(feed.type());
          for (long i = 0; i < tensor.type().elementCount(); i++) {
            tensor.set(i, random.nextFloat() - 0.5f);
          }
          feeds.constant(feed.feed(), tensor);
        });
    Executable executable = session.compile(program, options(mode).withPlan(plan));
    return executable.submit(executable.newState(), "all", feeds, 1).await().stacked();
  }

  private static CompileOptions options(MathMode mode) {
    return CompileOptions.DEFAULT.withRun(RunMode.GUARDED).withMath(mode);
  }

  /** The plan with a way of this family for each convolution, or with our own. */
  private static Plan forced(Plan measured, Optional<String> family) {
    List<Plan.Kernel> rows = new ArrayList<>();
    for (Plan.Kernel row : measured.kernels()) {
      if (!row.kernel().startsWith("convolution")) {
        rows.add(row);
        continue;
      }
      List<String> ways = new ArrayList<>(List.of(row.algorithm()));
      row.alternatives().stream()
          .filter(other -> other.nanos() >= 0)
          .forEach(other -> ways.add(other.algorithm()));
      String chosen =
          ways.stream()
              .filter(way ->
                  family.isPresent()
                      ? way.startsWith(family.get() + " ")
                      : !way.startsWith("cudnn"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(family + " is none of " + ways));
      rows.add(
          new Plan.Kernel(row.entry(), row.nodes(), row.kernel(), chosen, row.layout(), List.of()));
    }
    return new Plan(measured.key(), rows);
  }

  @ParameterizedTest
  @CsvSource({
    "TF32, 40, 36, cudnn nhwc",
    "TF32, 33, 1, cudnn graph nhwc",
    "TF32, 1, 33, cudnn graph nhwc",
    "BF16, 40, 36, cudnn nhwc/rounded",
    "BF16, 40, 36, cudnn graph nhwc/bf16",
    "BF16, 1, 33, cudnn graph nhwc/bf16"
  })
  void everyElementComesToItsPlace(MathMode mode, int maps, int filters, String family) {
    Program program = program(maps, filters);
    try (Session session = machine.deviceWithLibraries().open()) {
      Plan measured = session.compile(program, options(mode)).plan();
      Map<String, HostTensor> own = run(session, program, mode, forced(measured, Optional.empty()));
      Map<String, HostTensor> turned =
          run(session, program, mode, forced(measured, Optional.of(family)));
      own.forEach((name, expected) -> {
        for (int i = 0; i < expected.type().elementCount(); i++) {
          assertThat(turned.get(name).getFloat(i))
              .as("%s[%d]", name, i)
              .isCloseTo(expected.getFloat(i), within(3e-5f));
        }
      });
    }
  }
}
