// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.models.train.EpochMetrics;
import dev.colonnade.models.train.TrainingListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows a training: a bar for each phase on a terminal, and a line for each epoch everywhere. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
  private static final int REFRESH_MILLIS = 250;

  private final PrintWriter out;
  private final boolean live = Console.errorIsLive();
  private @Nullable ProgressBar bar;
  private String shown = "";

  TrainingProgress(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void preparing(String what) {
    if (live) {
      out.println(what);
      out.flush();
    }
  }

  @Override
  public void progress(Progress progress) {
    if (!live) {
      return;
    }
    String task =
        String.format(
            Locale.ROOT,
            "epoch %d/%d %s",
            progress.epoch(),
            progress.epochs(),
            progress.phase().name().toLowerCase(Locale.ROOT));
    if (bar == null || !task.equals(shown)) {
      close();
      shown = task;
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(progress.total())
              .setStyle(ProgressBarStyle.ASCII)
              // Its own look at the terminal would find the pipe to the parent.
              .setConsumer(new ErrorLine())
              .setUpdateIntervalMillis(REFRESH_MILLIS)
              .clearDisplayOnFinish()
              .hideEta()
              .build();
    }
    bar.stepTo(progress.done());
    bar.setExtraMessage(
        // What is cut off in a narrow terminal stands last.
        progress.remaining().map(left -> " ETA " + text(left) + ",").orElse("")
            + String.format(Locale.ROOT, " %.0f images/s", progress.imagesPerSecond())
            + progress
                .loss()
                .map(loss -> String.format(Locale.ROOT, ", loss %.4f", loss))
                .orElse(""));
  }

  @Override
  public void epochDone(EpochMetrics epoch) {
    close();
    out.println(
        String.format(
            Locale.ROOT,
            "epoch %d: loss %.4f%s%s, rate %.3g, %.0f images/s, %.1f s",
            epoch.epoch(),
            epoch.trainLoss(),
            percent("validation", epoch.validationErrorPercent()),
            percent("test", epoch.testErrorPercent()),
            epoch.learningRate(),
            epoch.imagesPerSecond(),
            epoch.epochSeconds()));
    out.flush();
  }

  @Override
  public void warning(String sentence) {
    close();
    out.println("warning: " + sentence);
    out.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** The line of a bar, which leaves nothing behind: the library's own ends with an empty line. */
  private static final class ErrorLine extends ConsoleProgressBarConsumer {
    ErrorLine() {
      super(System.err, Console.columns() - 1);
    }

    @Override
    public void close() {
      System.err.flush();
    }
  }

  private static String percent(String what, @Nullable Double error) {
    return error == null ? "" : String.format(Locale.ROOT, ", %s error %.2f %%", what, error);
  }

  private static String text(Duration duration) {
    return duration.toHours() > 0
        ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
        : duration.toMinutes() > 0
            ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
            : duration.toSeconds() + " s";
  }
}
