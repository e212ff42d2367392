// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.kernel;

import dev.colonnade.cuda.fusion.ElementwiseProgram;
import dev.colonnade.cuda.fusion.ElementwiseProgram.Definition;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of a kernel for one fused operation: what the interpreter of {@code fused.cu} does, with
 * every value in a register. It takes the same parameters and calls the same functions, so that it
 * gives the same bits; sizes, strides and constants are no part of the text, so that nets share it.
 */
final class FusedSource {
  /** Name of the kernel. */
  static final String KERNEL = "fused_written";

  private static final List<String> READINGS =
      List.of("DENSE_32", "DENSE_8", "STRIDED_32", "STRIDED_8", "UNIFORM_32", "UNIFORM_8");

  private FusedSource() {}

  /**
   * Writes it.
   *
   * @param readings how each operand is read; {@code Reading} of fused.cuh
   * @param bytes of an element of each result
   */
  static String of(ElementwiseProgram program, List<Integer> readings, List<Integer> bytes) {
    StringBuilder text = new StringBuilder();
    text.append("#include \"fused.cuh\"\n\nKERNEL(").append(KERNEL).append(", FusedParams) {\n");
    line(text, 1, "const int64_t size = at.size();");
    line(
        text,
        1,
        "for (int64_t first = at.index(); first < p.count; first += FUSED_TOGETHER * size) {");
    line(text, 2, "int64_t index[FUSED_TOGETHER];");
    each(text, "index[k] = first + k * size < p.count ? first + k * size : first;");
    List<String> names = names(program);
    int loads = 0;
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      switch (program.definitions().get(i)) {
        case Definition.Load load -> {
          line(text, 2, "uint32_t " + name + "[FUSED_TOGETHER];");
          each(
              text,
              name
                  + "[k] = fused_load(p, p.operands["
                  + loads
                  + "], "
                  + READINGS.get(readings.get(loads))
                  + ", index[k]);");
          loads++;
        }
        case Definition.Constant constant -> {}
        case Definition.Call(String function, List<Integer> arguments) -> {
          line(text, 2, "uint32_t " + name + "[FUSED_TOGETHER];");
          each(text, name + "[k] = " + call(program, names, function, arguments) + ";");
        }
      }
    }
    for (int i = 0; i < program.results().size(); i++) {
      each(
          text,
          "if (first + k * size < p.count) fused_store(p.results["
              + i
              + "], "
              + bytes.get(i)
              + ", index[k], "
              + taken(program, names, program.results().get(i))
              + ");");
    }
    return text.append("  }\n}\n").toString();
  }

  private static String call(
      ElementwiseProgram program, List<String> names, String function, List<Integer> arguments) {
    List<String> texts = new ArrayList<>();
    for (int place = 0; place < 3; place++) {
      texts.add(place < arguments.size() ? taken(program, names, arguments.get(place)) : "0u");
    }
    return "fused_" + function + "(" + String.join(", ", texts) + ")";
  }

  private static String taken(ElementwiseProgram program, List<String> names, int value) {
    boolean constant = program.definitions().get(value) instanceof Definition.Constant;
    return names.get(value) + (constant ? "" : "[k]");
  }

  /** Constants are read from the parameters, everything else has a variable. */
  private static List<String> names(ElementwiseProgram program) {
    List<String> names = new ArrayList<>();
    int constants = 0;
    for (Definition definition : program.definitions()) {
      names.add(
          definition instanceof Definition.Constant
              ? "p.constants[" + constants++ + "]"
              : "v" + names.size());
    }
    return names;
  }

  private static void each(StringBuilder text, String statement) {
    line(text, 2, "UNROLL for (int k = 0; k < FUSED_TOGETHER; k++) " + statement);
  }

  private static void line(StringBuilder text, int depth, String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }
}
