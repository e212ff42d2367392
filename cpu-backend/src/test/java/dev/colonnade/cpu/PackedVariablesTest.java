// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Plan;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.cpu.instruction.vector.VectorKernels;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters kept in panels, and steps taken with their gradients: nobody outside sees either. */
final class PackedVariablesTest {
  private static Map<String, HostTensor> trained(Device device, int batch, int steps) {
    Program program = SmallNet.program(batch);
    try (Session session = device.open();
        Executable executable = session.compile(program, CompileOptions.DEFAULT);
        State state = SmallNet.state(executable, 5)) {
      if (steps > 0) {
        executable.submit(state, "train", SmallNet.feeds(batch, steps), steps).await();
      }
      Map<String, HostTensor> values = new LinkedHashMap<>();
      for (Variable variable : program.variables().values()) {
        values.put(variable.name(), state.read(variable));
      }
      return values;
    }
  }

  @Test
  void whatIsWrittenIsRead() {
    Map<String, HostTensor> packed = trained(TestDevices.vector(1), 1, 0);
    trained(TestDevices.plain(), 1, 0)
        .forEach((name, value) ->
            assertThat(packed.get(name).segment().mismatch(value.segment()))
                .as(name)
                .isEqualTo(-1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 32})
  void aStepChangesThemAsPlainLoopsDo(int batch) {
    Map<String, HostTensor> wanted = trained(TestDevices.plain(), batch, 2);
    Map<String, HostTensor> own = trained(TestDevices.vector(2), batch, 2);
    Map<String, HostTensor> before = trained(TestDevices.plain(), batch, 0);
    wanted.forEach((name, value) -> {
      double change = 0;
      double error = 0;
      for (long i = 0; i < value.type().elementCount(); i++) {
        change += Math.pow(value.getDouble(i) - before.get(name).getDouble(i), 2);
        error += Math.pow(value.getDouble(i) - own.get(name).getDouble(i), 2);
      }
      assertThat(error).as(name).isLessThanOrEqualTo(1e-6 * change);
    });
  }

  @Test
  void aStepIsTakenWithItsGradient() {
    try (Session session = TestDevices.vector(1).open();
        Executable executable = session.compile(SmallNet.program(1), CompileOptions.DEFAULT)) {
      assertThat(executable.plan().kernels())
          .extracting(Plan.Kernel::kernel)
          .contains("filterStep", "matMulStep")
          .doesNotContain("packFilter", "unpackFilter");
    }
  }

  @Test
  void aLayoutThatThereIsNotIsRefused() {
    System.setProperty(VectorKernels.LAYOUT_PROPERTY, "hwcn");
    try (Session session = TestDevices.vector(1).open()) {
      assertThatThrownBy(() -> session.compile(SmallNet.program(1), CompileOptions.DEFAULT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected one of [nchw, nhwc, ");
    } finally {
      System.clearProperty(VectorKernels.LAYOUT_PROPERTY);
    }
  }
}
