// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.FailureRecord;
import dev.colonnade.bench.scaling.ScalingListener;
import java.io.PrintWriter;

/** One line that is rewritten on a terminal; elsewhere a line for each job. */
final class JobProgress implements ScalingListener, AutoCloseable {
  private final PrintWriter out;
  private final boolean live = Console.errorIsLive();

  JobProgress(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void starting(int job, int jobs, String what) {
    String line = "[" + (job + 1) + "/" + jobs + "] " + what;
    if (live) {
      out.print(Console.clearedLine() + Console.fitted(line));
    } else {
      out.println(line);
    }
    out.flush();
  }

  @Override
  public void recorded(BenchmarkRecord record) {
    if (record instanceof FailureRecord failure) {
      out.println(
          (live ? Console.clearedLine() : "")
              + failure.device().id()
              + ", "
              + failure.net().describe()
              + ": "
              + failure.failure().key()
              + ", "
              + failure.reason());
      out.flush();
    }
  }

  @Override
  public void close() {
    if (live) {
      out.print(Console.clearedLine());
      out.flush();
    }
  }
}
