// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.core.runtime.BackendRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The top-level command: options that all commands share. */
@Command(
    name = "colonnade",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    synopsisSubcommandLabel = "COMMAND",
    sortOptions = false,
    header =
        "One graph, many backends: the scaling results of DanNet, reproduced on the devices at"
            + " hand.",
    subcommands = {
      ScalingCommand.class,
      PeersCommand.class,
      TrainCommand.class,
      EvalCommand.class,
      DevicesCommand.class,
      ModelsCommand.class,
      DataCommand.class,
      ConformanceCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      ResultsCommand.class,
      GpuCheckCommand.class,
      BundleCommand.class,
      ProbeCommand.class,
      MeasureCommand.class,
      PeerDeviceCommand.class,
      CheckStepCommand.class,
      GenerateCompletion.class,
      HelpCommand.class
    },
    footer = {
      "",
      "'./colonnade jmh' in a checkout times single operations with JMH.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage.",
      "Environment: COLONNADE_JAVA_OPTS (options for every JVM), COLONNADE_DATA (where data"
          + " lies), NO_COLOR."
    })
final class Colonnade implements Callable<Integer> {
  private final List<String> arguments;

  @Spec private CommandSpec spec;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean verbose;

  @Option(
      names = "--plugin",
      paramLabel = "JAR",
      scope = ScopeType.INHERIT,
      description = "Also load the backends in this jar or folder of jars; may be repeated.")
  private List<Path> plugins = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // picocli sets the spec before any command runs.
  Colonnade(List<String> arguments) {
    this.arguments = List.copyOf(arguments);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr(), Main.ansi(Console.errorHasColour()));
    return 2;
  }

  /** The arguments of this process, for handing them to a child JVM. */
  List<String> arguments() {
    return arguments;
  }

  /** Whether errors are shown with their stack trace. */
  boolean verbose() {
    return verbose;
  }

  /** Arguments that make a child see the same backends. */
  List<String> pluginArguments() {
    return plugins.stream().flatMap(plugin -> Stream.of("--plugin", plugin.toString())).toList();
  }

  /** The backends on the class path, in the plugins folder and in the jars named. */
  BackendRegistry registry() {
    List<Path> all = new ArrayList<>();
    String home = System.getProperty("colonnade.home");
    if (home != null) {
      all.add(Path.of(home, "plugins"));
    }
    all.addAll(plugins);
    return BackendRegistry.discover(all);
  }
}
