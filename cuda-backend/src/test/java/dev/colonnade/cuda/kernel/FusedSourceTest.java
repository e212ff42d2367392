// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colonnade.core.tensor.TensorType;
import dev.colonnade.cuda.compiler.KernelSources;
import dev.colonnade.cuda.compiler.NvrtcCompiler;
import dev.colonnade.cuda.fusion.ElementwiseProgram;
import dev.colonnade.cuda.fusion.ElementwiseProgram.Definition;
import dev.colonnade.cuda.library.CudaLibrary;
import dev.colonnade.cuda.library.RealLibraries;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The text of kernels written for one fused operation. */
class FusedSourceTest {
  /** Calls of so many functions, each on what came before. */
  private static ElementwiseProgram calls(List<String> functions) {
    List<Definition> definitions = new ArrayList<>();
    definitions.add(new Definition.Load(0, Optional.empty(), TensorType.f32(4)));
    definitions.add(new Definition.Constant(7));
    for (String function : functions) {
      definitions.add(new Definition.Call(function, List.of(definitions.size() - 1, 0, 1)));
    }
    return new ElementwiseProgram(definitions, List.of(definitions.size() - 1));
  }

  @Test
  void everyValueIsAVariableAndConstantsAreParameters() {
    String text = FusedSource.of(calls(List.of("addF32", "tanhF32")), List.of(2), List.of(1));
    assertThat(text)
        .contains("#include \"fused.cuh\"", "KERNEL(fused_written, FusedParams)")
        .contains("v0[k] = fused_load(p, p.operands[0], STRIDED_32, index[k]);")
        .contains("v2[k] = fused_addF32(p.constants[0], v0[k], p.constants[0]);")
        .contains("v3[k] = fused_tanhF32(v2[k], v0[k], p.constants[0]);")
        .contains("fused_store(p.results[0], 1, index[k], v3[k]);");
  }

  /** All functions there are, in one kernel, by the real compiler where there is one. */
  @Test
  void textsCompileForOldNewAndNewestArchitectures() {
    NvrtcCompiler compiler = new NvrtcCompiler(RealLibraries.require(CudaLibrary.NVRTC));
    String text = FusedSource.of(calls(KernelSources.functions()), List.of(0), List.of(4));
    for (int architecture : new TreeSet<>(List.of(80, 90, compiler.architectures().getLast()))) {
      byte[] image =
          compiler.compile(
              "written.cu",
              text,
              KernelSources.headers("written"),
              List.of("--gpu-architecture=sm_" + architecture, "--std=c++17"));
      assertThat(new String(image, StandardCharsets.ISO_8859_1))
          .contains(".text." + FusedSource.KERNEL);
    }
  }
}
