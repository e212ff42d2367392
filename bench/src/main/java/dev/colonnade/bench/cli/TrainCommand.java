// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.DataSource;
import dev.colonnade.models.data.Split;
import dev.colonnade.models.data.catalog.DataCatalog;
import dev.colonnade.models.data.catalog.SearchPath;
import dev.colonnade.models.distortion.Distortion;
import dev.colonnade.models.train.Execution;
import dev.colonnade.models.train.SavedTraining;
import dev.colonnade.models.train.StopOnShutdown;
import dev.colonnade.models.train.Trainer;
import dev.colonnade.models.train.TrainingJob;
import dev.colonnade.models.train.TrainingOptions;
import dev.colonnade.models.train.TrainingResult;
import dev.colonnade.models.zoo.LearningRateSchedule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Trains a net, or goes on with a training. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "train",
    sortOptions = false,
    description =
        "Train a net by its recipe; Ctrl-C saves, --resume goes on bit for bit on the same device.")
final class TrainCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  @ParentCommand private Colonnade colonnade;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NET",
      arity = "0..1",
      completionCandidates = Candidates.Nets.class,
      description = "Name in the zoo, or a string such as 1x29x29-20C4-MP2-40C5-MP3-150N-10N.")
  private @Nullable String net;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "mnist, cifar10, digits, or a path (default: the recipe's).")
  private @Nullable String data;

  @Option(names = "--data-dir", paramLabel = "DIR", description = "Look here first for data sets.")
  private @Nullable Path dataDir;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      completionCandidates = Candidates.Devices.class,
      description = "Device to train on (default: cpu:0, or that of the run resumed).")
  private @Nullable String device;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the training set (default: the recipe's).")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images in a step (default: the recipe's; 1 is on-line, as in the papers).")
  private @Nullable Integer batch;

  @Option(
      names = "--rate",
      paramLabel = "RATE",
      description = "Learning rate of the first epoch (default: the recipe's).")
  private @Nullable Double rate;

  @Option(names = "--seed", paramLabel = "SEED", description = "Seed (default: 1).")
  private @Nullable Long seed;

  @Option(names = "--no-distortion", description = "Train on the images as they are.")
  private boolean noDistortion;

  @Option(
      names = "--math",
      paramLabel = "MODE",
      description = "${COMPLETION-CANDIDATES} (default: STRICT_FP32).")
  private @Nullable MathMode math;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Use only the first N training images.")
  private @Nullable Integer limit;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for checkpoints and metrics (default: results/train-NET-TIME).")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Go on with the training in this folder; --epochs may be raised.")
  private @Nullable Path resume;

  @Option(
      names = "--json",
      description = "End with one JSON object on standard output instead of a summary.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets parent and spec before the command runs.
  TrainCommand() {}

  @Override
  public Integer call() throws Exception {
    checkUsage();
    Path folder = resume;
    if (folder != null) {
      RunFile run = RunFile.read(folder);
      return DeviceJvm.run(
          colonnade, device == null ? run.device() : device, found -> goOn(found, folder, run));
    }
    NetChoice choice = NetChoice.of(String.valueOf(net));
    return DeviceJvm.run(
        colonnade, device == null ? "cpu:0" : device, found -> begin(found, choice));
  }

  private void checkUsage() {
    if ((net == null) == (resume == null)) {
      throw CommandFailure.usage(
          "give either a net to train or --resume with the folder of a training");
    }
    if (resume != null
        && (data != null
            || batch != null
            || rate != null
            || seed != null
            || noDistortion
            || limit != null
            || out != null
            || math != null)) {
      throw CommandFailure.usage(
          "--resume goes on with the options the training began with; only --epochs, --device,"
              + " --data-dir and --json go with it");
    }
    positive("--epochs", epochs);
    positive("--batch", batch);
    if (rate != null && !(rate > 0 && Double.isFinite(rate))) {
      throw CommandFailure.usage("--rate must be a number above 0, but was " + rate);
    }
    positive("--limit", limit);
  }

  private static void positive(String option, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw CommandFailure.usage(option + " must be at least 1, but was " + value);
    }
  }

  private int begin(Device found, NetChoice choice) throws IOException {
    String reference =
        data != null
            ? data
            : choice
                .recipe()
                .map(recipe -> recipe.dataSet())
                .orElseThrow(() ->
                    CommandFailure.usage(
                        "a net given as a string has no data set of its own; add --data"));
    TrainingOptions options = options(choice);
    RunFile run =
        new RunFile(
            String.valueOf(net),
            RunFile.lasting(reference),
            dataDir == null ? null : dataDir.toAbsolutePath().normalize().toString(),
            limit == null ? 0 : limit,
            found.id());
    TrainingJob job = job(choice, options, run);
    Path folder = out != null ? out : Path.of("results", "train-" + fileName(choice) + "-" + now());
    if (Files.exists(Trainer.checkpointIn(folder))) {
      throw CommandFailure.failed(
          folder
              + " already holds a training run; resume it with --resume "
              + folder
              + ", or choose another folder");
    }
    return run(found, job, folder, trainer -> trainer.run(() -> write(run, folder)));
  }

  private int goOn(Device found, Path folder, RunFile run) throws IOException {
    if (!Files.exists(Trainer.checkpointIn(folder))) {
      throw CommandFailure.failed(
          "nothing was trained yet in " + folder + "; start again with 'colonnade train'");
    }
    SavedTraining saved = SavedTraining.read(Trainer.checkpointIn(folder));
    TrainingOptions options = saved.options();
    if (epochs != null && epochs < options.epochs()) {
      throw CommandFailure.usage(
          "the training in "
              + folder
              + " is one of "
              + options.epochs()
              + " epochs; --epochs may raise that, not lower it to "
              + epochs);
    }
    if (epochs != null) {
      options = options.withEpochs(epochs);
    }
    NetChoice choice = NetChoice.of(run.net());
    return run(found, job(choice, options, run), folder, Trainer::resume);
  }

  private TrainingOptions options(NetChoice choice) {
    TrainingOptions options = choice.options();
    if (epochs != null) {
      options = options.withEpochs(epochs);
    }
    if (batch != null) {
      options = options.withBatch(batch);
    }
    if (rate != null) {
      LearningRateSchedule schedule = options.rate();
      options =
          options.withRate(
              new LearningRateSchedule(rate, schedule.factor(), Math.min(rate, schedule.floor())));
    }
    if (seed != null) {
      options = options.withSeed(seed);
    }
    if (noDistortion) {
      options = options.withDistortion(Distortion.NONE);
    }
    return math == null ? options : options.withCompile(CompileOptions.DEFAULT.withMath(math));
  }

  private TrainingJob job(NetChoice choice, TrainingOptions options, RunFile run) {
    Path folder = dataDir != null ? dataDir : run.dataDir() == null ? null : Path.of(run.dataDir());
    DataSource source =
        new DataCatalog(SearchPath.standard(folder)).open(run.data(), choice.geometry());
    DataSet train = source.load(Split.TRAIN);
    if (run.limit() > 0 && run.limit() < train.size()) {
      train = train.first(run.limit());
    }
    Optional<DataSet> test =
        source.splits().contains(Split.TEST)
            ? Optional.of(source.load(Split.TEST))
            : Optional.empty();
    return new TrainingJob(choice.name(), choice.net(), options, train, test);
  }

  private static void write(RunFile run, Path folder) {
    try {
      run.write(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int run(
      Device found, TrainingJob job, Path folder, Function<Trainer, TrainingResult> action) {
    TrainingProgress progress = new TrainingProgress(spec.commandLine().getErr());
    Trainer trainer = new Trainer(found, job, Execution.DEFAULT, folder, progress);
    // Printed while the hook still holds the JVM back: after a signal nothing runs behind this.
    try (StopOnShutdown stop = new StopOnShutdown(trainer, PATIENCE);
        progress) {
      TrainingResult result = action.apply(trainer);
      progress.close();
      print(result, folder);
      return result.stopped() == TrainingResult.Stopped.INTERRUPTED ? 1 : 0;
    }
  }

  private void print(TrainingResult result, Path folder) {
    PrintWriter stdout = spec.commandLine().getOut();
    stdout.println(json ? result.toJson() : summary(result, folder));
    stdout.flush();
  }

  private static String summary(TrainingResult result, Path folder) {
    String error =
        result.testErrorPercent() == null
            ? "no test set"
            : String.format(Locale.ROOT, "%.2f %% test error", result.testErrorPercent());
    String state =
        result.stopped() == TrainingResult.Stopped.INTERRUPTED
            ? "stopped early, resume with: colonnade train --resume " + folder
            : "checkpoint and metrics in " + folder;
    return String.format(
        Locale.ROOT,
        "%s on %s: %s after %d %s, %.0f images/s; %s",
        result.net(),
        result.device(),
        error,
        result.epochs(),
        result.epochs() == 1 ? "epoch" : "epochs",
        result.imagesPerSecond(),
        state);
  }

  private static String fileName(NetChoice choice) {
    return choice.name().replaceAll("[^A-Za-z0-9._-]", "_");
  }

  private static String now() {
    return LocalDateTime.now(ZoneId.systemDefault())
        .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
  }
}
