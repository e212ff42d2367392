// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.measure.MeasureTask;
import dev.colonnade.bench.measure.Measuring;
import dev.colonnade.bench.measure.Progress;
import dev.colonnade.bench.process.ParentWatch;
import dev.colonnade.bench.record.RecordJson;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Run in a child JVM by {@code scaling}: reads one task, writes one record on each line. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "measure-points",
    hidden = true,
    description = "Measure the points of one task, given as JSON on standard input.")
final class MeasureCommand implements Callable<Integer> {
  @ParentCommand private Colonnade colonnade;

  @SuppressWarnings("NullAway.Init") // picocli sets the parent before the command runs.
  MeasureCommand() {}

  @Override
  public Integer call() throws IOException {
    MeasureTask task = task(ParentWatch.firstLine());
    ParentWatch.start();
    print(new Progress(Progress.Phase.OPENING, Progress.NO_POINT).toLine());
    new Measuring(
            task,
            colonnade.registry().device(task.device()),
            record -> print(RecordJson.toLine(record)),
            progress -> print(progress.toLine()))
        .run();
    return 0;
  }

  /** At once: the parent learns from it what this process was at when it died. */
  private static void print(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static MeasureTask task(String line) {
    try {
      return JsonMapper.builder().build().readValue(line, MeasureTask.class);
    } catch (JacksonException e) {
      throw CommandFailure.usage(
          "standard input does not hold a measuring task: "
              + e.getOriginalMessage()
              + "; this command is run by 'colonnade scaling'");
    }
  }
}
