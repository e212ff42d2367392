// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.emulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.BackendException;
import dev.colonnade.core.backend.BackendProvider;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.GraphBuilder;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cuda.blas.Blas;
import dev.colonnade.cuda.blas.MatMulProblem;
import dev.colonnade.cuda.driver.Context;
import dev.colonnade.cuda.kernel.Libraries;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of libraries in recorded steps: made once before, and what goes wrong is told. */
class RecordedLibrariesTest {
  private static final Variable W = new Variable("w", TensorType.f32(4, 4));

  private EmulatedMachine machine;
  private int calls;

  @BeforeEach
  void findMachine() {
    Assumptions.assumeTrue(EmulatedMachine.find().isPresent(), EmulatedMachine.missing());
    machine = EmulatedMachine.find().orElseThrow();
    System.setProperty(BackendProvider.ONLY, "cuda/cublas");
  }

  @AfterEach
  void takeAll() {
    System.clearProperty(BackendProvider.ONLY);
  }

  /** A library whose first call waits for the device, which no recording allows. */
  private final class LazyBlas implements Blas {
    private static final byte PATTERN = 0x3F;

    private final Context context;
    private final int refused;

    LazyBlas(Context context, int refused) {
      this.context = context;
      this.refused = refused;
    }

    @Override
    public String version() {
      return "lazy";
    }

    @Override
    public void setWorkspace(long address, long bytes) {}

    @Override
    public void gemm(MatMulProblem problem, long a, long b, long c, long stream) {
      calls++;
      if (calls == refused) {
        throw new BackendException("the library refuses call " + calls);
      }
      if (calls == 1) {
        context.synchronize(stream);
      }
      context.fill(c, PATTERN, 4L * problem.m() * problem.n(), stream);
    }

    @Override
    public void close() {}
  }

  private Session session(int refused) {
    return machine
        .deviceWithLibraries(
            context ->
                new Libraries(
                    Optional.of(new LazyBlas(context, refused)),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()),
            Optional.empty())
        .open();
  }

  private static Program squaring() {
    GraphBuilder b = new GraphBuilder("run");
    b.assign(W, b.matMul(b.read(W), b.read(W)));
    return Program.of(b.build());
  }

  @Test
  void aLibrarysFirstCallIsNotRecordedAndLeavesNoTrace() {
    try (Session session = session(0)) {
      Executable executable = session.compile(squaring(), CompileOptions.DEFAULT);
      assertThat(executable.plan().kernels().getFirst().algorithm()).isEqualTo("cublas");
      State state = executable.newState();
      assertThat(calls).as("once to warm up, once recorded").isEqualTo(2);
      assertThat(state.read(W).toFloatArray()).containsOnly(0f);
      executable.newState();
      assertThat(calls).isEqualTo(3);
      executable.submit(state, "run", Feeds.NONE, 5).await();
      assertThat(calls).isEqualTo(3);
      assertThat(state.read(W).toFloatArray()).doesNotContain(0f);
    }
  }

  @Test
  void whatFailsWhileRecordingIsToldAndTheSessionGoesOn() {
    try (Session session = session(2)) {
      Executable executable = session.compile(squaring(), CompileOptions.DEFAULT);
      assertThatThrownBy(executable::newState)
          .isInstanceOf(BackendException.class)
          .hasMessage("the library refuses call 2");
      State state = executable.newState();
      executable.submit(state, "run", Feeds.NONE, 1).await();
      assertThat(state.read(W).toFloatArray()).doesNotContain(0f);
    }
  }
}
