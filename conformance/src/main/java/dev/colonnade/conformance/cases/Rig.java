// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.conformance.cases;

import dev.colonnade.conformance.CaseContext;
import dev.colonnade.conformance.CaseFailure;
import dev.colonnade.conformance.CaseUnsupported;
import dev.colonnade.conformance.judge.Reference;
import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.Feeds;
import dev.colonnade.core.backend.Outputs;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.backend.UnsupportedProgramException;
import dev.colonnade.core.graph.Program;
import dev.colonnade.core.graph.Variable;
import dev.colonnade.core.tensor.HostTensor;
import dev.colonnade.core.transform.Lowering;
import java.util.Map;

/** A program on the device and on the oracle, side by side. */
final class Rig implements AutoCloseable {
  private final Executable executable;
  private final State state;
  private final Reference reference;

  Rig(CaseContext context, Program program) {
    this(context, program, context.compileOptions());
  }

  Rig(CaseContext context, Program program, CompileOptions options) {
    this.executable = compile(context.session(), program, options);
    this.state = executable.newState();
    this.reference = new Reference(program, options.math());
  }

  /**
   * Compiles; a refusal is the backend's right only if it also answers Unsupported for a node.
   *
   * @throws CaseUnsupported if it refuses with reason
   * @throws CaseFailure if it claims every node and refuses nevertheless
   */
  static Executable compile(Session session, Program program, CompileOptions options) {
    try {
      return session.compile(program, options);
    } catch (UnsupportedProgramException e) {
      try {
        Lowering.lower(program, session::support, session.device().id());
      } catch (UnsupportedProgramException agreed) {
        throw new CaseUnsupported(String.join("; ", agreed.nodes()));
      }
      throw new CaseFailure(
          "support() claims every node of the program, but compile() refuses it: " + e.getMessage(),
          e);
    }
  }

  Executable executable() {
    return executable;
  }

  State state() {
    return state;
  }

  /** Overwrites a variable on both sides. */
  void write(Variable variable, HostTensor value) {
    state.write(variable, value);
    reference.write(variable, value);
  }

  /** Runs on both sides and compares all outputs. */
  Outputs submit(String entry, Feeds feeds, int steps) {
    Outputs outputs = executable.submit(state, entry, feeds, steps).await();
    Map<String, Reference.Expected> expected = reference.submit(entry, feeds, steps);
    if (!outputs.stacked().keySet().equals(expected.keySet())) {
      throw new CaseFailure(
          "entry "
              + entry
              + " should return "
              + expected.keySet()
              + "; it returns "
              + outputs.stacked().keySet());
    }
    Explained.compare(
        executable,
        () ->
            expected.forEach((name, wanted) -> wanted.check("output " + name, outputs.get(name))));
    return outputs;
  }

  /** Compares all variables. */
  void checkVariables() {
    Explained.compare(executable, () -> reference.checkVariables(state::read));
  }

  @Override
  public void close() {
    executable.close();
  }
}
