// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.cli;

import dev.colonnade.bench.measure.KernelCase;
import dev.colonnade.bench.peers.Participant;
import dev.colonnade.bench.peers.PeerCase;
import dev.colonnade.bench.peers.PeerDiscovery;
import dev.colonnade.bench.peers.PeerException;
import dev.colonnade.bench.peers.PeerProgram;
import dev.colonnade.bench.peers.PeerTable;
import dev.colonnade.bench.peers.PeersPlan;
import dev.colonnade.bench.peers.PeersRun;
import dev.colonnade.bench.peers.kernel.KernelPlan;
import dev.colonnade.bench.peers.kernel.KernelResult;
import dev.colonnade.bench.peers.kernel.KernelResults;
import dev.colonnade.bench.peers.kernel.KernelTable;
import dev.colonnade.bench.peers.kernel.KernelsRun;
import dev.colonnade.bench.record.BenchmarkRecord;
import dev.colonnade.bench.record.RecordWriter;
import dev.colonnade.bench.scaling.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Times peers beside our devices, after checking that they compute the same. */
@Command(
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    name = "peers",
    sortOptions = false,
    description =
        "Time the training step of PyTorch, or of any program that speaks the peer protocol, beside"
            + " our devices: each in fresh processes, in random order, checked against each other"
            + " first.",
    footer = {"", "docs/peers.md in a checkout states the protocol and how to read the table."})
final class PeersCommand implements Callable<Integer> {
  private static final String RECORDS = "records.jsonl";
  private static final String KERNELS = "kernels.jsonl";

  @ParentCommand private Colonnade colonnade;
  @Spec private CommandSpec spec;
  @Mixin private PeersOptions options;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the records (default: results/peers-TIME).")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print the table and the paths as one JSON object.")
  private boolean json;

  @SuppressWarnings(
      "NullAway.Init") // picocli sets what has no initialiser before the command runs.
  PeersCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check();
    List<PeerCase> cases = options.cases();
    List<KernelCase> kernels = options.kernelCases();
    PrintWriter err = spec.commandLine().getErr();
    Path folder = out != null ? out : Path.of("results", "peers-" + now());
    Path records = folder.resolve(RECORDS);
    if (Files.exists(records)) {
      throw CommandFailure.failed(
          records + " exists already; choose another --out folder, so that no result is lost");
    }
    Path scratch = Files.createTempDirectory("colonnade-peers");
    try {
      List<Participant.Theirs> offered = offered(scratch, err);
      List<Participant.Ours> ours = ours(err);
      List<Participant.Theirs> theirs = options.chosen(offered, ours);
      if (options.ofKernels()) {
        return kernels(folder, scratch, options.kernelPlan(ours, theirs, kernels));
      }
      PeersPlan plan = options.plan(ours, theirs, cases);
      List<BenchmarkRecord> measured;
      try (RecordWriter writer = RecordWriter.open(records);
          JobProgress progress = new JobProgress(err)) {
        measured =
            new PeersRun(plan, scratch.resolve("exchange"), writer, progress).run(options.seed());
      }
      Set<String> ids = ours.stream().map(Participant::id).collect(Collectors.toSet());
      PeerTable table = PeerTable.of(measured, ids);
      print(table.toText(), table.toFields(), table.failures(), records);
      return table.rows().isEmpty() ? 1 : 0;
    } finally {
      remove(scratch);
    }
  }

  private int kernels(Path folder, Path scratch, KernelPlan plan)
      throws IOException, InterruptedException {
    Path results = folder.resolve(KERNELS);
    List<KernelResult> measured;
    try (KernelResults file = KernelResults.create(results);
        JobProgress progress = new JobProgress(spec.commandLine().getErr())) {
      measured =
          new KernelsRun(plan, scratch.resolve("exchange"), file)
              .run(options.seed(), progress::starting);
    }
    KernelTable table = KernelTable.of(measured);
    print(table.toText(), table.toFields(), table.failures(), results);
    return table.rows().isEmpty() ? 1 : 0;
  }

  private List<Participant.Theirs> offered(Path scratch, PrintWriter err)
      throws IOException, InterruptedException {
    PeerDiscovery discovery = new PeerDiscovery(options.timeout());
    List<Participant.Theirs> offered = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (PeerProgram program : options.programs(scratch.resolve("pytorch"))) {
      try {
        List<Participant.Theirs> found = discovery.ask(program);
        found.stream()
            .limit(1)
            .flatMap(peer -> peer.hello().notes().stream())
            .forEach(note -> err.println("note of " + found.getFirst().name() + ": " + note));
        offered.addAll(found);
      } catch (PeerException e) {
        reasons.add("peer " + program.describe() + ": " + e.reason());
      }
    }
    if (offered.isEmpty()) {
      throw CommandFailure.failed("no peer can run here: " + String.join("; ", reasons));
    }
    reasons.forEach(reason -> err.println("not measured: " + reason));
    err.flush();
    return offered;
  }

  private List<Participant.Ours> ours(PrintWriter err) throws InterruptedException {
    // The scalar device is the base line of other studies and no match for a peer.
    List<Target> targets =
        Targets.of(colonnade, options.devices(), id -> !id.startsWith("cpu-scalar:"), err);
    return targets.stream()
        .map(target -> new Participant.Ours(target, colonnade.pluginArguments()))
        .toList();
  }

  private void print(
      String text, List<Map<String, Object>> rows, List<String> failures, Path records) {
    PrintWriter stdout = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("records", records.toString());
      fields.put("rows", rows);
      fields.put("failures", failures);
      stdout.println(JsonMapper.builder().build().writeValueAsString(fields));
    } else {
      stdout.print(text);
      stdout.println("records: " + records.toAbsolutePath());
    }
    stdout.flush();
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String now() {
    return LocalDateTime.now(ZoneId.systemDefault())
        .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
  }
}
