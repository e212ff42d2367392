// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.models.data.catalog.DataCatalog;
import dev.colonnade.models.data.catalog.DataStatus;
import dev.colonnade.models.data.catalog.SearchPath;
import dev.colonnade.models.data.fetch.DataFetcher;
import dev.colonnade.models.data.fetch.FetchListener;
import dev.colonnade.models.data.fetch.FetchSettings;
import dev.colonnade.models.data.fetch.RemoteFile;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Data sets: what is known, where it lies, what is missing; and downloading it. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "data",
    description = "List the known data sets: where each lies, what is missing, how to get it.",
    subcommands = DataCommand.Fetch.class)
final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--data-dir", paramLabel = "DIR", description = "Look here first for data sets.")
  private @Nullable Path dataDir;

  @Option(names = "--json", description = "Print one JSON array.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec before the command runs.
  DataCommand() {}

  @Override
  public Integer call() {
    List<DataStatus> status = new DataCatalog(SearchPath.standard(dataDir)).status();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          JsonMapper.builder()
              .build()
              .writeValueAsString(status.stream().map(DataCommand::fields).toList()));
    } else {
      status.forEach(one -> print(out, one));
    }
    out.flush();
    return 0;
  }

  private static Map<String, Object> fields(DataStatus status) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", status.name());
    fields.put("description", status.description());
    fields.put("state", status.state().name().toLowerCase(Locale.ROOT));
    fields.put("location", status.location() == null ? "" : status.location().toString());
    fields.put("missing", status.missing());
    fields.put("note", status.note());
    fields.put(
        "searched", status.searched().stream().map(place -> place.folder().toString()).toList());
    fields.put("command", status.command());
    return fields;
  }

  private static void print(PrintWriter out, DataStatus status) {
    out.println(
        Console.bold(status.name())
            + "  "
            + status.state().name().toLowerCase(Locale.ROOT)
            + ": "
            + status.description());
    if (status.location() != null) {
      out.println("    in " + status.location());
    }
    if (!status.note().isEmpty()) {
      out.println("    note: " + status.note());
    }
    if (!status.missing().isEmpty()) {
      out.println("    missing: " + String.join(", ", status.missing()));
    }
    if (status.location() == null && !status.searched().isEmpty()) {
      out.println("    looked in:");
      status
          .searched()
          .forEach(place -> out.println("      " + place.folder() + " (" + place.because() + ")"));
    }
    if (!status.command().isEmpty()) {
      out.println("    to get it: " + status.command());
    }
  }

  /** Downloads a data set from its official places. */
  @Command(
      mixinStandardHelpOptions = true,
      versionProvider = VersionText.class,
      name = "fetch",
      description =
          "Download a data set from its official places, check it, continue a broken download.")
  static final class Fetch implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "mnist or cifar10.")
    private String name;

    @Option(
        names = "--data-dir",
        paramLabel = "DIR",
        description = "Download into a folder of this one.")
    private @Nullable Path dataDir;

    @SuppressWarnings("NullAway.Init") // picocli sets both before the command runs.
    Fetch() {}

    @Override
    public Integer call() {
      if (!DataCatalog.names().contains(name)) {
        throw CommandFailure.usage(
            "there is no data set " + name + " to fetch; choose mnist or cifar10");
      }
      PrintWriter err = spec.commandLine().getErr();
      DataCatalog catalog = new DataCatalog(SearchPath.standard(dataDir));
      Path folder = catalog.fetch(name, new DataFetcher(FetchSettings.DEFAULT, new Progress(err)));
      spec.commandLine().getOut().println(name + " lies in " + folder);
      spec.commandLine().getOut().flush();
      return 0;
    }
  }

  /** What a download does, a line for each event; on a terminal also a percentage. */
  private static final class Progress implements FetchListener {
    private static final long PERCENT = 100;
    private final PrintWriter out;
    private final boolean live = Console.errorIsLive();
    private long shown = -1;

    Progress(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void alreadyThere(RemoteFile file, Path path) {
      line(path + " is there already");
    }

    @Override
    public void started(RemoteFile file, URI address, long from) {
      shown = -1;
      line((from > 0 ? "continuing " : "fetching ") + file.name() + " from " + address.getHost());
    }

    @Override
    public void progress(RemoteFile file, long done) {
      long percent = PERCENT * done / Math.max(1, file.size());
      if (live && percent != shown) {
        shown = percent;
        out.print(Console.clearedLine() + Console.fitted(file.name() + " " + percent + " %"));
        out.flush();
      }
    }

    @Override
    public void retrying(RemoteFile file, URI address, String reason, Duration delay) {
      line(reason + "; trying again in " + delay.toMillis() + " ms");
    }

    @Override
    public void givenUp(RemoteFile file, URI address, String reason) {
      line(reason);
    }

    @Override
    public void finished(RemoteFile file, Path path) {
      line(path + " is whole and checked");
    }

    private void line(String text) {
      out.println((live ? Console.clearedLine() : "") + text);
      out.flush();
    }
  }
}
