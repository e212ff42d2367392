// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.PlanSource;
import dev.colonnade.core.backend.RunMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.runtime.PlanCache;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cuda.device.CudaDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measured once for a program, a device and its libraries: the next process follows the plan. */
class KeptPlanTest {
  @TempDir Path folder;
  private CudaDevice device;

  @BeforeEach
  void findMachine() {
    Assumptions.assumeTrue(EmulatedMachine.find().isPresent(), EmulatedMachine.missing());
    device = EmulatedMachine.find().orElseThrow().deviceWithLibraries(new PlanCache(folder));
  }

  private static Program product(int size) {
    GraphBuilder b = new GraphBuilder("product");
    var x = b.feed("x", TensorType.f32(size, size));
    b.output("y", b.matMul(x, x));
    return Program.of(b.build());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void theNextSessionFollowsThePlanAndKeepsWhatSpokeForIt() throws IOException {
    try (Session first = device.open();
        Session second = device.open()) {
      Executable made = first.compile(product(16), CompileOptions.DEFAULT);
      assertThat(made.planSource()).isEqualTo(PlanSource.MADE);
      assertThat(made.plan().kernels().get(0).alternatives()).isNotEmpty();
      assertThat(files()).hasSize(1);

      Executable kept = second.compile(product(16), CompileOptions.DEFAULT);
      assertThat(kept.planSource()).isEqualTo(PlanSource.CACHED);
      // Times of alternatives would differ if they had been taken again.
      assertThat(kept.plan()).isEqualTo(made.plan());
      assertThat(kept.options().plan()).isEmpty();

      Executable given = second.compile(product(16), CompileOptions.DEFAULT.withPlan(made.plan()));
      assertThat(given.planSource()).isEqualTo(PlanSource.GIVEN);
    }
  }

  @Test
  void anotherShapeOrModeIsMeasuredAnew() throws IOException {
    try (Session session = device.open()) {
      session.compile(product(16), CompileOptions.DEFAULT);
      assertThat(session.compile(product(17), CompileOptions.DEFAULT).planSource())
          .isEqualTo(PlanSource.MADE);
      CompileOptions tf32 = CompileOptions.DEFAULT.withMath(MathMode.TF32);
      assertThat(session.compile(product(16), tf32).planSource()).isEqualTo(PlanSource.MADE);
      assertThat(files()).hasSize(3);
    }
  }

  @Test
  void guardedAndProfiledRunsLeaveNoPlan() throws IOException {
    try (Session session = device.open()) {
      for (RunMode mode : List.of(RunMode.GUARDED, RunMode.PROFILED)) {
        session.compile(product(16), CompileOptions.DEFAULT.withRun(mode));
      }
      assertThat(folder).isEmptyDirectory();
      session.compile(product(16), CompileOptions.DEFAULT);
      assertThat(
              session
                  .compile(product(16), CompileOptions.DEFAULT.withRun(RunMode.GUARDED))
                  .planSource())
          .isEqualTo(PlanSource.MADE);
      assertThat(
              session
                  .compile(product(16), CompileOptions.DEFAULT.withRun(RunMode.PROFILED))
                  .planSource())
          .isEqualTo(PlanSource.CACHED);
    }
  }
}
