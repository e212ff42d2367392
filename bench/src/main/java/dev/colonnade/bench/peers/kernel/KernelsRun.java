// Copyright 2026 The Colonnade Authors
// SPDX-License-Identifier: Apache-2.0

package dev.colonnade.bench.peers.kernel;

import dev.colonnade.bench.measure.KernelCase;
import dev.colonnade.bench.peers.Participant;
import dev.colonnade.bench.peers.PeerException;
import dev.colonnade.bench.peers.PeerSession;
import dev.colonnade.bench.protocol.PeerReply;
import dev.colonnade.bench.record.FailureRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs a comparison of operations and writes each result as it arrives. */
public final class KernelsRun {
  /**
   * NMSE above which a result counts as another one, before anything is timed. Sums in another
   * order differ by 1e-12 and less, one wrong element of a million by 1e-6.
   */
  static final double WRONG = 1e-10;

  private final KernelPlan plan;
  private final Path scratch;
  private final KernelResults file;
  private final Map<String, KernelFiles> operands = new HashMap<>();
  private final Map<String, float[]> wanted = new HashMap<>();
  private final Set<String> settled = new HashSet<>();

  /**
   * Prepares a run.
   *
   * @param scratch a folder for the files that are exchanged
   * @param file takes each result
   */
  public KernelsRun(KernelPlan plan, Path scratch, KernelResults file) {
    this.plan = plan;
    this.scratch = scratch;
    this.file = file;
  }

  /** Hears of progress. */
  public interface Listener {
    /** About to start step {@code index} of {@code count}. */
    void starting(int index, int count, String what);
  }

  /**
   * Measures everything.
   *
   * @param seed of the order
   * @return all results, failures included
   */
  public List<KernelResult> run(long seed, Listener listener)
      throws IOException, InterruptedException {
    List<KernelPlan.Step> steps = plan.schedule(seed);
    List<KernelResult> results = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      KernelPlan.Step step = steps.get(i);
      if (settled.contains(key(step))) {
        continue;
      }
      listener.starting(i, steps.size(), step.job().describe() + ", " + step.kernel().text());
      KernelResult result = attempt(step);
      file.append(result);
      results.add(result);
    }
    return List.copyOf(results);
  }

  private KernelResult attempt(KernelPlan.Step step) throws IOException, InterruptedException {
    Instant started = Instant.now();
    try {
      return measure(step, started);
    } catch (PeerException e) {
      if (e.kind() != FailureRecord.Kind.CRASHED && e.kind() != FailureRecord.Kind.OUT_OF_MEMORY) {
        // The next process would come to the same.
        settled.add(key(step));
      }
      return file.failure(step, plan.math(), started, e.kind(), e.reason());
    }
  }

  private static String key(KernelPlan.Step step) {
    return step.job().who().id() + "," + step.job().threads() + "," + step.kernel().text();
  }

  private KernelResult measure(KernelPlan.Step step, Instant started)
      throws PeerException, IOException, InterruptedException {
    Participant who = step.job().who();
    KernelFiles files = files(step.kernel());
    float[] expected = wanted(files);
    try (PeerSession session = start(who, step.job().threads())) {
      PeerReply.KernelPrepared prepared = prepare(session, files, who, step.job().threads());
      double error = difference(compute(session, files), expected);
      if (!(error <= WRONG)) {
        throw new PeerException(
            FailureRecord.Kind.WRONG_RESULT,
            String.format(
                Locale.ROOT,
                "its result differs from that of %s by an NMSE of %.2g, above the %.0e allowed",
                plan.ours().getFirst().id(),
                error,
                WRONG));
      }
      PeerReply.Timed timed = session.time(plan.time());
      session.bye();
      return file.measured(step, plan.math(), started, prepared, error, timed);
    }
  }

  private PeerSession start(Participant who, @Nullable Integer threads)
      throws PeerException, InterruptedException {
    PeerSession session = PeerSession.start(who.command(threads), who.environment(), plan.limit());
    session.hello();
    return session;
  }

  private PeerReply.KernelPrepared prepare(
      PeerSession session, KernelFiles files, Participant who, @Nullable Integer threads)
      throws PeerException, InterruptedException {
    return session.prepare(files.request(plan.math().name(), who.device(), threads, who.variant()));
  }

  private KernelFiles files(KernelCase kernel) throws IOException {
    KernelFiles files = operands.get(kernel.text());
    if (files == null) {
      files = KernelFiles.create(kernel, scratch.resolve("kernel-" + operands.size()));
      operands.put(kernel.text(), files);
    }
    return files;
  }

  /** What the first of our devices gives, in a process of its own. */
  private float[] wanted(KernelFiles files)
      throws PeerException, IOException, InterruptedException {
    float[] known = wanted.get(files.kernel().text());
    if (known != null) {
      return known;
    }
    Participant.Ours reference = plan.ours().getFirst();
    try (PeerSession session = start(reference, null)) {
      prepare(session, files, reference, null);
      float[] result = compute(session, files);
      session.bye();
      wanted.put(files.kernel().text(), result);
      return result;
    }
  }

  private float[] compute(PeerSession session, KernelFiles files)
      throws PeerException, IOException, InterruptedException {
    Path result = scratch.resolve("result.f32").toAbsolutePath();
    // Who maps the file into memory would keep the length of an older one.
    Files.deleteIfExists(result);
    session.compute(result);
    try {
      return files.read(result);
    } catch (IOException e) {
      throw new PeerException(
          FailureRecord.Kind.CRASHED,
          "the result that it says it wrote cannot be read: " + e.getMessage());
    }
  }

  /** Normalized mean square error; NaN where a number is not finite. */
  static double difference(float[] got, float[] wanted) {
    double error = 0;
    double norm = 0;
    for (int i = 0; i < wanted.length; i++) {
      double d = (double) got[i] - wanted[i];
      error += d * d;
      norm += (double) wanted[i] * wanted[i];
    }
    return error / norm;
  }
}
