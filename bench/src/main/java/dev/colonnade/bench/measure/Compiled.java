// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.measure;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Executable;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.core.backend.Session;
import dev.colonnade.core.backend.State;
import dev.colonnade.core.graph.Program;

/**
 * A program compiled with a state of its own, and the time that compiling took.
 *
 * @param program what was compiled
 * @param executable as what
 * @param state its variables
 * @param compileNanos in ns, without what the backend did once in the process
 */
record Compiled(Program program, Executable executable, State state, long compileNanos)
    implements AutoCloseable {

  static Compiled of(Session session, Program program, MathMode math) {
    long warmUpBefore = session.warmUpNanos();
    long start = System.nanoTime();
    Executable executable = session.compile(program, CompileOptions.DEFAULT.withMath(math));
    long took = System.nanoTime() - start;
    return new Compiled(
        program,
        executable,
        executable.newState(),
        Math.max(0, took - (session.warmUpNanos() - warmUpBefore)));
  }

  @Override
  public void close() {
    state.close();
    executable.close();
  }
}
