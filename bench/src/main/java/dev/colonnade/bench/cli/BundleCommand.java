// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.bundle.BundleBuilder;
import dev.colonnade.bench.bundle.BundleRequest;
import dev.colonnade.bench.bundle.ClassPathJars;
import dev.colonnade.bench.environment.BuildInfo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Packs this build for machines that have neither JDK nor network. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "bundle",
    sortOptions = false,
    description =
        "Pack this build with a Java runtime into a folder and a .tar.xz that run on an x86-64"
            + " Linux machine with neither JDK nor network.")
final class BundleCommand implements Callable<Integer> {
  /** The first moment that a jar can name, for builds that know no commit. */
  private static final long ZIP_EPOCH = 315_532_800;

  private static final String EPOCH_VARIABLE = "SOURCE_DATE_EPOCH";

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "bundle",
      description = "Folder for both (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Also pack this folder of data sets (default: none; digits are generated).")
  private @Nullable Path data;

  @Option(
      names = "--tornado-sdk",
      paramLabel = "DIR",
      description = "Also pack this TornadoVM SDK.")
  private @Nullable Path tornadoSdk;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets what has no initialiser before the command.
  BundleCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    BundleBuilder.Result result =
        new BundleBuilder(
                request(),
                what -> {
                  err.println(what);
                  err.flush();
                })
            .build(out);
    PrintWriter stdout = spec.commandLine().getOut();
    if (json) {
      stdout.println(JsonMapper.builder().build().writeValueAsString(result));
    } else {
      stdout.printf(
          "folder:  %s, %.1f MB%n", result.folder().toAbsolutePath(), result.folderBytes() / 1e6);
      stdout.printf(
          "archive: %s, %.1f MB%n", result.archive().toAbsolutePath(), result.archiveBytes() / 1e6);
      stdout.println("sha256:  " + result.sha256());
    }
    stdout.flush();
    return 0;
  }

  private BundleRequest request() throws IOException {
    String home = System.getProperty("colonnade.home");
    if (home == null) {
      throw CommandFailure.failed(
          "the checkout is not known, whose licences belong into a bundle; run './colonnade"
              + " bundle'");
    }
    ClassPathJars jars = ClassPathJars.of(System.getProperty("java.class.path"));
    BuildInfo build = BuildInfo.ofThisBuild();
    return new BundleRequest(
        Path.of(home),
        Path.of(System.getProperty("java.home")),
        jars.main(),
        jars.libraries(),
        build.version(),
        build.commit().describe(),
        epoch(),
        Optional.ofNullable(data),
        Optional.ofNullable(tornadoSdk));
  }

  private static long epoch() throws IOException {
    String given = System.getenv(EPOCH_VARIABLE);
    if (given == null || given.isBlank()) {
      return BuildInfo.commitSeconds().orElse(ZIP_EPOCH);
    }
    if (!given.strip().matches("[0-9]{1,11}") || Long.parseLong(given.strip()) < ZIP_EPOCH) {
      throw CommandFailure.usage(
          EPOCH_VARIABLE
              + " is \""
              + given
              + "\" and must be a number of seconds since 1970, from 1980 on");
    }
    return Long.parseLong(given.strip());
  }
}
