// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.cuda.execute;

import dev.colonnade.core.graph.Graph;
import dev.colonnade.core.runtime.flow.Buffer;
import dev.colonnade.core.tensor.DType;
import dev.colonnade.cuda.compile.EntryPlan;
import dev.colonnade.cuda.compile.Step;
import dev.colonnade.cuda.kernel.Instruction;
import dev.colonnade.cuda.kernel.KernelLibrary;
import dev.colonnade.cuda.kernel.Launch;
import dev.colonnade.cuda.kernel.SteppingKernels;
import dev.colonnade.cuda.kernel.Tasks;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A planned entry with what fetches its feeds and stores its outputs; not bound to a state yet. */
final class CompiledEntry {
  /**
   * A step with all its instructions.
   *
   * @param step as planned
   * @param instructions of it; for an output what stores it
   */
  record Work(Step step, List<Instruction> instructions) {}

  private final EntryPlan plan;
  private final int multiprocessors;
  private final StagedTransfers transfers;
  private final List<Launch> fetch;
  private final List<Work> work = new ArrayList<>();
  private final Launch advance;

  /**
   * An entry.
   *
   * @param control device address of the header and table that its kernels read
   * @param multiprocessors of the device
   */
  CompiledEntry(EntryPlan plan, KernelLibrary library, long control, int multiprocessors) {
    this.plan = plan;
    this.multiprocessors = multiprocessors;
    transfers = new StagedTransfers(plan);
    SteppingKernels stepping = new SteppingKernels(library, control, StagedTransfers.HEADER_BYTES);
    List<SteppingKernels.Transfer> feeds = new ArrayList<>();
    for (StagedTransfers.Feed feed : transfers.feeds()) {
      feeds.add(new SteppingKernels.Transfer(feed.buffer(), feeds.size(), feed.bytes()));
    }
    fetch = stepping.fetch(feeds);
    for (Step step : plan.steps()) {
      work.add(new Work(step, instructions(step, stepping)));
    }
    advance = stepping.advance();
  }

  private List<Instruction> instructions(Step step, SteppingKernels stepping) {
    Optional<SteppingKernels.Transfer> indices = fedIndices(step);
    if (indices.isPresent()) {
      return List.of(
          stepping.gather(
              multiprocessors, step.reads().get(0), indices.get(), step.writes().get(0)));
    }
    if (!StagedTransfers.isOutput(step)) {
      return step.instructions();
    }
    StagedTransfers.Output output =
        transfers.outputs().stream()
            .filter(each -> each.returned() == step.writes().get(0))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(step + " returns no output"));
    return List.copyOf(
        stepping.store(
            List.of(
                new SteppingKernels.Transfer(
                    output.source(), transfers.place(output), output.bytes()))));
  }

  /** The feed that a step gathers rows by, if it does; it is then read from staging memory. */
  private Optional<SteppingKernels.Transfer> fedIndices(Step step) {
    if (!step.kernel().kernel().startsWith("gather_rows")) {
      return Optional.empty();
    }
    List<StagedTransfers.Feed> feeds = transfers.feeds();
    for (int place = 0; place < feeds.size(); place++) {
      if (feeds.get(place).buffer() == step.reads().get(1)) {
        return Optional.of(
            new SteppingKernels.Transfer(
                feeds.get(place).buffer(), place, feeds.get(place).bytes()));
      }
    }
    return Optional.empty();
  }

  EntryPlan plan() {
    return plan;
  }

  Graph graph() {
    return plan.graph();
  }

  StagedTransfers transfers() {
    return transfers;
  }

  /**
   * The step as tasks of the persistent kernel, or empty if it holds something that is none.
   *
   * @param kernels names of the kernels that can be tasks
   */
  Optional<Tasks> tasks(List<String> kernels, Tasks.Overlap overlaps) {
    // Stands for the control block: fetching and storing read the step's number, advancing
    // changes it.
    Buffer control =
        new Buffer(-1, DType.U8, StagedTransfers.HEADER_BYTES, "control block", Buffer.SCRATCH);
    List<Tasks.Access> launches = new ArrayList<>();
    for (Launch launch : fetch) {
      launches.add(
          new Tasks.Access(launch, Set.of(control), new HashSet<>(plan.feeds().values()), 0));
    }
    for (Work each : work) {
      Set<Buffer> reads = new HashSet<>(each.step.reads());
      Set<Buffer> writes = new HashSet<>(each.step.workspaces());
      if (fedIndices(each.step).isPresent()) {
        reads.remove(each.step.reads().get(1));
        reads.add(control);
      }
      if (StagedTransfers.isOutput(each.step)) {
        reads.add(control);
      } else {
        writes.addAll(each.step.writes());
      }
      // A product's second launch, which joins its parts, multiplies nothing.
      long macs = each.step.macs();
      for (Instruction instruction : each.instructions) {
        if (!(instruction instanceof Launch launch)) {
          return Optional.empty();
        }
        launches.add(new Tasks.Access(launch, reads, writes, macs));
        macs = 0;
      }
    }
    launches.add(new Tasks.Access(advance, Set.of(), Set.of(control), 0));
    return Tasks.of(
        kernels, launches, (a, b) -> a == b || (a != control && b != control && overlaps.of(a, b)));
  }

  /** What comes before the first kernel of a step. */
  List<Launch> fetch() {
    return fetch;
  }

  /** The kernels of a step, in order. */
  List<Work> work() {
    return work;
  }

  /** What comes behind the last kernel of a step. */
  Launch advance() {
    return advance;
  }
}
