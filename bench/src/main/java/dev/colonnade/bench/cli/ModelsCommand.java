// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.models.notation.LayerTable;
import dev.colonnade.models.notation.NetSpec;
import dev.colonnade.models.notation.NetString;
import dev.colonnade.models.zoo.ModelListing;
import dev.colonnade.models.zoo.Zoo;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Lists the zoo, or describes one net of it, or the net of any string. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "models",
    description = "List the nets of the zoo, or describe one net by its name or string.")
final class ModelsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NET",
      arity = "0..1",
      completionCandidates = Candidates.Nets.class,
      description = "Name in the zoo, or a string such as 1x29x29-20C4-MP2-40C5-MP3-150N-10N.")
  private @Nullable String net;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init") // picocli sets the spec before the command runs.
  ModelsCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(text());
    out.flush();
    return 0;
  }

  private String text() {
    if (net == null) {
      return (json ? ModelListing.json() : ModelListing.text()).stripTrailing();
    }
    if (Zoo.find(net).isPresent()) {
      return (json ? ModelListing.describeJson(net) : ModelListing.describe(net)).stripTrailing();
    }
    NetSpec parsed = NetChoice.of(net).net();
    LayerTable table = LayerTable.of(parsed);
    if (!json) {
      return table.toText().stripTrailing();
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("net", NetString.print(parsed));
    fields.put("weights", table.weights());
    fields.put("macs", table.effectiveMacs());
    fields.put("denseMacs", table.denseMacs());
    fields.put("layers", table.rows());
    return JsonMapper.builder().build().writeValueAsString(fields);
  }
}
