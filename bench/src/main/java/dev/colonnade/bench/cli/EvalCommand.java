// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.core.backend.CompileOptions;
import dev.colonnade.core.backend.Device;
import dev.colonnade.core.backend.MathMode;
import dev.colonnade.models.data.DataSet;
import dev.colonnade.models.data.Split;
import dev.colonnade.models.data.catalog.DataCatalog;
import dev.colonnade.models.data.catalog.SearchPath;
import dev.colonnade.models.train.Evaluator;
import dev.colonnade.models.train.SavedTraining;
import dev.colonnade.models.train.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Counts the errors of a trained net. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "eval",
    description = "Count the errors of a checkpoint on a data set.")
final class EvalCommand implements Callable<Integer> {
  @ParentCommand private Colonnade colonnade;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "Folder of a training, or a checkpoint file in it.")
  private Path run;

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "Data set (default: the one it was trained on).")
  private @Nullable String data;

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      defaultValue = "test",
      description = "train or test (default: ${DEFAULT-VALUE}).")
  private String split;

  @Option(names = "--data-dir", paramLabel = "DIR", description = "Look here first for data sets.")
  private @Nullable Path dataDir;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      completionCandidates = Candidates.Devices.class,
      description = "Device (default: the one it was trained on).")
  private @Nullable String device;

  @Option(
      names = "--math",
      paramLabel = "MODE",
      description = "${COMPLETION-CANDIDATES} (default: the mode it was trained in).")
  private @Nullable MathMode math;

  @Option(
      names = "--best",
      description = "Use the epoch with the smallest validation error, not the last one.")
  private boolean best;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings(
      "NullAway.Init") // picocli sets what has no initialiser before the command runs.
  EvalCommand() {}

  @Override
  public Integer call() throws Exception {
    Split wanted = Split.parse(split);
    if (!Files.exists(run)) {
      throw CommandFailure.failed(
          run + " does not exist; give the --out folder of a 'colonnade train', or a file in it");
    }
    Path folder = Files.isDirectory(run) ? run : parent(run);
    Path file =
        !Files.isDirectory(run)
            ? run
            : best ? Trainer.bestIn(folder) : Trainer.checkpointIn(folder);
    RunFile asked = RunFile.read(folder);
    return DeviceJvm.run(
        colonnade,
        device == null ? asked.device() : device,
        found -> evaluate(found, file, asked, wanted));
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of(".") : parent;
  }

  private int evaluate(Device found, Path file, RunFile asked, Split wanted) throws IOException {
    SavedTraining saved = SavedTraining.read(file);
    Path folder =
        dataDir != null ? dataDir : asked.dataDir() == null ? null : Path.of(asked.dataDir());
    DataSet set =
        new DataCatalog(SearchPath.standard(folder))
            .open(data == null ? asked.data() : data, NetChoice.of(asked.net()).geometry())
            .load(wanted);
    CompileOptions trained = saved.options().compile();
    Evaluator.Result result =
        Evaluator.evaluate(found, saved, set, math == null ? trained : trained.withMath(math));
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        json
            ? result.toJson()
            : String.format(
                Locale.ROOT,
                "%s after %d epochs, %s on %s in %s: %d of %d wrong, %.2f %% error, mean loss %.4f,"
                    + " %.0f images/s",
                result.net(),
                result.epochs(),
                result.data(),
                result.device(),
                result.mathMode(),
                result.wrong(),
                result.examples(),
                result.errorPercent(),
                result.meanLoss(),
                result.imagesPerSecond()));
    out.flush();
    return 0;
  }
}
